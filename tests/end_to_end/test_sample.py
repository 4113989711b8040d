"""The sample articles against their golden facts: what must be found, and what must not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.config import SAMPLE
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered
from tests.end_to_end.conftest import factwire, rows

GOLDEN = Path(__file__).parent / "golden" / "sample.jsonl"
LISTS = {
    "incident": "incidents",
    "talks": "talks",
    "deportation": "deportations",
    "ceasefire": "ceasefires",
    "border_change": "border_changes",
}
# What identifies a fact of each kind; the rest of the golden fields are scored by docs/accuracy.md's command.
IDENTITY = {
    "incident": ("sub_event_type", "place", "killed_low"),
    "talks": ("venue", "outcome"),
    "deportation": ("measure", "count_low"),
    "ceasefire": ("event",),
    "border_change": ("crossing", "status"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Analysis records of the sample by the name golden facts use."""
    folder = tmp_path_factory.mktemp("extract")
    articles = [a for a in read_paths([SAMPLE]) if isinstance(a, Delivered)]
    lines = [
        json.dumps({"id": a.delivered_in, "title": a.title, "date": a.published, "text": a.text}) for a in articles
    ]
    (folder / "in.jsonl").write_text("\n".join(lines) + "\n")
    factwire("extract", "--input", folder / "in.jsonl", "--output", folder / "out.jsonl")
    records = [json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()]
    assert [record["id"] for record in records] == [a.delivered_in for a in articles]
    return {record["id"]: record for record in records}


def golden() -> list[dict[str, Any]]:
    return [json.loads(line) for line in GOLDEN.read_text().splitlines()]


def test_every_golden_article_is_in_the_sample(found: dict[str, dict[str, Any]]) -> None:
    assert len(found) == len(golden()) >= 30


def test_articles_without_facts_yield_none(found: dict[str, dict[str, Any]]) -> None:
    names = _names(found)
    false = {
        line["article"]: [fact for kind in LISTS.values() for fact in names[line["article"]][kind]]
        for line in golden()
        if not line["facts"]
    }
    assert len(false) * 3 >= len(golden())
    assert {article: facts for article, facts in false.items() if facts} == {}


def _names(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Records by the golden names: `file`, or `file#id` where a file holds several."""
    by_golden = {}
    for line in golden():
        name = line["article"]
        by_golden[name] = found[name] if name in found else found[_numbered(name)]
    return by_golden


def _numbered(name: str) -> str:
    """`file#id` of the golden list → `file#number` of the delivery."""
    file, _, wanted = name.partition("#")
    delivered = [a for a in read_paths([SAMPLE / file]) if isinstance(a, Delivered)]
    return next(a.delivered_in for a in delivered if wanted in {a.external_id, a.delivered_in.partition("#")[2]})


def test_one_row_for_one_event_told_by_many(sample_home: Path) -> None:
    [kabul] = rows(
        sample_home,
        "select * from marts.fct_incidents where location = 'Kabul' and event_date between '2025-10-09' and '2025-10-10'",
    )
    assert kabul["n_articles"] >= 2
    assert kabul["responsibility_status"] == "disputed"


def test_a_denial_in_one_outlet_meets_the_claim_of_another(sample_home: Path) -> None:
    [khost] = rows(
        sample_home, "select * from marts.fct_incidents where admin1 = 'Khost' and event_date = date '2025-11-25'"
    )
    assert khost["responsibility_status"] == "disputed"
    roles = rows(
        sample_home,
        "select a.published_on::varchar as day, e.role from marts.brg_fact_evidence as e "
        f"join marts.dim_articles as a using (article_id) where e.fact_id = '{khost['incident_id']}' "
        "and e.role <> 'context' order by all",
    )
    assert {"day": "2025-11-25", "role": "supports"} in roles
    assert {"day": "2025-11-26", "role": "contradicts"} in roles


def test_a_copy_adds_no_independent_source(sample_home: Path) -> None:
    copies = rows(
        sample_home, "select article_id, near_duplicate_of from marts.dim_articles where near_duplicate_of is not null"
    )
    assert copies
    told = rows(
        sample_home,
        "select f.incident_id, f.n_sources, count(distinct e.article_id) as n from marts.fct_incidents as f "
        "join marts.brg_fact_evidence as e on e.fact_id = f.incident_id "
        "join marts.dim_articles as a on a.article_id = e.article_id "
        "where f.incident_id in (select e2.fact_id from marts.brg_fact_evidence as e2 join marts.dim_articles as a2 "
        "on a2.article_id = e2.article_id where a2.near_duplicate_of is not null) group by all",
    )
    assert told
    assert all(row["n_sources"] < row["n"] for row in told)


def test_a_corrected_delivery_counts_and_the_first_one_no_longer(sample_home: Path) -> None:
    versions = rows(sample_home, "select article_id, max(version) as v from staging.articles group by 1 having v > 1")
    assert len(versions) == 1
    [court] = rows(
        sample_home,
        "select killed_low, injured_low from marts.fct_incidents "
        "where location = 'Islamabad' and event_date = '2025-11-11'",
    )
    assert (court["killed_low"], court["injured_low"]) == (12, 27)


def test_table_and_next_commands_are_printed(sample_home: Path) -> None:
    out = factwire("run", "--home", sample_home, "--inbox", SAMPLE).stdout
    for shown in ("incidents", "talks", "published:", "factwire show", "factwire query", "factwire ui"):
        assert shown in out
