"""Sides of a negotiation or a conflict: who sits at the table, and who set it up.

What belongs here: from the noun that names talks or a truce to its parties and its mediators; one actor a side (a
minister, a delegation and a capital all stand for their government).  Not here: recognising actors (actors/find.py), what
the talks or the truce came to (talks/find.py, ceasefires/find.py).  Words are data: lexicon/talks_parties.yml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from spacy.tokens import Token

from pipelines.extract.actors.find import Actor
from pipelines.extract.arguments.attachment import clause_of
from pipelines.extract.lexicon import lexicon, typed
from pipelines.extract.mentions import Reading
from pipelines.extract.places.countries import country_iso3, country_name

_STATE_SECTORS = frozenset(("GOV", "MIL", "SPY", "COP", "LEG", "JUD"))
_PREMODIFIERS = frozenset(("compound", "amod", "nmod", "poss", "npadvmod", "nummod"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_RELATIVE = frozenset(("which", "who", "that"))
_POSSESSIVE = frozenset(("its", "their", "his", "her", "our"))


@dataclass(frozen=True, slots=True)
class _Words:
    mediating: frozenset[str]
    mediation_nouns: frozenset[str]
    acting: frozenset[str]
    joining: frozenset[str]
    saying: frozenset[str]
    talks: frozenset[str]


@cache
def _words() -> _Words:
    return typed(_Words, lexicon("talks_parties.yml"))


def key_of(actor: Actor) -> str:
    """What makes two actors one side: the state they belong to, else the group itself."""
    if actor.iso3 and (actor.sector in _STATE_SECTORS or actor.kind == "government"):
        return actor.iso3
    return actor.actor_id or actor.name


def distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """One actor a side, in order."""
    found: dict[str, Actor] = {}
    for actor in actors:
        found.setdefault(key_of(actor), actor)
    return tuple(found.values())


class Sides:
    """Index of one reading: from a token to the side it stands for."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.doc = reading.document.doc
        self._actors: dict[int, Actor] = {}
        self._places: dict[int, str] = {}
        self._cities: dict[int, str] = {}
        for actor in reading.actors:
            for token in reading.document.span(actor.start, actor.end):
                self._actors.setdefault(token.i, actor)
        for place in reading.places:
            # A city stands for its government only where places/find.py says so.
            if place.iso3:
                index = self._places if place.where_prec == 6 or place.is_actor else self._cities
                for token in reading.document.span(place.start, place.end):
                    index.setdefault(token.i, place.iso3)
        # The first mention of a government names it, one that is known by an id before one that is known by its words.
        named = [a for a in reading.actors if a.iso3 and a.kind == "government"]
        self._governments = {a.iso3: a for a in sorted(named, key=lambda a: (a.actor_id is not None, -a.start))}
        self._by_id = {a.actor_id: a for a in reversed(reading.actors) if a.actor_id}

    def state(self, iso3: str, token: Token) -> Actor:
        """The government of a country, as the article names it or by the country's name."""
        known = self._governments.get(iso3)
        if known:
            return known
        return Actor(
            start=token.idx,
            end=token.idx + len(token.text),
            text=token.text,
            name=country_name(iso3),
            kind="government",
            actor_id=f"{iso3.lower()}-gov",
            iso3=iso3,
            sector="GOV",
            inter=1,
            head=token.idx,
        )

    def of_actor(self, actor: Actor) -> Actor | None:
        """The side an actor stands for; None where it stands for none (media, sources, civilians)."""
        if actor.actor_id is None and " and " in actor.text:
            return None
        # "Its fighters" are of a side that other words name.
        if actor.actor_id is None and actor.affiliation_id is None and actor.text.split()[0].lower() in _POSSESSIVE:
            return None
        if actor.affiliation_id and actor.affiliation_id in self._by_id:
            actor = self._by_id[actor.affiliation_id]
        if actor.kind == "armed_group" or (actor.kind == "organization" and actor.sector in {"IGO", "REB"}):
            return actor
        if actor.iso3 and (actor.sector in _STATE_SECTORS or actor.kind == "government"):
            return self.state(actor.iso3, self._token(actor))
        if actor.iso3 and actor.sector is None and actor.kind in {"person", "collective"}:
            return self.state(actor.iso3, self._token(actor))
        return None

    def _token(self, actor: Actor) -> Token:
        return self.reading.document.span(actor.start, actor.end)[0]

    def at(self, token: Token) -> Actor | None:
        """The side that one token names."""
        actor = self._actors.get(token.i)
        # "Saudi, US and African mediators" is one collective of several states.
        if actor and not (actor.kind == "collective" and _country_word(token)):
            side = self.of_actor(actor)
            if side:
                return side
        iso3 = self._places.get(token.i) or _country_word(token)
        if iso3 is None and token.pos_ == "NOUN" and (actor is None or actor.sector != "MED"):
            iso3 = next((i for child in token.lefts if (i := _country_word(child))), None)
        return self.state(iso3, token) if iso3 else None

    def in_tokens(self, tokens: Iterable[Token]) -> tuple[Actor, ...]:
        """The sides named among some tokens, each once."""
        return distinct(side for token in tokens if (side := self.at(token)))

    def chain(self, token: Token, *, is_table: bool = False) -> tuple[Actor, ...]:
        """The sides of a coordination: `Qatar, Turkey and Saudi Arabia`; at a table a capital is its government."""
        # "Prime minister A and president B": what follows the apposition is joined to the title.
        apposed = [other for child in token.rights if child.dep_ == "appos" for other in child.conjuncts]
        heads = (token, *token.conjuncts, *apposed)
        return distinct(
            side for head in heads for side in self._of_head(head) or (self._of_city(head) if is_table else ())
        )

    def _of_city(self, head: Token) -> tuple[Actor, ...]:
        city = self._cities.get(head.i)
        return (self.state(city, head),) if city else ()

    def _of_head(self, head: Token) -> tuple[Actor, ...]:
        """The side a noun stands for; for a collective (`Saudi and US mediators`) those its modifiers name."""
        # "Delegates from A and B": whom they come from.
        origins = [obj for prep in head.rights if prep.lower_ in {"from", "of"} for obj in prep.children]
        senders = self.in_tokens(t for obj in origins if obj.dep_ == "pobj" for t in (obj, *obj.conjuncts))
        if len(senders) > 1:
            return senders
        # "The Palestinian movement Hamas": the name after the noun.
        for name in (head, *(child for child in head.rights if child.dep_ == "appos")):
            actor = self._actors.get(name.i)
            if actor and actor.kind != "collective" and (side := self.of_actor(actor)):
                return (side,)
        return self.in_tokens(_nominal(head)) or senders

    def parties(self, noun: Token, predicate: Token | None = None) -> tuple[Actor, ...]:
        """Who takes part in the talks or the truce that `noun` names, as its clause says."""
        mediators = {key_of(a) for a in self.mediators(noun)}
        found: list[Actor] = list(self._beside(noun))
        if len(distinct(found)) < 2 and predicate is not None:
            found += self._subjects(predicate, noun, is_reporter_party=bool(found))
        return tuple(a for a in distinct(found) if key_of(a) not in mediators and a.sector != "IGO")

    def _beside(self, noun: Token) -> Iterator[Actor]:
        """`talks between A and B`, `talks with B`, `A-B talks`, `the A-B talks`, `the truce that A and B signed`."""
        for clause in (c for c in noun.rights if c.dep_ == "relcl"):
            for subject in (c for c in clause.lefts if c.dep_ == "nsubj" and c.conjuncts):
                yield from self.chain(subject, is_table=True)
        for token in _phrase(noun):
            if token.dep_ == "prep" and token.lower_ in _words().joining:
                for obj in token.children:
                    if obj.dep_ == "pobj":
                        yield from self.chain(obj, is_table=token.lower_ == "between")
        for head in _linked_by_of(noun):
            for token in head.doc[head.left_edge.i : head.i]:
                is_mediated = any(_is_mediating(t) for t in token.doc[token.i : token.i + 3])
                if not is_mediated and token.dep_ in _PREMODIFIERS and (side := self.at(token)):
                    yield side

    def _subjects(self, predicate: Token, noun: Token, *, is_reporter_party: bool) -> Iterator[Actor]:
        """The subject of the clause (`A and B agreed to …`), of the report only where one party is left (`A said the
        talks with B …`)."""
        for verb in _governing(predicate):
            if verb != predicate and verb.lemma_.lower() in _words().saying and not is_reporter_party:
                continue
            for child in verb.lefts:
                if child.dep_ in _SUBJECTS and noun.i not in {t.i for t in child.subtree}:
                    subjects = self.chain(child, is_table=bool(child.conjuncts))
                    # One who announces or confirms need be no party; two who do so together are.
                    if len(subjects) > 1 or is_reporter_party or verb.lemma_.lower() not in _words().saying:
                        yield from subjects

    def mediators(self, noun: Token) -> tuple[Actor, ...]:
        """Who mediates, hosts or brokers what `noun` names."""
        words = _words()
        found: list[Actor] = []
        for token in _phrase(noun):
            if _is_mediating(token):
                found += self._agents(token)
            elif token.lower_ in words.mediation_nouns:
                found += self.in_tokens(t for t in token.subtree if t.i <= token.i or t.dep_ in {"pobj", "conj"})
        # Who is named as mediator mediates what the sentence is about, wherever the words hang.
        found += [a for t in noun.sent if t.lower_ in words.mediation_nouns for a in self._named_as(t)]
        governor = noun.head
        for verb in (governor, governor.head):
            if verb.lower_ in words.mediating and noun.dep_ in {"dobj", "nsubjpass", "pobj"}:
                found += self._agents(verb)
        if noun.dep_ == "dobj" and any(c.dep_ == "nsubj" and c.lower_ in words.mediation_nouns for c in governor.lefts):
            found += self._agents(governor)
        return distinct(found)

    def mediators_in(self, tokens: Iterable[Token]) -> tuple[Actor, ...]:
        """Who mediates in a sentence, whatever noun the words hang on: `a deal brokered by …`, `after mediation by …`."""
        found: list[Actor] = []
        for token in tokens:
            is_verb = token.lower_ in _words().mediating and (
                any(c.dep_ == "agent" for c in token.children)
                or "relcl" in {token.dep_, token.head.dep_}
                or (token.lower_.endswith("ing") and token.head.lower_ == "with")
            )
            if is_verb or token.lower_ in _words().mediation_nouns:
                found += self._agents(token)
            if token.lower_ in _words().mediation_nouns:
                found += self._named_as(token)
                found += self.in_tokens(t for t in token.lefts if t.dep_ in _PREMODIFIERS)
        return distinct(found)

    def _named_as(self, noun: Token) -> tuple[Actor, ...]:
        """ "with X and Y as mediators": the names that end right before "as"; "X, the mediator", "X acts as mediator"."""
        if noun.dep_ == "appos":
            return self._of_head(noun.head)
        verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else None
        if verb is not None and verb.lemma_.lower() in _words().acting:
            return self._agents(verb)
        # "Mediators Qatar and Egypt": the names after the noun.
        names = [c for c in noun.rights if c.dep_ == "appos"]
        if noun.dep_ in {"compound", "nmod"} and noun.head.pos_ == "PROPN":
            names.append(noun.head)
        if names:
            return distinct(side for name in names for side in self.chain(name))
        if noun.i < 2 or noun.nbor(-1).lower_ != "as":
            return ()
        last = noun.nbor(-2)
        first = last.head if last.dep_ == "conj" else last
        return self.in_tokens((*first.subtree,)[: last.i - first.left_edge.i + 1])

    @cached_property
    def article_mediators(self) -> tuple[Actor, ...]:
        """Whoever mediates anything in the article: no party where a sentence leaves the parties open."""
        return distinct(
            (
                *self.mediators_in(self.doc),
                *(a for t in self.doc if t.lower_ in _words().talks for a in self.mediators(t)),
            )
        )

    def _agents(self, verb: Token) -> tuple[Actor, ...]:
        """Who does what `verb` says: by-phrase, subject, or the word before its hyphen (`Saudi-hosted`)."""
        tokens: list[Token] = []
        if verb.dep_ in {"acomp", "attr"} and verb.head.dep_ == "relcl":  # "which is mediating", read as an adjective
            verb = verb.head
        for child in verb.children:
            if child.dep_ in {"agent", "prep"} and child.lower_ == "by":
                tokens += [t for obj in child.children if obj.dep_ == "pobj" for t in (obj, *obj.conjuncts)]
            elif child.dep_ == "nsubj":
                # "X, which is mediating": the noun that the clause describes.
                subject = verb.head if child.lower_ in _RELATIVE and verb.dep_ == "relcl" else child
                tokens += [subject, *subject.conjuncts]
        if not tokens and "-" in verb.text:
            tokens = [verb]
        elif not tokens and verb.head.lower_ == "with" and verb.lower_.endswith("ing"):
            tokens = [t for t in verb.lefts if t.dep_ in _PREMODIFIERS]
        elif not tokens and verb.i >= 2 and verb.nbor(-1).text in "-–‑":
            tokens = [verb.nbor(-2)]
        elif not tokens and verb.i >= 1 and verb.nbor(-1).dep_ == "npadvmod":
            tokens = [verb.nbor(-1)]
        found: list[Actor] = []
        for head in tokens:
            named = self._of_head(head)
            # Who mediates is a government, also where the name is that of its capital.
            found += named or self._of_city(head)
            if head.lower_ in _words().mediation_nouns:
                found += self._mediators_by_origin(head)
        return distinct(found)

    def _mediators_by_origin(self, noun: Token) -> Iterator[Actor]:
        """Mediators known by a region only (`African mediators`), by their words."""
        for word in noun.lefts:
            for name in (word, *word.conjuncts):
                is_region = name.pos_ in {"ADJ", "PROPN"} and name.text[:1].isupper() and _country_word(name) is None
                if is_region and name.i < noun.i and name.i not in self._places:
                    yield self._collective(name, f"{name.text} {noun.text}")

    @staticmethod
    def _collective(word: Token, name: str) -> Actor:
        return Actor(
            start=word.idx,
            end=word.idx + len(word.text),
            text=word.text,
            name=name,
            kind="collective",
            head=word.idx,
        )

    def of_article(
        self, excluded: Iterable[Actor], sentence: tuple[int, int], venues: frozenset[str | None] = frozenset()
    ) -> tuple[Actor, ...]:
        """The sides most often named, at most two, for an event whose clause names none; none that is named in passing.

        Persons do not count: who speaks most of a war need not wage it.  Where the other side is only the ground of the
        fighting, it is the country of a place in the same sentence, unless that is only a venue.
        """
        out = {key_of(a) for a in excluded}
        sides = [
            (side, self._is_location(a))
            for a in self.reading.actors
            if a.kind not in {"person", "pronoun"}
            and (side := self.of_actor(a))
            and side.sector != "IGO"
            and key_of(side) not in out
        ]
        count = Counter(key_of(side) for side, is_location in sides if not is_location)
        leading = [key for key, times in count.most_common(2) if times > 1 or len(count) < 3]
        grounds = [
            self.state(place.iso3, self.reading.document.span(place.start, place.end)[0])
            for place in self.reading.places
            if place.iso3 and sentence[0] <= place.start < sentence[1] and place.iso3 not in out | venues
        ]
        ground = Counter(key_of(side) for side in grounds if key_of(side) not in leading)
        leading += [key for key, _ in ground.most_common(max(0, 2 - len(leading)))]
        by_key = {key_of(side): side for side in reversed([*(side for side, _ in sides), *grounds])}
        return tuple(by_key[key] for key in leading)

    def _is_location(self, actor: Actor) -> bool:
        """Whether the name of a country only says where: `in Libya`, `in Istanbul, Turkey`."""
        token = self._token(actor)
        before = token.nbor(-1) if token.i > 0 else token
        if before.lower_ in {"in", "at", "near", "inside", "of"}:
            return True
        return before.text == "," and before.i > 0 and before.nbor(-1).i in self._cities

    @cached_property
    def process_parties(self) -> tuple[Actor, ...]:
        """The two that the article's talks are between, else the first two that any `between` joins."""
        for token in self.doc:
            if token.lower_ in _words().talks:
                parties = self.parties(token, clause_of(token))
                if len(parties) == 2:
                    return parties
        return next(self.joined_in(self.doc), ())

    def joined_in(self, tokens: Iterable[Token]) -> Iterator[tuple[Actor, ...]]:
        """Pairs of sides joined by `between`, whatever noun it hangs on."""
        for token in tokens:
            if token.lower_ == "between":
                for obj in token.children:
                    if obj.dep_ == "pobj" and len(pair := self.chain(obj)) == 2:
                        yield pair


def _is_mediating(token: Token) -> bool:
    """A word of mediating, also joined to who does it: `brokered`, `U.S.-brokered`."""
    return token.lower_.rpartition("-")[2] in _words().mediating


def _country_word(token: Token) -> str | None:
    return country_iso3(token.text) if token.text[:1].isupper() and token.pos_ in {"PROPN", "ADJ", "NOUN"} else None


def _nominal(head: Token) -> Iterator[Token]:
    """A noun and what stands before it, without its relative clauses."""
    yield head
    for child in head.lefts:
        if child.dep_ in _PREMODIFIERS:
            yield child
            yield from (other for other in child.conjuncts if other.i < head.i)


def _phrase(noun: Token) -> Iterator[Token]:
    """The noun phrase around a noun, upwards too: `round of talks between …`, `series of rounds mediated by …`."""
    top = noun
    while top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.pos_ == "NOUN":
        top = top.head.head
    return iter(top.subtree)


def _linked_by_of(noun: Token) -> Iterator[Token]:
    """A noun and those that `of` hangs on it: `round of talks`."""
    yield noun
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            for obj in child.children:
                if obj.dep_ == "pobj":
                    yield from _linked_by_of(obj)


def _governing(predicate: Token) -> Iterator[Token]:
    """The predicate and the verbs that share its subject or report it."""
    yield predicate
    for verb in predicate.ancestors:
        if verb.pos_ in {"VERB", "AUX"}:
            yield verb
