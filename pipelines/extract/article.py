"""One article read whole: every family run over one reading, its facts turned into claims and into the analysis record.

What belongs here: the order of reading, claim rows, fact rows, the record of `factwire extract`.  Not here: rules of a
family (its own file), linking across articles (dbt), writing (assets/, cli.py).
"""

from __future__ import annotations

import calendar
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from pipelines import ids
from pipelines.errors import DataProblem
from pipelines.extract.actors.find import Actor
from pipelines.extract.attribution.tagger import plugged_in
from pipelines.extract.borders import find_borders
from pipelines.extract.ceasefires import find_ceasefires
from pipelines.extract.confidence import of_claim, of_fact
from pipelines.extract.deportations.find import find_deportations
from pipelines.extract.document import Article, model_version, parse
from pipelines.extract.incidents.find import find_incidents
from pipelines.extract.mentions import Fact, Found, Mention, Reading, When, read
from pipelines.extract.payloads import PAYLOADS, VOCABULARIES
from pipelines.extract.places.find import Place
from pipelines.extract.statements.find import find_statements
from pipelines.extract.talks.find import find_talks
from pipelines.extract.wording import words_of_article, words_of_sentences

FAMILIES: dict[str, Callable[[Reading], Found]] = {
    "incident": find_incidents,
    "talks": find_talks,
    "ceasefire": find_ceasefires,
    "deportation": find_deportations,
    "border_status": find_borders,
    "statement": find_statements,
}
# The list of the analysis record that holds each kind (shared names of the scorers' contract).
RECORD_LISTS = {
    "incident": "incidents",
    "talks": "talks",
    "deportation": "deportations",
    "ceasefire": "ceasefires",
    "border_status": "border_changes",
    "statement": "statements",
}
EMPTY_RECORD: dict[str, list[Any]] = {"timexes": [], "places": [], "attributions": []} | {
    name: [] for name in RECORD_LISTS.values()
}
# spaCy refuses longer texts: its parser's memory grows with them.
MAX_CHARS = 1_000_000

_PROJECT = Path(__file__).resolve().parents[2]
_READING = (_PROJECT / "pipelines" / "extract", _PROJECT / "pipelines" / "clean")
_SEEDS = ("actors.csv", "actor_aliases.csv", "actor_roles.csv", "places.csv")


@cache
def extractor_version() -> str:
    """Hash over the code and the data that reading rests on, and the models: another hash re-reads every article."""
    files = sorted(path for folder in _READING for path in folder.rglob("*") if path.suffix in {".py", ".yml"})
    files += [_PROJECT / "dbt_project" / "seeds" / name for name in _SEEDS]
    tagger = plugged_in()
    state = hashlib.sha256(model_version().encode() + (tagger.digest.encode() if tagger else b""))
    for path in files:
        state.update(path.relative_to(_PROJECT).as_posix().encode())
        state.update(path.read_bytes())
    return state.hexdigest()[:12]


@dataclass(frozen=True)
class Analysis:
    """Everything read from one article."""

    reading: Reading
    found: dict[str, Found]

    @property
    def facts(self) -> Iterator[Fact]:
        for found in self.found.values():
            yield from found.facts


def analyse(article: Article) -> Analysis:
    """Read one article.  Raises DataProblem where it is too long to be one."""
    if len(article.text) > MAX_CHARS:
        raise DataProblem(
            f"article {article.id} has {len(article.text):,} characters",
            expected=f"at most {MAX_CHARS:,}",
            cure="split the file into its articles and deliver those",
        )
    reading = read(parse(article))
    found = {kind: find(reading) for kind, find in FAMILIES.items()}
    for kind, family in found.items():
        _refuse_undeclared(kind, family)
    return Analysis(reading, found)


def _refuse_undeclared(kind: str, found: Found) -> None:
    payloads = [fact.payload for fact in found.facts]
    payloads += [mention.payload for fact in found.facts for mention in fact.mentions]
    payloads += [mention.payload for mention in found.loose]
    unknown = {key for payload in payloads for key in payload} - set(PAYLOADS[kind])
    foreign = sorted(
        f"{field}={payload[field]}"
        for (of_kind, field), values in VOCABULARIES.items()
        if of_kind == kind
        for payload in payloads
        if payload.get(field) is not None and payload[field] not in values
    )
    crossed = sorted(
        f"{field}={[payload.get(f'{field}_{bound}') for bound in ('low', 'best', 'high')]}"
        for field in ("killed", "injured", "count")
        for payload in payloads
        if not _is_ordered([payload.get(f"{field}_{bound}") for bound in ("low", "best", "high")])
    )
    if crossed:
        raise DataProblem(
            f"the {kind} rules gave bounds that cross: {', '.join(crossed)}",
            expected="low ≤ best ≤ high",
            cure="mend the rule that merged them",
        )
    if foreign:
        raise DataProblem(
            f"the {kind} rules gave {', '.join(foreign)}",
            expected="a value of its vocabulary in pipelines/extract/payloads.py",
            cure="mend the rule, or leave the field out where the text does not say",
        )
    if unknown:
        raise DataProblem(
            f"the {kind} rules filled {', '.join(sorted(unknown))}",
            expected="fields of pipelines/extract/payloads.py",
            cure="declare the field there and read it in dbt, or drop it from the rule",
        )


def _is_ordered(bounds: list[int | None]) -> bool:
    known = [bound for bound in bounds if bound is not None]
    return known == sorted(known)


# --- the analysis record of `factwire extract` -------------------------------------------------------------------


def record(analysis: Analysis) -> dict[str, Any]:
    """The analysis as one JSON-able record: offsets, substrate and the six fact lists."""
    reading = analysis.reading
    return {
        "id": reading.document.article.id,
        "timexes": [
            {
                "start": t.start,
                "end": t.end,
                "type": t.type,
                "value": t.value,
                "date_start": _iso(t.date_start),
                "date_end": _iso(t.date_end),
            }
            for t in reading.timexes
        ],
        "places": [_place_record(p) for p in reading.places],
        "attributions": [
            {
                "source": [list(s) for s in a.source],
                "cue": [list(s) for s in a.cue],
                "content": [list(s) for s in a.content],
                "speaker": a.speaker.name if a.speaker else None,
                "stance": a.stance,
            }
            for a in reading.attributions
        ],
    } | {RECORD_LISTS[kind]: [fact_record(fact) for fact in found.facts] for kind, found in analysis.found.items()}


def _place_record(place: Place) -> dict[str, Any]:
    return {
        "start": place.start,
        "end": place.end,
        "name": place.name or place.text,
        "geonameid": place.geonameid,
        "country": place.country,
        "iso3": place.iso3,
        "admin1": place.admin1,
        "lat": place.latitude,
        "lon": place.longitude,
    }


_RECORD_FIELDS = {
    "incident": (
        "perpetrator_individuals perpetrator_organizations physical_targets victims killed_low killed_high injured_low "
        "injured_high killed_attackers casualty_scope attributed_to denied_by responsibility_status"
    ).split(),
    "talks": ["round_no", "venue", "outcome"],
    "deportation": "measure count_low count_high approximator is_cumulative from_country to_country authority".split(),
    "ceasefire": ["event"],
    "border_status": ["crossing", "status", "traffic_class", "by_actor"],
    "statement": ["statement_type", "about", "quote_text"],
}
_LIST_FIELDS = frozenset(
    "perpetrator_individuals perpetrator_organizations physical_targets victims attributed_to denied_by about".split()
)


def fact_record(fact: Fact) -> dict[str, Any]:
    start, end = iso_interval(fact.when)
    who, whom = [a.name for a in fact.actors], [a.name for a in fact.recipients]
    out: dict[str, Any] = {
        name: fact.payload.get(name, [] if name in _LIST_FIELDS else None) for name in _RECORD_FIELDS[fact.kind]
    }
    if fact.kind == "incident":
        out |= {"event_type": fact.event_type, "sub_event_type": fact.sub_event_type, "date_prec": fact.when.prec}
        out |= {"date_start": start, "date_end": end, "actor1": who, "actor2": whom}
        out["location"] = _location(fact.place)
    elif fact.kind == "talks":
        out |= {"date_start": start, "date_end": end, "parties": who, "mediators": whom}
    elif fact.kind == "deportation":
        out |= {"window_start": start, "window_end": end}
    elif fact.kind == "ceasefire":
        out |= {"date_start": start, "date_end": end, "parties": who, "brokered_by": whom}
    elif fact.kind == "border_status":
        # The record has one day for a change: a week it happened in is no day.
        out |= {"date_start": start if fact.when.prec == 1 else None}
    else:
        out |= {"speaker": who[0] if who else None, "speaker_role": fact.actors[0].role if fact.actors else None}
    return out | {"evidence": [list(span) for span in dict.fromkeys(m.span for m in fact.mentions)]}


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    names = ("name", "admin1", "country", "iso3")
    return {n: getattr(place, n) for n in names} | {
        "name": place.name or place.text,
        "lat": place.latitude,
        "lon": place.longitude,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def iso_interval(when: When) -> tuple[str | None, str | None]:
    """Both ends as ISO days, or as `YYYY-MM` or `YYYY` where the text says no more than a month or a year."""
    start, end = when.start, when.end
    if start and start.day == 1 and when.prec == 5 and start.month == 1:
        whole_years = end is None or (end.month, end.day) == (12, 31)
        return str(start.year), str(end.year) if end and whole_years else _iso(end)
    if start and end and when.prec == 4 and start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        return f"{start:%Y-%m}", f"{end:%Y-%m}"
    return _iso(start), _iso(end)


# --- rows of staging.claims and staging.article_facts -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Job:
    """One article version to read."""

    article_id: str
    version: int
    title: str | None
    published_on: date | None
    text: str
    recorded_at: datetime


@dataclass(frozen=True)
class Rows:
    """Rows of one article version, ready for `Table.frame`; `error` says why there are none."""

    claims: list[dict[str, object]]
    facts: list[dict[str, object]]
    error: str | None = None


def read_job(job: Job) -> Rows:
    """Read one article version; a text that cannot be read gives its error, never an exception."""
    article = Article(job.article_id, job.text, job.title, job.published_on)
    try:
        return rows(analyse(article), version=job.version, recorded_at=job.recorded_at)
    except DataProblem as problem:
        return Rows([], [], str(problem))
    except Exception as error:  # noqa: BLE001  (one article that trips a rule must not cost the others)
        return Rows([], [], f"{type(error).__name__}: {error}")


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

    def claim_row(
        self,
        mention: Mention,
        claim_id: str,
        whole: Fact | None = None,
        fact_id: str | None = None,
        target: str | None = None,
    ) -> dict[str, object]:
        sentence = self.document.sentence_at(mention.trigger[0])
        speaker = _speaker(mention)
        said = mention.attribution
        return (
            {
                "claim_id": claim_id,
                "article_fact_id": fact_id,
                "article_id": self.article.id,
                "version": self.version,
                "sentence_id": ids.sentence_id(self.article.id, self.version, sentence.number),
                "char_start": sentence.start,
                "char_end": sentence.end,
                "quote": self.article.text[sentence.start : sentence.end],
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
                "char_start": self.document.sentence_at(first.trigger[0]).start,
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
