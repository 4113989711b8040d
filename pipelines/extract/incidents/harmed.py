"""Harmed: the victims and the physical targets of an event, as the text names them.

What belongs here: whether what is attacked is people or a thing, names in apposition, one person told twice.
Not here: who attacked (parties.py), which tokens are attacked (roles.py), how many were harmed (tolls.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from pipelines.extract.arguments.attachment import NOMINAL
from pipelines.extract.incidents.frames import Frame
from pipelines.extract.incidents.participants import actor_at, conjuncts, is_nameable, is_person, phrase, text_of
from pipelines.extract.incidents.tolls import TOLL_EFFECTS
from pipelines.extract.incidents.words import lexicon
from pipelines.extract.mentions import Reading
from pipelines.extract.quantities.words import is_thing_noun

_IDENTIFYING = frozenset(("name", "identify", "call"))
_VICTIMS = frozenset(("victim", "dead", "body", "deceased", "casualty", "wounded", "injured", "they", "he", "she"))
# Sentences after an event in which its victims are named.
_REACH = 4


def victims_and_targets(reading: Reading, frames: Sequence[Frame]) -> tuple[list[str], list[str]]:
    """Texts of the people and of the things that some frames of one event tell to be attacked."""
    people: list[Token] = []
    targets: list[str] = []
    for frame in frames:
        attacked = [t for t in (*frame.roles.patients, *_counted(reading, frame)) if is_nameable(t)]
        harmed = {token.i for token in frame.roles.harmed}
        for token in attacked:
            is_harmed = token.i in harmed and (_is_name(token) or not _is_thing(reading, token))
            if _is_people(reading, token) or is_harmed:
                people += [token, *_named_beside(token)]
            elif _is_thing(reading, token) or token.i not in harmed:
                targets += _target(reading, token)
    if people:
        people += _identified(reading, frames, people)
    return _persons(reading, people) or _unnamed(reading, frames), targets


def _unnamed(reading: Reading, frames: Sequence[Frame]) -> list[str]:
    """ "People", where nothing more is told of who was killed or hurt."""
    offsets = [
        q.end - 1 for f in frames for q in f.quantities if q.effect in TOLL_EFFECTS and q.low and not q.is_attackers
    ]
    spans = [reading.document.span(offset, offset + 1) for offset in offsets]
    return [span[0].text for span in spans if len(span) and span[0].lemma_.lower() in ("people", "person")][:1]


def _identified(reading: Reading, frames: Sequence[Frame], people: Sequence[Token]) -> list[Token]:
    """Names that the sentences after an event give its victims: "the dead man was identified as X"."""
    told = {token.lemma_.lower() for token in people} | _VICTIMS
    numbers = {f.sentence.number + step for f in frames for step in range(_REACH)}
    found: list[Token] = []
    for sentence in reading.document.sentences:
        if sentence.number not in numbers:
            continue
        for verb in reading.document.sentence_span(sentence):
            if verb.lemma_.lower() not in _IDENTIFYING or verb.dep_ == "acl":
                continue
            subjects = [c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj")]
            if any(c.lemma_.lower() in told for c in subjects):
                found += _names_after(verb)
    return found


def _counted(reading: Reading, frame: Frame) -> list[Token]:
    """Heads of the killed and injured that are counted or named."""
    offsets = [
        q.end - 1 for q in frame.quantities if q.effect in TOLL_EFFECTS and q.low and not q.is_attackers and q.noun
    ]
    spans = [reading.document.span(offset, offset + 1) for offset in offsets]
    return [span[0] for span in spans if len(span) and _is_people(reading, span[0])]


def _is_people(reading: Reading, token: Token) -> bool:
    if is_person(token) or token.ent_type_ == "NORP":
        return True
    actor = actor_at(reading, token)
    return actor is not None and actor.kind == "person"


def _is_name(token: Token) -> bool:
    """Whether a token ends the name of a person; the model leaves some names without a label."""
    return token.pos_ == "PROPN" and token.ent_type_ in ("PERSON", "")


def _is_thing(reading: Reading, token: Token) -> bool:
    """Whether a noun is something that can be hit: a building, a vehicle, an installation; not a town, not a moment."""
    lemma = token.lemma_.lower()
    if token.pos_ not in NOMINAL or token.ent_type_ in ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL"):
        return False
    if lemma in lexicon().no_targets or _is_town(reading, token):
        return False
    return lemma not in lexicon().weapons or is_thing_noun(token)


def _is_town(reading: Reading, token: Token) -> bool:
    place = next((p for p in reading.places if p.start <= token.idx < p.end), None)
    return place is not None and not place.is_modifier and place.place_id is not None


def _named_beside(token: Token) -> Iterator[Token]:
    """Names that say who the people are: "two engineers, A and B", "a guard named C", "a man identified as D"."""
    for child in token.children:
        if child.dep_ == "appos" and _is_name(child):
            yield from (name for name in conjuncts(child) if _is_name(name))
        elif child.dep_ == "acl" and child.lemma_.lower() in _IDENTIFYING:
            yield from _names_after(child)


def _names_after(verb: Token) -> list[Token]:
    """The names that a verb of naming gives: "identified as A and B", "named C"."""
    after = [c for c in verb.children if c.i > verb.i]
    after += [g for c in after if c.lower_ == "as" for g in c.children]
    return [name for own in after if _is_name(own) for name in conjuncts(own) if _is_name(name)]


def _persons(reading: Reading, people: Iterable[Token]) -> list[str]:
    """Texts of people, each person once: the fullest form of a name, and no bare description of one who is named."""
    distinct = list({token.i: token for token in people}.values())
    names = [t for t in distinct if _is_name(t)]
    words = {t.i: frozenset(_words(t)) for t in names}
    kept = []
    for token in distinct:
        if token.i in words:
            is_shorter = any(
                words[token.i] < words[n.i] or (words[token.i] == words[n.i] and n.i < token.i) for n in names
            )
            if is_shorter:
                continue
        elif names and token.tag_ == "NN" and len(conjuncts(token)) == 1 and token.dep_ != "conj":
            # "The mayor" beside a name is most often that name's; "X and his driver" are two.
            continue
        kept.append(text_of(reading, token))
    return kept


def _words(name: Token) -> Iterator[str]:
    start, end = phrase(name)
    return (t.lower_ for t in name.sent if start <= t.idx < end)


def _target(reading: Reading, token: Token) -> list[str]:
    """The text of a thing; of a part of one ("a section of the pipeline") that of the whole."""
    if token.lemma_.lower() in lexicon().parts:
        whole = [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
        return [text_of(reading, thing) for own in whole for thing in conjuncts(own) if _is_thing(reading, thing)]
    return [_whose(reading, token)] if _is_thing(reading, token) else []


def _whose(reading: Reading, token: Token) -> str:
    """The text of a thing with whose it is: "the mayor's house", "headquarters of the Red Front"."""
    start, end = phrase(token)
    owner = next((c for c in token.children if c.dep_ == "poss" and c.tag_ != "PRP$"), None)
    if owner is not None:
        start = min(start, phrase(owner)[0])
    of = next((c for c in token.children if c.lower_ == "of" and c.i == token.i + 1), None)
    if of is not None:
        end = max([end, *(phrase(g)[1] for g in of.children if g.dep_ == "pobj")])
    return " ".join(reading.document.text[start:end].split())
