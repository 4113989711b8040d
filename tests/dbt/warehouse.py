"""A small warehouse for the tests of the dbt project: rows of staging in, a dbt build, rows of the marts out.

What belongs here: short ways to write articles, claims and article facts, and to run dbt in this process.
Not here: what the marts must say (test_*.py).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult

from pipelines import ids, schemas
from pipelines.ingest.sources import Provisional

PROJECT = Path(__file__).parents[2] / "dbt_project"
READ_AT = datetime(2025, 11, 10, 6, 0, tzinfo=UTC)
VERSION = "test-1"

PAKISTAN = {"actor_id": "pak-gov", "name": "Pakistan", "iso3": "PAK", "sector": "GOV", "inter": 1}
TALIBAN = {"actor_id": "afg-taliban-gov", "name": "Taliban government", "iso3": "AFG", "sector": "GOV", "inter": 1}
QATAR = {"actor_id": "qat-gov", "name": "Qatar", "iso3": "QAT", "sector": "GOV", "inter": 1}
TURKEY = {"actor_id": "tur-gov", "name": "Turkey", "iso3": "TUR", "sector": "GOV", "inter": 1}
GUNMEN = {"actor_id": None, "name": "gunmen", "iso3": None, "sector": None, "inter": 3}
NOBODY: list[dict[str, Any]] = []

_PLACES: dict[str, dict[str, Any]] = {
    "Kabul": {
        "place_id": "gn:1138958",
        "feature_code": "PPLC",
        "admin1": "Kabul",
        "country": "Afghanistan",
        "iso3": "AFG",
        "latitude": 34.53,
        "longitude": 69.17,
        "where_prec": 1,
    },
    "Quetta": {
        "place_id": "gn:1167528",
        "feature_code": "PPLA",
        "admin1": "Balochistan",
        "country": "Pakistan",
        "iso3": "PAK",
        "latitude": 30.18,
        "longitude": 66.99,
        "where_prec": 1,
    },
    "Balochistan": {
        "place_id": "gn:1183606",
        "feature_code": "ADM1",
        "admin1": "Balochistan",
        "country": "Pakistan",
        "iso3": "PAK",
        "latitude": 28.5,
        "longitude": 65.1,
        "where_prec": 4,
    },
    "Istanbul": {
        "place_id": "gn:745044",
        "feature_code": "PPLA",
        "admin1": "Istanbul",
        "country": "Turkey",
        "iso3": "TUR",
        "latitude": 41.01,
        "longitude": 28.95,
        "where_prec": 1,
    },
    "Torkham": {
        "place_id": "fw:torkham",
        "feature_code": "BRDR",
        "admin1": "Nangarhar",
        "country": "Afghanistan",
        "iso3": "AFG",
        "latitude": 34.12,
        "longitude": 71.09,
        "where_prec": 1,
        "is_crossing": True,
    },
}
_NO_PLACE = dict.fromkeys(
    (
        "place_id",
        "place_text",
        "place_name",
        "feature_code",
        "admin1",
        "admin2",
        "country",
        "iso3",
        "latitude",
        "longitude",
        "geonameid",
        "where_prec",
    )
) | {"is_crossing": False}


def place(name: str | None) -> dict[str, Any]:
    """Columns of a place by its name; all null without one."""
    if name is None:
        return dict(_NO_PLACE)
    return _NO_PLACE | {"place_text": name, "place_name": name} | _PLACES[name]


def days(start: str | None, end: str | None = None, prec: int | None = None) -> dict[str, Any]:
    """Columns of a date: one day, or a span with its precision."""
    first = date.fromisoformat(start) if start else None
    last = date.fromisoformat(end) if end else first
    return {
        "date_start": first,
        "date_end": last,
        "date_prec": prec or (1 if first else None),
        "date_text": start,
        "date_rule": "test" if first else None,
        "has_date_conflict": False,
    }


@dataclass
class Staging:
    """Rows of staging under construction."""

    articles: list[dict[str, Any]] = field(default_factory=list)
    sentences: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    article_facts: list[dict[str, Any]] = field(default_factory=list)

    def article(
        self,
        name: str,
        published: str,
        *,
        source: str | None = None,
        copies: str | None = None,
        shares: list[tuple[int, int]] | None = None,
        version: int = 1,
    ) -> Story:
        """A new article without sentences; `told` adds them.  One that `shares` passages with the one it copies is a
        partial copy."""
        for older in self.articles:
            older["is_current"] &= older["article_id"] != name
        row = {
            "article_id": name,
            "version": version,
            "is_current": True,
            "external_id": name,
            "source_id": source or f"source-{name}",
            "url": None,
            "outlet": None,
            "title": None,
            "title_from": "none",
            "language": "en",
            "language_from": "metadata",
            "is_read": True,
            "published_on": date.fromisoformat(published),
            "published_from": "metadata",
            "published_at": None,
            "published_offset": None,
            "published_confidence": "stated",
            "has_published_conflict": False,
            "published_flag": None,
            "published_candidates": "[]",
            "text": "",
            "near_duplicate_of": copies,
            "duplicate_kind": ("partial" if shares else "near") if copies else None,
            "likeness": 1.0 if copies else None,
            "shared_spans": json.dumps(shares) if shares else None,
            "text_licence": None,
            "n_sentences": 0,
            "first_seen_at": READ_AT,
        }
        self.articles.append(row)
        return Story(self, row)

    def _reading_of(self, article: dict[str, Any]) -> dict[str, Any]:
        """The record of what is read of an article: another one where anything else is read."""
        key = {name: article[name] for name in ("article_id", "version")}
        read = [
            [row for row in told if row["article_id"] == article["article_id"]]
            for told in (self.claims, self.article_facts)
        ]
        return key | {
            "extractor_version": VERSION,
            "read_from": ids.digest(json.dumps(read, default=str, sort_keys=True)),
            "status": "read",
            "error": None,
            "n_claims": len(read[0]),
            "n_facts": len(read[1]),
            "recorded_at": READ_AT,
        }

    def write(self, file: Path) -> None:
        """Replace the staging tables of the warehouse by these rows."""
        sources = [
            Provisional(id=s, title=s, is_official=False).row() for s in sorted({a["source_id"] for a in self.articles})
        ]
        rows = {
            "staging.sources": sources,
            "staging.articles": self.articles,
            "staging.sentences": self.sentences,
            "staging.claims": self.claims,
            "staging.article_facts": self.article_facts,
            "staging.extractions": [self._reading_of(article) for article in self.articles],
        }
        with duckdb.connect(str(file)) as connection:
            for table in schemas.TABLES:
                for statement in table.create_statements():
                    connection.execute(statement)
                if table is schemas.RAW_REVIEW_DECISIONS:  # what was decided outlives what is read anew
                    continue
                connection.execute(f"delete from {table.name}")
                frame = table.frame(rows.get(table.name, []))
                connection.register("delivered", frame)
                connection.execute(f"insert into {table.name} by name select * from delivered")
                connection.unregister("delivered")


@dataclass
class Story:
    """One article under construction."""

    staging: Staging
    row: dict[str, Any]

    def told(
        self,
        kind: str,
        quote: str,
        when: dict[str, Any] | None = None,
        *,
        at: str | None = None,
        by: list[dict[str, Any]] = NOBODY,
        to: list[dict[str, Any]] = NOBODY,
        types: tuple[str | None, str | None] = (None, None),
        claims: list[dict[str, Any]] | None = None,
        confidence: float = 0.9,
        conflict: bool = False,
        **payload: Any,
    ) -> str:
        """A fact of this article: its sentence, one claim or more (each a dict of overrides) and the merged entry."""
        base = (
            {
                "event_type": types[0],
                "sub_event_type": types[1],
                "actors": by,
                "recipients": to,
                "confidence": confidence,
                "rule_id": "test",
                "extractor_version": VERSION,
                "recorded_at": READ_AT,
            }
            | (when or days(None))
            | place(at)
        )
        made = [self.claim(kind, quote, base, payload, overrides) for overrides in (claims or [{}])]
        fact_id = ids.article_fact_id(self.row["article_id"], kind, [c["claim_id"] for c in made])
        for claim in made:
            claim["article_fact_id"] = fact_id
        self.staging.article_facts.append(
            base
            | {
                "article_fact_id": fact_id,
                "fact_kind": kind,
                "article_id": self.row["article_id"],
                "version": self.row["version"],
                "first_claim_id": made[0]["claim_id"],
                "char_start": made[0]["char_start"],
                "payload": json.dumps(payload),
                "is_main": not any(
                    (f["article_id"], f["version"], f["fact_kind"])
                    == (self.row["article_id"], self.row["version"], kind)
                    for f in self.staging.article_facts
                ),
                "words": [{"word": word, "n": 1} for word in dict.fromkeys(quote.lower().split())],
                "has_date_conflict": conflict,
            }
        )
        return fact_id

    def claim(
        self, kind: str, quote: str, base: dict[str, Any], payload: dict[str, Any], overrides: dict[str, Any]
    ) -> dict[str, Any]:
        """One claim in a sentence of its own, appended to the text."""
        text = overrides.get("quote", quote)
        start = len(self.row["text"])
        number = self.row["n_sentences"]
        sentence = ids.sentence_id(self.row["article_id"], self.row["version"], number)
        self.row["text"] += text + " "
        self.row["n_sentences"] += 1
        span = {"char_start": start, "char_end": start + len(text)}
        self.staging.sentences.append(
            {
                "sentence_id": sentence,
                "article_id": self.row["article_id"],
                "version": self.row["version"],
                "number": number,
                "text": text,
                "is_quote": False,
                "part": "body",
                "is_boilerplate": False,
            }
            | span
        )
        row = (
            base
            | span
            | {
                "claim_id": ids.claim_id(sentence, kind, start, start + len(text), None, ""),
                "article_fact_id": None,
                "article_id": self.row["article_id"],
                "version": self.row["version"],
                "sentence_id": sentence,
                "quote": text,
                "claim_kind": kind,
                "reporting_verb": None,
                "speaker_id": None,
                "speaker": None,
                "speaker_role": None,
                "speaker_side": "unknown",
                "voice": "reporter",
                "stance": "asserts",
                "modality": "actual",
                "target_claim_id": None,
            }
            | {key: value for key, value in overrides.items() if key != "payload"}
            | {"payload": json.dumps(overrides.get("payload", payload))}
        )
        self.staging.claims.append(row)
        return row


def run_dbt(file: Path, *arguments: str, target: Path) -> dbtRunnerResult:
    """dbt in this process on the warehouse `file`; every connection to it is closed when this returns."""
    os.environ["FACTWIRE_DUCKDB"] = str(file)
    # What a test that builds through pipelines.resources.dbt left in this process is another project than the one built here.
    os.environ.pop("FACTWIRE_PROJECT", None)
    # A copy of its own, so that an edit during the tests does not pass for a change that dbt made.
    project = target / "project"
    if not project.exists():
        shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    try:
        return dbtRunner().invoke(
            [
                *arguments,
                "--project-dir",
                str(project),
                "--profiles-dir",
                str(project),
                "--target-path",
                str(target),
                "--log-path",
                str(target / "logs"),
                "--log-level",
                "none",
                "--no-use-colors",
            ]
        )
    finally:
        environment = DuckDBConnectionManager._ENV
        if environment is not None:
            environment.close()
        DuckDBConnectionManager.close_all_connections()


def build(file: Path, target: Path) -> dbtRunnerResult:
    """Seeds, models, snapshots and data tests, as production builds them."""
    result = run_dbt(file, "build", "--exclude-resource-type", "unit_test", target=target)
    failures = [
        f"{r.node.name}: {r.message}" for r in getattr(result.result, "results", []) if r.status in ("error", "fail")
    ]
    assert result.success, failures or result.exception
    return result


@contextmanager
def reading(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection, closed at the end."""
    connection = duckdb.connect(str(file), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def rows(file: Path, sql: str) -> list[dict[str, Any]]:
    """The rows of a query, as dicts."""
    with reading(file) as connection:
        return connection.sql(sql).pl().to_dicts()
