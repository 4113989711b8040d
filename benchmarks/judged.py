"""Facts and claims of annotated articles, each with how it was read and whether it is right.

What belongs here: what `right` means on each of the evaluation corpora, by their own scorers.  Not here: fitting (calibrate.py).

A fact is right where the corpus' scorer aligns it with an annotated one and all that makes it complete is right.  A claim is
right where its fact is aligned and nothing that its one sentence states is wrong.
Beat: the key fields of the scorer's `complete`.  MUC-4: type, date and place at least in part, the killed and injured exactly;
battles that no template covers are not judged, since its key holds attacks alone.  ucdp_pak, gva_*: of the article's main
incident the day within one, the killed, and the state where one is stated; the others are not judged.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from pipelines.clean.written import read_day
from pipelines.errors import EnvironmentProblem
from pipelines.extract.article import analyse
from pipelines.extract.confidence import Level, alone, features
from pipelines.extract.document import Article
from pipelines.extract.mentions import Fact, Found
from pipelines.extract.record import RECORD_LISTS, fact_record, record

# So many articles of each corpus, that none outweighs the others.
MOST = 600
# Of other news than the beat only incidents are annotated.
_EVENTS = {
    "ucdp_pak": ("ucdp_pak/dev.jsonl",),
    "gva": ("gva_gvc/dev.jsonl", "gva_gvc/train.jsonl", "gva_large/dev.jsonl"),
}
_MUC4 = ("muc4/dev.jsonl", "muc4/train.jsonl")
# Lists of the beat's annotation: a claim that names one of two parties is not wrong.
_LISTED = {"parties": "parties", "mediators": "mediators", "brokered_by": "brokers"}


@dataclass(frozen=True)
class Judged:
    """One fact or claim.  story: what it must not be divided from when some are held out."""

    corpus: str
    story: str
    kind: str
    level: Level
    rule: str
    told: dict[str, float]
    is_right: bool


@dataclass(frozen=True)
class _Read:
    row: dict[str, Any]
    text: str
    found: dict[str, Found]
    record: dict[str, Any]

    def judged(
        self, corpus: str, kind: str, fact: Fact, *, is_right: bool, claims: Sequence[bool | None]
    ) -> Iterator[Judged]:
        n = len(self.found[kind].facts)
        story = str(self.row.get("cluster") or self.row.get("id"))
        yield Judged(corpus, story, kind, "fact", fact.rule, features(fact, fact, self.text, n), is_right)
        for mention, claim_is_right in zip(fact.mentions, claims, strict=True):
            if claim_is_right is not None:
                told = features(alone(mention), fact, self.text, n)
                yield Judged(corpus, story, kind, "claim", mention.rule, told, claim_is_right)


def judged(folder: Path) -> Iterator[Judged]:
    """Everything that can be judged.  folder: the one that holds the corpora (`data`), `evaluate.py` and `scorers`."""
    if not (folder / "evaluate.py").is_file():
        raise EnvironmentProblem(
            f"{folder} is not the folder of the evaluation corpora",
            expected="a folder with evaluate.py, scorers/ and data/",
            cure="give the folder that evaluate.py lies in",
        )
    sys.path[:0] = [str(folder), str(folder / "scorers")]
    yield from _beat(folder / "data" / "beat")
    yield from _muc4([folder / "data" / name for name in _MUC4])
    for corpus, names in _EVENTS.items():
        yield from _events(corpus, [folder / "data" / name for name in names])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _sample(paths: list[Path]) -> list[dict[str, Any]]:
    """Articles of a corpus in an order that is always the same and follows nothing in them."""
    rows = [row for path in paths for row in _rows(path)]
    return sorted(rows, key=lambda row: (crc32(str(row["id"]).encode()), row["id"]))[:MOST]


def _read(row: dict[str, Any]) -> _Read:
    text = row["text"] or row.get("title") or ""
    day = read_day((row.get("date") or row.get("published") or "")[:10])
    analysis = analyse(Article(str(row["id"]), text, row.get("title"), day))
    return _Read(row, text, analysis.found, record(analysis))


# --- the beat: every kind ---------------------------------------------------------------------------------------------


def _beat(folder: Path) -> Iterator[Judged]:
    scorer = importlib.import_module("score_beat")
    articles = {row["id"]: row for row in _rows(folder / "articles.jsonl")}
    for gold in _rows(folder / "gold.jsonl"):
        read = _read(articles[gold["article_id"]])
        for kind, name in RECORD_LISTS.items():
            if kind == "statement" and gold.get("annotation") == "core_only":
                continue
            pairs = scorer.align(name, read.text, gold[name], read.record[name])
            matched = {j: (gold[name][i], fields) for i, j, fields in pairs}
            for j, fact in enumerate(read.found[kind].facts):
                annotated, fields = matched.get(j, (None, {}))
                is_right = annotated is not None and all(fields[key] != 0 for key in scorer.KEY[name])
                claims = [
                    annotated is not None and _states_nothing_wrong(scorer, name, annotated, fact_record(alone(m)))
                    for m in fact.mentions
                ]
                yield from read.judged("beat", kind, fact, is_right=is_right, claims=claims)


def _states_nothing_wrong(scorer: Any, name: str, gold: dict[str, Any], claim: dict[str, Any]) -> bool:
    fields = scorer.fields(name, gold, claim)
    stated = scorer.fields(name, defaultdict(lambda: None), claim)
    for key in scorer.KEY[name]:
        if key in _LISTED:
            if not all(scorer.same_name(x, gold[_LISTED[key]] or []) for x in claim[key]):
                return False
        elif stated[key] == 0 and fields[key] == 0:
            return False
    return True


# --- other news: incidents --------------------------------------------------------------------------------------------


def _muc4(paths: list[Path]) -> Iterator[Judged]:
    scorer, evaluate = importlib.import_module("score_muc4"), importlib.import_module("evaluate")
    for row in _sample(paths):
        read = _read(row)
        found, gold = evaluate.as_muc(read.record), row["templates"]
        agreement = [
            [scorer.score_pair(p, g, scorer.new()) + 1e-6 if scorer.allowed(p, g) else None for g in gold]
            for p in found
        ]
        matched = scorer.assign(agreement)
        for j, fact in enumerate(read.found["incident"].facts):
            if j not in matched:
                if fact.event_type != "Battles":
                    yield from read.judged(
                        "muc4", "incident", fact, is_right=False, claims=[False] * len(fact.mentions)
                    )
                continue
            template = gold[matched[j]]
            claims = [
                not _wrong_of_template(scorer, evaluate.as_muc({"incidents": [fact_record(alone(m))]})[0], template)
                for m in fact.mentions
            ]
            is_right = not _wrong_of_template(scorer, found[j], template, is_missing_wrong=True)
            yield from read.judged("muc4", "incident", fact, is_right=is_right, claims=claims)


def _wrong_of_template(
    scorer: Any, found: dict[str, Any], gold: dict[str, Any], *, is_missing_wrong: bool = False
) -> bool:
    """Whether a slot is wrong, or, of a fact, left open though the key fills it."""
    compare = {"type": scorer.type_m, "date": scorer.date_m, "location": scorer.loc_m}
    for slot, agree in compare.items():
        if (
            gold.get(slot)
            and (found[slot] or is_missing_wrong)
            and not (found[slot] and agree(found[slot], gold[slot]))
        ):
            return True
    for slot in ("killed", "injured"):
        key = (gold.get("casualties") or {}).get(slot)
        is_judged = key and not key.get("ambiguous") and (found[slot] or is_missing_wrong)
        if is_judged and not (found[slot] and found[slot]["low"] == key["low"]):
            return True
    return False


def _events(corpus: str, paths: list[Path]) -> Iterator[Judged]:
    scorer, evaluate = importlib.import_module("score_events"), importlib.import_module("evaluate")
    for row in _sample(paths):
        gold = row.get("gold")
        # A day that the annotators did not know decides nothing.
        if not gold or not gold.get("date") or gold.get("date_prec", 1) > 1:
            continue
        read = _read(row)
        if not read.record["incidents"]:
            continue
        main = read.record["incidents"].index(evaluate.lead_incident(read.record))
        fact = read.found["incident"].facts[main]
        claims = [_event_claim(scorer, fact_record(alone(m)), gold) for m in fact.mentions]
        is_right = not _wrong_of_event(scorer, _told(fact_record(fact)), gold, is_missing_wrong=True)
        yield from read.judged(corpus, "incident", fact, is_right=is_right, claims=claims)


def _told(found: dict[str, Any]) -> dict[str, Any]:
    start, place = found["date_start"], found["location"] or {}
    day = start if start and len(start) == 10 else None
    return {"killed": found["killed_low"], "incident_date": day, "state": place.get("admin1")}


def _event_claim(scorer: Any, found: dict[str, Any], gold: dict[str, Any]) -> bool | None:
    """Whether a claim is right; None where it states nothing that the annotators coded."""
    told = _told(found)
    return None if all(value is None for value in told.values()) else not _wrong_of_event(scorer, told, gold)


def _wrong_of_event(scorer: Any, told: dict[str, Any], gold: dict[str, Any], *, is_missing_wrong: bool = False) -> bool:
    score = scorer.facts([(gold, told)])
    within = score["killed"].get("stated within [low,high]")
    killed = within if within is not None else score["killed"]["exact"]
    return bool(
        (killed < 100 and (told["killed"] is not None or is_missing_wrong))
        or (score["date"]["within1day"] < 100 and (told["incident_date"] or is_missing_wrong))
        or (told["state"] and score["state"]["acc"] is not None and score["state"]["acc"] < 100)
    )
