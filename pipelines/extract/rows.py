"""The analysis of one article as rows of staging.claims and staging.article_facts.

What belongs here: ids, which side a speaker is of, what a row holds.  Not here: reading (article.py), columns and their types
(schemas.py), writing (assets/claims.py).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines import ids
from pipelines.errors import DataProblem
from pipelines.extract.actors.find import Actor
from pipelines.extract.article import Analysis, analyse_told
from pipelines.extract.confidence import of_claim, of_fact
from pipelines.extract.coverage import is_on_beat
from pipelines.extract.document import Article
from pipelines.extract.mentions import Fact, Mention, When
from pipelines.extract.places.find import Place
from pipelines.extract.version import extractor_version
from pipelines.extract.wording import words_of_article, words_of_sentences

LOST = "the process that read it ended each time: it ran out of memory, or was killed"


@dataclass(frozen=True, slots=True)
class Job:
    """One article version to read.  countries: of which it must name something to be read; none, and it is read."""

    article_id: str
    version: int
    title: str | None
    published_on: date | None
    text: str
    recorded_at: datetime
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rows:
    """Rows of one article version, ready for `Table.frame`; `error` or `is_off_beat` say why there are none."""

    claims: list[dict[str, object]]
    facts: list[dict[str, object]]
    error: str | None = None
    is_off_beat: bool = False


def read_job(job: Job) -> Rows:
    """Read one article version; a text that cannot be read gives its error, never an exception."""
    article = Article(job.article_id, job.text, job.title, job.published_on)
    try:
        if job.countries and not is_on_beat(article, job.countries):
            return Rows([], [], is_off_beat=True)
        analysis = analyse_told(article)
        return rows(analysis, version=job.version, recorded_at=job.recorded_at) if analysis else Rows([], [])
    except DataProblem as problem:
        return Rows([], [], str(problem))
    except Exception as error:  # noqa: BLE001  (one article that trips a rule must not cost the others)
        return Rows([], [], f"{type(error).__name__}: {error}")


def lost_job(_: Job) -> Rows:
    """What is stored of an article whose every reader ended while it read it."""
    return Rows([], [], LOST)


def rows(analysis: Analysis, *, version: int, recorded_at: datetime) -> Rows:
    """Claims and facts of one article version, in order of the text."""
    books = _Books(analysis, version, recorded_at)
    out = Rows([], [])
    for kind, found in analysis.found.items():
        fact_ids: list[str] = []
        main = min(found.facts, key=_first_told, default=None)
        for fact in found.facts:
            mentions = sorted(fact.mentions, key=lambda m: m.trigger)
            claim_ids = [books.claim_id(m) for m in mentions]
            fact_id = ids.article_fact_id(books.article.id, kind, claim_ids[0])
            fact_ids.append(fact_id)
            target = next((c for c, m in zip(claim_ids, mentions, strict=True) if m.stance == "asserts"), None)
            for claim, mention in zip(claim_ids, mentions, strict=True):
                opposes = mention.stance in {"denies", "confirms"} and target != claim
                out.claims.append(books.claim_row(mention, claim, fact, fact_id, target if opposes else None))
            out.facts.append(books.fact_row(fact, fact_id, claim_ids[0], mentions[0], is_main=fact is main))
        for row in out.facts:
            _name_the_whole(row, kind, fact_ids)
        out.claims.extend(books.claim_row(m, books.claim_id(m)) for m in found.loose)
    return out


def _first_told(fact: Fact) -> tuple[int, int]:
    return min(mention.trigger for mention in fact.mentions)


def _name_the_whole(row: dict[str, object], kind: str, fact_ids: list[str]) -> None:
    """Turn `part_of` from an index among the article's facts into the id of that fact."""
    payload = json.loads(str(row["payload"]))
    if row["fact_kind"] == kind and isinstance(payload.get("part_of"), int):
        payload["part_of"] = fact_ids[payload["part_of"]]
        row["payload"] = _json(payload)


def _json(payload: dict[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, default=str)


class _Books:
    """What every row of one article shares, and the counter that keeps claim ids apart."""

    def __init__(self, analysis: Analysis, version: int, recorded_at: datetime) -> None:
        self.article = analysis.reading.document.article
        self.document = analysis.reading.document
        self.version = version
        self.recorded_at = recorded_at
        self.sides = _sides(analysis)
        self.n_of_kind = {kind: len(found.facts) for kind, found in analysis.found.items()}
        self._seen: Counter[str] = Counter()

    def claim_id(self, mention: Mention) -> str:
        sentence = self._sentence_id(mention)
        speaker = _speaker(mention)
        parts = (sentence, mention.kind, *mention.trigger, speaker.name if speaker else None)
        key = ids.claim_id(*parts)
        self._seen[key] += 1
        return key if self._seen[key] == 1 else ids.claim_id(*parts, detail=str(self._seen[key]))

    def _sentence_id(self, mention: Mention) -> str:
        return ids.sentence_id(self.article.id, self.version, self.document.sentence_at(mention.trigger[0]).number)

    def _start_of(self, mention: Mention) -> int:
        sentence = self.document.sentence_at(mention.trigger[0])
        return self.document.repaired.delivered(sentence.start, sentence.end)[0]

    def claim_row(
        self,
        mention: Mention,
        claim_id: str,
        whole: Fact | None = None,
        fact_id: str | None = None,
        target: str | None = None,
    ) -> dict[str, object]:
        sentence = self.document.sentence_at(mention.trigger[0])
        start, end = self.document.repaired.delivered(sentence.start, sentence.end)
        speaker = _speaker(mention)
        said = mention.attribution
        return (
            {
                "claim_id": claim_id,
                "article_fact_id": fact_id,
                "article_id": self.article.id,
                "version": self.version,
                "sentence_id": ids.sentence_id(self.article.id, self.version, sentence.number),
                "char_start": start,
                "char_end": end,
                "quote": self.document.repaired.source[start:end],
                "claim_kind": mention.kind,
                "event_type": mention.event_type,
                "sub_event_type": mention.sub_event_type,
                "reporting_verb": said.verb if said else None,
                "speaker_id": speaker.actor_id if speaker else None,
                "speaker": speaker.name if speaker else None,
                "speaker_role": speaker.role if speaker else None,
                "speaker_side": self._side(speaker),
                "voice": said.voice if said else "reporter",
                "stance": mention.stance,
                "modality": mention.modality,
                "target_claim_id": target,
                "actors": [_actor_row(a) for a in mention.actors],
                "recipients": [_actor_row(a) for a in mention.recipients],
                "payload": _json(mention.payload),
            }
            | _time_row(mention.when)
            | _place_row(mention.place)
            | self._books(of_claim(mention, whole, self.article.text, self.n_of_kind[mention.fact_kind]), mention.rule)
        )

    def fact_row(
        self, fact: Fact, fact_id: str, first_claim: str, first: Mention, *, is_main: bool
    ) -> dict[str, object]:
        return (
            {
                "article_fact_id": fact_id,
                "fact_kind": fact.kind,
                "article_id": self.article.id,
                "version": self.version,
                "first_claim_id": first_claim,
                "char_start": self._start_of(first),
                "event_type": fact.event_type,
                "sub_event_type": fact.sub_event_type,
                # Known actors first: an organisation says more than "two gunmen".
                "actors": [_actor_row(a) for a in sorted(fact.actors, key=lambda a: a.actor_id is None)],
                "recipients": [_actor_row(a) for a in sorted(fact.recipients, key=lambda a: a.actor_id is None)],
                "payload": _json(fact.payload),
                "is_main": is_main,
                "words": self._words(fact, is_main=is_main),
            }
            | _time_row(fact.when)
            | _place_row(fact.place)
            | self._books(of_fact(fact, self.article.text, self.n_of_kind[fact.kind]), fact.rule)
        )

    def _words(self, fact: Fact, *, is_main: bool) -> list[dict[str, object]]:
        """Incidents are compared by their words; every other kind is told apart by its fields alone."""
        if fact.kind != "incident":
            return []
        spans = (mention.span for mention in fact.mentions)
        counts = words_of_article(self.document) if is_main else words_of_sentences(self.document, spans)
        return [{"word": word, "n": n} for word, n in counts.items()]

    def _books(self, confidence: float, rule: str) -> dict[str, object]:
        return {
            "confidence": round(confidence, 3),
            "rule_id": rule,
            "extractor_version": extractor_version(),
            "recorded_at": self.recorded_at,
        }

    def _side(self, speaker: Actor | None) -> str:
        if speaker is None:
            return "unknown"
        by_sector = {"IGO": "un_agency", "MED": "media"}
        if speaker.sector in by_sector:
            return by_sector[speaker.sector]
        return self.sides.get(speaker.iso3 or "", "third_party" if speaker.iso3 else "unknown")


def _sides(analysis: Analysis) -> dict[str, str]:
    """Country → side in this article: the two countries most often party to its facts, and those that mediate."""
    parties: Counter[str] = Counter()
    mediators: set[str] = set()
    for fact in analysis.facts:
        is_mediated = fact.kind in {"talks", "ceasefire"}
        if fact.kind in {"incident", "talks", "ceasefire"}:
            parties.update({a.iso3 for a in fact.actors if a.iso3})
        if is_mediated:
            mediators.update(a.iso3 for a in fact.recipients if a.iso3)
    leading = sorted(iso3 for iso3, _ in sorted(parties.items(), key=lambda item: (-item[1], item[0]))[:2])
    sides = dict.fromkeys(sorted(mediators), "mediator")
    return sides | dict(zip(leading, ("side_a", "side_b"), strict=False))


def _speaker(mention: Mention) -> Actor | None:
    if mention.kind == "statement":
        return mention.actors[0] if mention.actors else None
    return mention.attribution.speaker if mention.attribution else None


def _actor_row(actor: Actor) -> dict[str, object]:
    return {n: getattr(actor, n) for n in ("actor_id", "name", "iso3", "sector", "inter")}


def _time_row(when: When) -> dict[str, object]:
    return {
        "date_start": when.start,
        "date_end": when.end,
        "date_prec": when.prec,
        "date_text": when.text,
        "date_rule": when.rule,
        "has_date_conflict": when.is_conflicting,
    }


def _place_row(place: Place | None) -> dict[str, object]:
    names = (
        "place_id feature_code admin1 admin2 country iso3 latitude longitude geonameid is_crossing where_prec".split()
    )
    row: dict[str, object] = {n: getattr(place, n) if place else None for n in names}
    return row | {
        "place_text": place.text if place else None,
        "place_name": (place.name or place.text) if place else None,
    }
