"""Statements: what parties, officials, groups and agencies say on the matter of the beat, one per speaker and sentence.

What belongs here: which attributions are statements, and the fact made of one: exact words, medium, day, addressees, condition.
Not here: who says what (attribution/find.py), the type (types.py), whom it is about (about.py), nor what the words assert (the
other families).  Words are data: lexicon/statement_types.yml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import Any

from spacy.tokens import Token

from pipelines.extract.actors.model import Actor
from pipelines.extract.actors.tables import Known, known_actor
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.attribution.quotes import Quotes, find_quotes
from pipelines.extract.forms import lemmas_in
from pipelines.extract.mentions import UNDATED, Fact, Found, Mention, Reading, When
from pipelines.extract.statements.about import about_whom, addressees, with_counterparts
from pipelines.extract.statements.acts import Act, Said
from pipelines.extract.statements.commitments import condition_of
from pipelines.extract.statements.sides import SIDES
from pipelines.extract.statements.types import type_of
from pipelines.extract.statements.words import words

_MEDIUM = re.compile(
    r"\b(?:in|during|at|on|via|through) (?:an? |the |his |her |their |its )?(?:\w+ ){0,2}"
    r"(?:press (?:briefing|conference)|news (?:briefing|conference)|interview|statement|post|tweet|briefing|speech|address"
    r"|letter|communiqué|parliament|X|Twitter|Facebook|Telegram)\b"
)
# Frames that report a thought or an expectation, not an utterance.
_SILENT_RULES = frozenset(("attribution.raising", "attribution.adverb", "attribution.passive"))
_CONTENT_POS = frozenset(("NOUN", "VERB", "PROPN", "ADJ"))
_NOBODY = frozenset(("no", "none", "nobody", "neither"))
# Characters of a sentence without the cue below which it says too little to stand alone.
_FEW = 15


def find_statements(reading: Reading) -> Found:
    """Statements of one article: one fact per sentence and speaker."""
    if not _is_on_matter(reading):
        return Found(())
    quotes = find_quotes(reading.document.text)
    said: dict[tuple[int, str], list[Said]] = {}
    for act in _acts(reading, quotes):
        kind = type_of(act)
        if kind is not None:
            key = act.sentence.number, act.speaker.actor_id or act.speaker.name.lower()
            said.setdefault(key, []).append(Said(act, kind, about_whom(act, kind)))
    chosen = [_strongest(group) for group in sorted(said.values(), key=_place)]
    return Found(tuple(_fact(reading, quotes, one) for one in with_counterparts(chosen)))


def may_be_on_matter(text: str) -> bool:
    """Whether the words of an article can be enough of conflict and diplomacy for what is said in it to count."""
    matter = words().matter
    lemmas = list(lemmas_in(text))
    met = [found for word in lemmas if (found := word & matter)]
    different = len(frozenset(chain.from_iterable(met)))
    return different >= words().matter_needed or len(met) >= words().matter_share * len(lemmas) > 0


def _is_on_matter(reading: Reading) -> bool:
    """Whether the article is about conflict or diplomacy: many of its words, or some of them and two sides."""
    matter, doc = words().matter, reading.document.doc
    met = [t.lemma_.lower() for t in doc if t.pos_ in _CONTENT_POS and _is_matter(t, matter)]
    if len(set(met)) >= words().matter_needed:
        return True
    actors = [a for a in reading.actors if a.sector in SIDES and a.confidence > 0.4]
    sides = {a.actor_id if a.kind == "armed_group" else a.iso3 for a in actors}
    return len(met) >= words().matter_share * len(doc) and len(sides - {None}) >= 2


def _is_matter(token: Token, matter: frozenset[str]) -> bool:
    return token.lemma_.lower() in matter or token.lower_ in matter


# -- acts of speech ----------------------------------------------------------------------------------------------------


def _acts(reading: Reading, quotes: Quotes) -> Iterable[Act]:
    """Every act of speech by a party, official, group or agency, sentence by sentence."""
    for attribution in reading.attributions:
        speaker = attribution.speaker
        if speaker is None or attribution.rule in _SILENT_RULES or not _speaks(speaker):
            continue
        if any(reading.document.text[start:end].split()[0].lower() in _NOBODY for start, end in attribution.source):
            continue
        yield from _by_sentence(reading, quotes, attribution, speaker)


def _speaks(speaker: Actor) -> bool:
    """Whether this is a party, an official, a group or an agency."""
    if speaker.sector is not None:
        return speaker.sector in words().speaker_sectors
    if speaker.kind in ("person", "pronoun"):
        return True
    return speaker.kind == "organization" or speaker.text.split()[-1].lower().rstrip("s") in words().speaker_nouns


def _by_sentence(reading: Reading, quotes: Quotes, attribution: Attribution, speaker: Actor) -> Iterable[Act]:
    """The sentences an attribution covers."""
    document = reading.document
    numbers = {
        number
        for start, end in (*attribution.cue, *attribution.content)
        for number in range(document.sentence_at(start).number, document.sentence_at(max(start, end - 1)).number + 1)
    }
    for number in sorted(numbers):
        sentence = document.sentences[number]
        if sentence.is_boilerplate:
            continue
        pieces = tuple(
            (max(start, sentence.start), min(end, sentence.end))
            for start, end in attribution.content
            if start < sentence.end and end > sentence.start
        )
        has_cue = any(sentence.start <= start < sentence.end for start, _ in attribution.cue)
        if pieces and (has_cue or sum(end - start for start, end in pieces) >= _FEW):
            yield Act(reading, attribution, speaker, sentence, quotes, pieces, has_cue)


# -- the fact ----------------------------------------------------------------------------------------------------------


def _place(group: list[Said]) -> tuple[int, int]:
    """Where a group of acts of speech stands: its sentence, and its first cue."""
    cues = (start for one in group for start, _ in one.act.attribution.cue)
    return group[0].act.sentence.number, min(cues, default=0)


def _strongest(group: list[Said]) -> Said:
    """Where one speaker does several things in one sentence, the weightiest of them, with all its words."""
    rank = words().rank
    first = min(group, key=lambda one: rank[one.kind])
    about = first.about or next((one.about for one in group if one.about), ())
    return replace(first, about=about, quoted=tuple(span for one in group for span in one.act.attribution.content))


def _fact(reading: Reading, quotes: Quotes, said: Said) -> Fact:
    text, about, attribution = reading.document.text, said.about, said.act.attribution
    told = addressees(said.act)
    payload: dict[str, Any] = {
        "statement_type": said.kind,
        "plover_event": words().plover[said.kind],
        "about": [known.name if (known := _group_of(actor)) else actor.name for actor in about],
        "about_ids": [known.actor_id for actor in about if (known := _group_of(actor))],
        "quote_text": _quoted(text, quotes, said),
        "medium": _medium(text, said, told),
        "condition_text": _condition(text, said),
    }
    mention = Mention(
        kind="statement",
        fact_kind="statement",
        span=said.span,
        trigger=attribution.cue[0] if attribution.cue else said.span,
        event_type=said.kind,
        sub_event_type=words().plover[said.kind],
        when=_when(reading, said),
        place=None,
        actors=(said.speaker,),
        recipients=told,
        payload=payload,
        attribution=attribution,
        stance=attribution.stance,
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


def _quoted(text: str, quotes: Quotes, said: Said) -> str | None:
    """The exact words inside quotation marks, of this speaker and in this sentence."""
    start, end = said.span
    exact: list[str] = []
    for quote in quotes.touching(start, end):
        inside = any(s < quote.end and quote.start < e for s, e in said.quoted)
        piece = text[max(start, quote.start) : min(end, quote.end)].strip().strip("\"“”«»‘’'`").strip()
        if inside and piece:
            exact.append(piece.rstrip(","))
    return " … ".join(exact) or None


def _medium(text: str, said: Said, told: tuple[Actor, ...]) -> str | None:
    """Where it was said: to a paper or a station, else in an interview, at a briefing, …"""
    addressee = said.act.attribution.addressee
    if addressee and any(word[:1].isupper() for word in addressee.split()) and not any(a.sector in SIDES for a in told):
        return addressee
    found = _MEDIUM.search(text, *said.span)
    return found.group() if found else None


def _condition(text: str, said: Said) -> str | None:
    found = condition_of(said.act, said.quoted)
    return text[slice(*found)].strip(" ,") if found else None


def _when(reading: Reading, said: Said) -> When:
    """The day of the saying: an expression of time in its sentence that is no part of what is said."""
    start, end = said.span
    for timex in reading.timexes:
        inside = any(s <= timex.start < e for s, e in said.act.attribution.content)
        if start <= timex.start < end and not inside and timex.prec == 1:
            text = reading.document.text[timex.start : timex.end]
            return When(timex.date_start, timex.date_end, timex.prec, text, timex.rule, timex.is_conflicting)
    return UNDATED
