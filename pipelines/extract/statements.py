"""Statements: what parties, officials, groups and agencies say on the matter of the beat, one per speaker and sentence.

What belongs here: which attributions are statements, their type, whom they are about, their exact words and condition.
Not here: who says what (attribution/find.py), nor what the words assert (the other families).
Words are data: lexicon/statement_types.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Token

from pipelines.extract.actors.model import Actor
from pipelines.extract.actors.tables import Known, known_actor
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.attribution.quotes import Quotes, find_quotes
from pipelines.extract.document import Document
from pipelines.extract.lexicon import lexicon
from pipelines.extract.mentions import UNDATED, Fact, Found, Mention, Reading, When

_CONDITION = re.compile(r"\b(?:(?:only |even )?if|unless|provided that|as long as)\b[^.;”\"]*", re.IGNORECASE)
_MEDIUM = re.compile(
    r"\b(?:in|during|at|on|via|through) (?:an? |the |his |her |their |its )?(?:\w+ ){0,2}"
    r"(?:press (?:briefing|conference)|news (?:briefing|conference)|interview|statement|post|tweet|briefing|speech|address"
    r"|letter|communiqué|parliament|X|Twitter|Facebook|Telegram)\b"
)
# Frames that report a thought or an expectation, not an utterance.
_SILENT_RULES = frozenset(("attribution.raising", "attribution.adverb", "attribution.adjective", "attribution.passive"))
_CONTENT_POS = frozenset(("NOUN", "VERB", "PROPN", "ADJ"))
_SIDES = frozenset(("GOV", "MIL", "REB", "UAF", "COP", "SPY"))
_NOBODY = frozenset(("no", "none", "nobody", "neither"))
_FUTURE = frozenset(("will", "’ll", "'ll", "shall", "would"))
_FRIENDLY = frozenset(("support", "back", "refuse", "carry"))
_OURS = frozenset(("we", "our", "it", "its", "they", "their", "he", "his", "she", "her", "i", "my"))
_ACCUSING = frozenset(("accusation", "blame", "condemnation"))
_STRIKES = frozenset("strike airstrike attack bombing raid shelling assault bombardment blast".split())
_CLAIMED = _STRIKES | {"ambush", "explosion", "killing", "abduction"}
# How far back a statement that names no other side finds the one it is about.
_MEMORY = 4
_TYPED_BY_CONTENT = frozenset(("claim", "announcement", "confirmation", "promise", "reassurance"))


@dataclass(frozen=True)
class _Lexicon:
    rank: Mapping[str, int]
    plover: Mapping[str, str | None]
    by_cue: Mapping[str, str]
    content: Mapping[str, tuple[str, ...]]
    hostile: frozenset[str]
    claimed: frozenset[str]
    threat_words: frozenset[str]
    matter: frozenset[str]
    matter_needed: int
    matter_share: float
    sectors: frozenset[str]
    speaker_nouns: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = lexicon("statement_types.yml")
    types = data["types"]
    content = data["content"]
    return _Lexicon(
        rank={name: i for i, name in enumerate(types)},
        plover={name: entry["plover"] for name, entry in types.items()},
        by_cue={cue: name for name, entry in reversed(types.items()) for cue in entry["cues"].split()},
        content={key: tuple(value) for key, value in content.items() if key.endswith("_phrases")},
        hostile=frozenset(content["hostile_verbs"].split()),
        claimed=frozenset(word.partition("_")[0] for word in data["claimed_verbs"].split()),
        threat_words=frozenset(content["threat_verbs"].split()) | frozenset(content["threat_nouns"].split()),
        matter=frozenset(data["matter"].split()),
        matter_needed=data["matter_needed"],
        matter_share=data["matter_share"],
        sectors=frozenset(data["speaker_sectors"].split()),
        speaker_nouns=frozenset(data["speaker_nouns"].split()),
    )


def find_statements(reading: Reading) -> Found:
    """Statements of one article: one fact per sentence and speaker."""
    if not _is_on_matter(reading):
        return Found(())
    quotes = find_quotes(reading.document.text)
    said: dict[tuple[int, str], list[_Said]] = {}
    for attribution in reading.attributions:
        speaker = attribution.speaker
        if speaker is None or attribution.rule in _SILENT_RULES or not _speaks(speaker):
            continue
        if any(reading.document.text[start:end].split()[0].lower() in _NOBODY for start, end in attribution.source):
            continue
        for one in _by_sentence(reading, attribution, speaker):
            said.setdefault((one.sentence, speaker.actor_id or speaker.name.lower()), []).append(one)
    chosen = [_strongest(group) for group in sorted(said.values(), key=_place)]
    return Found(tuple(_fact(reading, quotes, one) for one in _with_counterparts(chosen)))


@dataclass(frozen=True, slots=True)
class _Said:
    """What one attribution says in one sentence, and as what."""

    sentence: int
    span: tuple[int, int]
    attribution: Attribution
    speaker: Actor
    kind: str
    about: tuple[Actor, ...]
    quoted: tuple[tuple[int, int], ...] = ()


def _is_on_matter(reading: Reading) -> bool:
    """Whether the article is about conflict or diplomacy: many of its words, or some of them and two sides."""
    lexicon = _lexicon()
    doc = reading.document.doc
    words = [t.lemma_.lower() for t in doc if t.pos_ in _CONTENT_POS and _is_matter(t, lexicon.matter)]
    if len(set(words)) >= lexicon.matter_needed:
        return True
    actors = [a for a in reading.actors if a.sector in _SIDES and a.confidence > 0.4]
    sides = {a.actor_id if a.kind == "armed_group" else a.iso3 for a in actors}
    return len(words) >= lexicon.matter_share * len(doc) and len(sides - {None}) >= 2


def _is_matter(token: Token, matter: frozenset[str]) -> bool:
    return token.lemma_.lower() in matter or token.lower_ in matter


def _speaks(speaker: Actor) -> bool:
    """Whether this is a party, an official, a group or an agency."""
    lexicon = _lexicon()
    if speaker.sector is not None:
        return speaker.sector in lexicon.sectors
    if speaker.kind in ("person", "pronoun"):
        return True
    return speaker.kind == "organization" or speaker.text.split()[-1].lower().rstrip("s") in lexicon.speaker_nouns


def _by_sentence(reading: Reading, attribution: Attribution, speaker: Actor) -> Iterable[_Said]:
    """The sentences an attribution covers, each with its type."""
    document = reading.document
    spans = (*attribution.cue, *attribution.content)
    numbers = sorted(
        {
            sentence.number
            for start, end in spans
            for sentence in document.sentences[
                document.sentence_at(start).number : document.sentence_at(max(start, end - 1)).number + 1
            ]
        }
    )
    for number in numbers:
        sentence = document.sentences[number]
        if sentence.is_boilerplate:
            continue
        pieces = [
            (max(start, sentence.start), min(end, sentence.end))
            for start, end in attribution.content
            if start < sentence.end and end > sentence.start
        ]
        has_cue = any(sentence.start <= start < sentence.end for start, _ in attribution.cue)
        if not pieces or (not has_cue and sum(end - start for start, end in pieces) < 15):
            continue
        kind = _type_of(reading, attribution, speaker, pieces, has_cue=has_cue)
        if kind is not None:
            about = _about(reading, speaker, pieces, kind)
            yield _Said(number, (sentence.start, sentence.end), attribution, speaker, kind, about)


# -- the type ----------------------------------------------------------------------------------------------------------


def _type_of(
    reading: Reading, attribution: Attribution, speaker: Actor, pieces: list[tuple[int, int]], *, has_cue: bool
) -> str | None:
    """The type of an act of speech: by its cue, else by its content; None for a cue that is no utterance."""
    lexicon = _lexicon()
    text = reading.document.text
    words = " ".join(text[start:end] for start, end in pieces)
    if attribution.stance == "claims_responsibility" or _claims_attack(reading, attribution, pieces):
        return "claim_of_responsibility"
    if attribution.stance == "declines_comment":
        return None
    verb = attribution.verb or ":"
    cue = _cue_key(reading.document, attribution, verb)
    by_cue = lexicon.by_cue.get(cue) or lexicon.by_cue.get(verb)
    if by_cue is None or (by_cue not in ("denial", "refusal") and _is_negated(reading.document, attribution)):
        return None
    if has_cue and by_cue not in _TYPED_BY_CONTENT:
        return by_cue
    if has_cue:
        beside = _light_verb_type(reading.document, attribution)
        if beside is not None:
            return beside
    return _type_by_content(reading, speaker, words, pieces) or (by_cue if by_cue in _TYPED_BY_CONTENT else "claim")


def _claims_attack(reading: Reading, attribution: Attribution, pieces: list[tuple[int, int]]) -> bool:
    """ "X claimed the attack": what is claimed is a deed, not that something is so."""
    if attribution.verb != "claim" or attribution.rule != "attribution.object":
        return False
    claimed = reading.document.span(*pieces[0])
    return len(claimed) > 0 and claimed.root.pos_ == "NOUN" and claimed.root.lemma_ in _CLAIMED


def _is_negated(document: Document, attribution: Attribution) -> bool:
    """ "Has not announced": nothing was said."""
    tokens = [t for start, end in attribution.cue for t in document.span(start, end)]
    return any(t.dep_ == "neg" for t in tokens)


def _cue_key(document: Document, attribution: Attribution, verb: str) -> str:
    """The verb with the preposition that makes it another act: "call for", "blame on"."""
    if attribution.cue:
        words = document.text[slice(*attribution.cue[0])].lower().split()
        if len(words) > 1 and f"{verb}_{words[1]}" in _lexicon().by_cue:
            return f"{verb}_{words[1]}"
        after = document.text[attribution.cue[0][1] : attribution.cue[0][1] + 6].split()
        if after:
            return f"{verb}_{after[0].lower()}"
    return verb


def _light_verb_type(document: Document, attribution: Attribution) -> str | None:
    """ "X placed the blame on Y, saying …": the noun of the main clause says what is done."""
    if not attribution.cue:
        return None
    span = document.span(*attribution.cue[0])
    if not len(span):
        return None
    verb = span.root
    while verb.dep_ in ("advcl", "conj", "xcomp") and verb.head != verb:
        verb = verb.head
        for child in verb.children:
            if child.dep_ == "dobj" and child.lemma_ in (
                "blame",
                "accusation",
                "threat",
                "warning",
                "denial",
                "demand",
            ):
                return _lexicon().by_cue.get(child.lemma_)
        kind = _lexicon().by_cue.get(verb.lemma_)
        if kind is not None and kind not in _TYPED_BY_CONTENT:
            return kind
    return None


def _type_by_content(reading: Reading, speaker: Actor, words: str, pieces: list[tuple[int, int]]) -> str | None:
    lexicon = _lexicon()
    lowered = words.lower().replace("’", "'")

    def holds(key: str) -> bool:
        return any(_holds(lowered, phrase) for phrase in lexicon.content[key])

    tokens = [token for start, end in pieces for token in reading.document.span(start, end)]
    if holds("offer_phrases"):
        return "offer"
    if speaker.kind == "armed_group" and any(_is_own_deed(reading, speaker, t, lexicon.claimed) for t in tokens):
        return "claim_of_responsibility"
    if holds("threat_phrases") or _threatens(reading, speaker, tokens):
        return "threat"
    if holds("denial_phrases") or any(_disowns(reading, speaker, token) for token in tokens):
        return "denial"
    if holds("condemnation_phrases"):
        return "condemnation"
    if holds("demand_phrases"):
        return "demand"
    if (
        holds("accusation_phrases")
        or _hostile_doer(reading, speaker, tokens) is not None
        or _is_pinned(reading, tokens)
    ):
        return "accusation"
    return None


def _is_pinned(reading: Reading, tokens: list[Token]) -> bool:
    """ "Strikes by X": the doer is what is told, not what tells strikes apart ("the X strikes")."""
    return any(token.lemma_.lower() in _STRIKES and _pinned_on(reading, token) is not None for token in tokens)


def _holds(text: str, phrase: str) -> bool:
    at = text.find(phrase)
    if at < 0:
        return False
    before_ok = at == 0 or not text[at - 1].isalnum() or not phrase[0].isalnum()
    end = at + len(phrase)
    return before_ok and (end == len(text) or not text[end].isalnum())


def _threatens(reading: Reading, speaker: Actor, tokens: list[Token]) -> bool:
    """A future with force in it: "will respond", "only war will happen"; told in the past, "would respond"."""
    words = _lexicon().threat_words
    for token in tokens:
        verb = token.head
        if token.dep_ not in ("aux", "auxpass") or token.lower_ not in _FUTURE:
            continue
        if any(c.dep_ == "neg" for c in verb.children):
            continue
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        doer = _actor_at(reading.actors, subject) if subject is not None else None
        is_of_other = doer is not None and _is_other_side(speaker, doer) and verb.lemma_ in _lexicon().hostile
        if token.lower_ == "would":
            if verb.lemma_ in words and not is_of_other:
                return True
        elif verb.lemma_ in words or any(
            c.lemma_.lower() in words for c in verb.children if c.dep_ in ("nsubj", "dobj", "attr", "nsubjpass")
        ):
            return True
    return False


def _is_own(reading: Reading, speaker: Actor, subject: Token) -> bool:
    """Whether the doer in what is said is the speaker's side: a pronoun of it, "our fighters", or its name."""
    if subject.lower_ in _OURS or any(c.dep_ == "poss" and c.lower_ in _OURS for c in subject.children):
        return True
    actor = _actor_at(reading.actors, subject)
    if actor is None or (speaker.kind == "armed_group" and not _ids(speaker) & _ids(actor)):
        return False  # two groups of one country are two sides
    return _same_side(speaker, actor)


def _is_own_deed(reading: Reading, speaker: Actor, verb: Token, deeds: frozenset[str]) -> bool:
    """Whether one of the verbs says, as done, what the speaker's own side did: "its men carried out the ambush"."""
    if verb.lemma_ not in deeds or verb.tag_ not in ("VBD", "VBN") or any(c.dep_ == "neg" for c in verb.children):
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return subject is not None and _is_own(reading, speaker, subject)


def _disowns(reading: Reading, speaker: Actor, verb: Token) -> bool:
    """Whether a hostile act of the speaker's own side is said not to be: "it harbours no foreign fighters"."""
    if verb.pos_ != "VERB" or verb.lemma_ not in _lexicon().hostile or any(c.lower_ in _FUTURE for c in verb.children):
        return False
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    # Not to back a plan is an opinion; not to back a group denies a deed.
    if verb.lemma_ in _FRIENDLY and not any(_actor_at(reading.actors, c) for c in objects):
        return False
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    is_negated = any(c.dep_ == "neg" or c.lower_ == "never" for c in verb.children) or any(
        d.lower_ == "no" for c in objects for d in c.children
    )
    return is_negated and subject is not None and _is_own(reading, speaker, subject)


def _hostile_doer(reading: Reading, speaker: Actor, tokens: list[Token]) -> Actor | None:
    """Another side that the content makes the doer of a hostile act."""
    hostile = _lexicon().hostile
    for token in tokens:
        if token.pos_ != "VERB" or token.lemma_ not in hostile:
            continue
        for child in token.children:
            doer = child if child.dep_ == "nsubj" else None
            if child.dep_ == "agent":
                doer = next((c for c in child.children if c.dep_ == "pobj"), None)
            actor = _named_at(reading, doer) if doer is not None else None
            if actor is not None and _is_other_side(speaker, actor):
                return actor
    return None


# -- whom it is about --------------------------------------------------------------------------------------------------


def _about(reading: Reading, speaker: Actor, pieces: list[tuple[int, int]], kind: str) -> tuple[Actor, ...]:
    """The other side that a statement is aimed at: the hostile doer, else the first other side in what is said."""
    tokens = [token for start, end in pieces for token in reading.document.span(start, end)]
    doer = _hostile_doer(reading, speaker, tokens) or _striker(reading, speaker, tokens)
    if doer is not None:
        return (doer,)
    if kind in _TYPED_BY_CONTENT or kind == "claim_of_responsibility":
        return ()
    addressed = _addressed(reading, tokens) if kind in ("demand", "appeal") else None
    if addressed is not None:
        return (addressed,)
    if kind in _ACCUSING:
        # "X laid the blame on Y, calling the offer poor": Y may stand beside what is said.
        sentence = reading.document.sentence_at(pieces[0][0])
        pieces = [*pieces, (sentence.start, sentence.end)]
    named = (a for start, end in pieces for a in reading.actors if start <= a.start < end)
    return tuple(a for a in named if _is_other_side(speaker, a))[:1]


def _addressed(reading: Reading, tokens: list[Token]) -> Actor | None:
    """Who has to do what is demanded: the subject of "must"."""
    for token in tokens:
        if token.dep_ == "aux" and token.lower_ in ("must", "should"):
            subject = next((c for c in token.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            return _actor_at(reading.actors, subject) if subject is not None else None
    return None


def _striker(reading: Reading, speaker: Actor, tokens: list[Token]) -> Actor | None:
    """Whose strike it was: "an X strike killed …", "strikes by X"."""
    for token in tokens:
        if token.lemma_.lower() in _STRIKES and token.pos_ == "NOUN":
            for child in token.children:
                actor = _actor_at(reading.actors, child)
                if actor is not None and _is_other_side(speaker, actor):
                    return actor
            doer = _pinned_on(reading, token)
            if doer is not None and _is_other_side(speaker, doer):
                return doer
    return None


def _pinned_on(reading: Reading, strike: Token) -> Actor | None:
    """X in "strikes by X", however the parser attached it."""
    by = strike.doc[strike.i + 1] if strike.i + 1 < len(strike.doc) else None
    if by is None or by.lower_ != "by":
        return None
    doer = next((c for c in by.children if c.dep_ == "pobj"), None)
    return _actor_at(reading.actors, doer) if doer is not None else None


def _with_counterparts(said: list[_Said]) -> list[_Said]:
    """A denial answers the last who accused its speaker's side; a threat is aimed at the side last spoken of."""
    found: list[_Said] = []
    for one in said:
        recent = [e for e in found if one.sentence - e.sentence <= _MEMORY]
        if not one.about and one.kind in ("denial", "refusal"):
            accusers = [e.speaker for e in reversed(recent) if any(_same_side(a, one.speaker) for a in e.about)]
            one = replace(one, about=tuple(accusers[:1]))
        elif not one.about and one.kind in ("threat", "warning", "accusation", "condemnation"):
            spoken_of = [a for e in reversed(found) if _same_side(e.speaker, one.speaker) for a in e.about]
            one = replace(one, about=tuple(spoken_of[:1]))
        found.append(one)
    return found


def _ids(actor: Actor) -> set[str]:
    return {x for x in (actor.actor_id, actor.affiliation_id) if x}


def _same_side(one: Actor, other: Actor) -> bool:
    return bool(_ids(one) & _ids(other)) or (one.iso3 is not None and one.iso3 == other.iso3 and one.sector in _SIDES)


def _is_other_side(speaker: Actor, actor: Actor) -> bool:
    """Whether an actor is a side, and not the speaker's own."""
    if actor.sector not in _SIDES or actor.start == speaker.start:
        return False
    theirs = _ids(actor)
    if _ids(speaker) & theirs or speaker.name == actor.name:
        return False
    same_country = speaker.iso3 is not None and speaker.iso3 == actor.iso3
    return bool(theirs) and not (same_country and actor.sector != "REB")


def _named_at(reading: Reading, noun: Token) -> Actor | None:
    """The actor a noun is, or whose it is: "Cambodia", "Pakistani jets"."""
    own = _actor_at(reading.actors, noun)
    if noun.lemma_.lower() in _STRIKES:  # "an Israeli strike killed two" tells the strike apart, it accuses nobody
        return own
    modifiers = (c for c in noun.lefts if c.dep_ in ("amod", "compound", "nmod", "poss"))
    return own or next((actor for c in modifiers if (actor := _actor_at(reading.actors, c))), None)


def _actor_at(actors: tuple[Actor, ...], token: Token) -> Actor | None:
    return next((a for a in actors if a.start <= token.idx < a.end), None)


# -- the fact ----------------------------------------------------------------------------------------------------------


def _place(group: list[_Said]) -> tuple[int, int]:
    """Where a group of acts of speech stands: its sentence, and its first cue."""
    return group[0].sentence, min((start for one in group for start, _ in one.attribution.cue), default=0)


def _strongest(group: list[_Said]) -> _Said:
    """Where one speaker does several things in one sentence, the weightiest of them, with all its words."""
    rank = _lexicon().rank
    first = min(group, key=lambda one: rank[one.kind])
    about = first.about or next((one.about for one in group if one.about), ())
    return replace(first, about=about, quoted=tuple(span for one in group for span in one.attribution.content))


def _fact(reading: Reading, quotes: Quotes, said: _Said) -> Fact:
    lexicon = _lexicon()
    about = said.about
    text = reading.document.text
    start, end = said.span
    payload: dict[str, Any] = {
        "statement_type": said.kind,
        "plover_event": lexicon.plover[said.kind],
        "about": [known.name if (known := _group_of(actor)) else actor.name for actor in about],
        "about_ids": [known.actor_id for actor in about if (known := _group_of(actor))],
        "quote_text": _quoted(text, quotes, said),
        "medium": _medium(text, said),
        "condition_text": _condition(text, said),
    }
    mention = Mention(
        kind="statement",
        fact_kind="statement",
        span=said.span,
        trigger=said.attribution.cue[0] if said.attribution.cue else (start, end),
        event_type=said.kind,
        sub_event_type=lexicon.plover[said.kind],
        when=_when(reading, said),
        place=None,
        actors=(said.speaker,),
        recipients=_addressees(reading, said),
        payload=payload,
        attribution=said.attribution,
        stance=said.attribution.stance,
        modality="actual",
        rule=f"statement.{said.kind}",
    )
    return Fact(
        kind="statement",
        mentions=(mention,),
        event_type=mention.event_type,
        sub_event_type=mention.sub_event_type,
        when=mention.when,
        place=None,
        actors=mention.actors,
        recipients=mention.recipients,
        payload=payload,
        rule=mention.rule,
    )


def _group_of(actor: Actor) -> Known | None:
    """The actor of the tables that a mention is, or that the fighters it names belong to."""
    own = actor.actor_id or (actor.affiliation_id if actor.kind == "armed_group" else None)
    return known_actor(own) if own else None


def _quoted(text: str, quotes: Quotes, said: _Said) -> str | None:
    """The exact words inside quotation marks, of this speaker and in this sentence."""
    start, end = said.span
    words: list[str] = []
    for quote in quotes.touching(start, end):
        inside = any(s < quote.end and quote.start < e for s, e in said.quoted)
        piece = text[max(start, quote.start) : min(end, quote.end)].strip().strip("\"“”«»‘’'`").strip()
        if inside and piece:
            words.append(piece.rstrip(","))
    return " … ".join(words) or None


def _medium(text: str, said: _Said) -> str | None:
    if said.attribution.addressee and any(word[:1].isupper() for word in said.attribution.addressee.split()):
        return said.attribution.addressee
    found = _MEDIUM.search(text, *said.span)
    return found.group() if found else None


def _condition(text: str, said: _Said) -> str | None:
    found = _CONDITION.search(text, *said.span)
    return found.group().strip(" ,") if found else None


def _addressees(reading: Reading, said: _Said) -> tuple[Actor, ...]:
    told = said.attribution.addressee
    start, end = said.span
    if told is None:
        return ()
    at = reading.document.text.find(told, start, end)
    return tuple(actor for actor in reading.actors if at >= 0 and at <= actor.start < at + len(told))


def _when(reading: Reading, said: _Said) -> When:
    """The day of the saying: an expression of time in its sentence that is no part of what is said."""
    start, end = said.span
    for timex in reading.timexes:
        inside = any(s <= timex.start < e for s, e in said.attribution.content)
        if start <= timex.start < end and not inside and timex.prec == 1:
            text = reading.document.text[timex.start : timex.end]
            return When(timex.date_start, timex.date_end, timex.prec, text, timex.rule, timex.is_conflicting)
    return UNDATED
