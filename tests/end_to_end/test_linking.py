"""One event told by many articles is one fact, says why, and does not depend on which article came first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipelines.config import SAMPLE
from tests.end_to_end.conftest import factwire, rows

FACTS = {
    "fct_incidents": "incident_id, event_date, location, killed_low, killed_best, killed_high, n_articles, n_sources",
    "fct_talks": "talks_id, venue, date_start, date_end, outcome, n_articles",
    "fct_ceasefires": "ceasefire_id, declared_date, status, n_articles",
    "fct_deportations": "measure_id, measure, count_best, window_start, window_end, n_articles",
    "fct_border_status": "border_status_id, crossing, status, valid_from, valid_to, n_articles",
    "fct_statements": "statement_id, speaker, statement_type",
}


@pytest.mark.parametrize("home", ["sample_home", "beat_home"])
def test_the_november_round_in_istanbul_is_one_row_with_its_sources(home: str, request: pytest.FixtureRequest) -> None:
    found = rows(
        request.getfixturevalue(home),
        "select talks_id, n_articles from marts.fct_talks where venue = 'Istanbul' "
        "and coalesce(date_start, date_end) between date '2025-11-01' and date '2025-11-10'",
    )
    assert len(found) == 1
    assert found[0]["n_articles"] >= 3
    told = rows(
        request.getfixturevalue(home),
        f"select count(distinct article_id) as n from marts.brg_fact_evidence where fact_id = '{found[0]['talks_id']}'",
    )
    assert told == [{"n": found[0]["n_articles"]}]


def test_a_link_says_why(sample_home: Path) -> None:
    [fact] = rows(
        sample_home,
        "select incident_id from marts.fct_incidents where n_articles > 1 order by event_date, incident_id limit 1",
    )
    out = factwire("show", "--home", sample_home, fact["incident_id"], "--why").stdout
    assert "Why these tellings are one fact" in out
    assert "words 0." in out
    assert "days apart" in out
    [lone] = rows(sample_home, "select incident_id from marts.fct_incidents where n_articles = 1 order by 1 limit 1")
    assert "nothing was linked" in factwire("show", "--home", sample_home, lone["incident_id"], "--why").stdout


def test_articles_delivered_late_first_make_the_same_facts(sample_home: Path, tmp_path: Path) -> None:
    files = sorted(path for path in SAMPLE.iterdir() if path.is_file())
    for name, part in (("late", files[len(files) // 2 :]), ("early", files[: len(files) // 2])):
        folder = tmp_path / name
        folder.mkdir()
        for file in part:
            shutil.copy(file, folder)
        factwire("run", "--home", tmp_path / "home", "--inbox", folder)
    for table, columns in FACTS.items():
        ask = f"select {columns} from marts.{table} order by all"
        then, now = rows(sample_home, ask), rows(tmp_path / "home", ask)
        assert then
        assert json.dumps(now) == json.dumps(then), table
