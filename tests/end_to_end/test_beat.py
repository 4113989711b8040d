"""A second beat, from data files alone."""

from __future__ import annotations

from pathlib import Path

from pipelines.config import PROJECT
from tests.end_to_end.conftest import factwire, rows

SECOND = "armenia-azerbaijan"
ARTICLES = PROJECT / "data" / "beats" / SECOND / "articles"


def test_a_second_beat_is_data_alone(tmp_path: Path) -> None:
    home = tmp_path / "caucasus"
    factwire("init", "--home", home, "--beat", SECOND)
    factwire("run", "--home", home, "--inbox", ARTICLES)
    incidents = rows(home, "select * from marts.fct_incidents order by date_start")
    shelling = incidents[0]
    assert (shelling["location"], shelling["event_date"]) == ("Jermuk", "2022-09-13")
    assert shelling["responsibility_status"] == "disputed"
    assert shelling["killed_low"] == 49
    (truce,) = rows(home, "select * from marts.fct_ceasefires")
    assert truce["parties"] == ["Armenia", "Azerbaijan"]
    assert truce["effective_date"] == "2022-09-14"
    venues = {r["venue"]: r["mediators"] for r in rows(home, "select * from marts.fct_talks")}
    assert set(venues["Prague"]) == {"European Union", "France"}
    (closure,) = rows(home, "select * from marts.fct_border_status")
    assert (closure["crossing"], closure["status"], closure["valid_from"]) == (
        "Lachin checkpoint",
        "closed",
        "2023-06-15",
    )
    speakers = {
        r["speaker_id"]: r["speaker_role"]
        for r in rows(home, "select * from marts.fct_statements where starts_with(speaker_id, 'person-')")
    }
    assert speakers["person-nikol-pashinyan"] == "prime minister"
    assert {r["name"] for r in rows(home, "select name from marts.dim_actors")} >= {"Artsakh Defence Army"}
    idle = "select count(*) as n from marts.brg_fact_evidence where article_id in (select article_id from "
    idle += "marts.dim_articles where title like 'Season of the spas%')"
    assert rows(home, idle)[0]["n"] == 0


def test_an_empty_beat_is_ready_to_fill(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    said = factwire("init", "--home", home, "--beat", "mine").stdout
    assert "factwire run" in said
    assert (home / "beat" / "actors.csv").read_text().startswith("actor_id,name")
    again = factwire("init", "--home", home, "--beat", "mine", check=False)
    assert again.returncode == 3
    assert "exists" in again.stderr
    (home / "beat" / "actors.csv").write_text("nothing\n")
    refused = factwire("run", "--home", home, "--inbox", ARTICLES, check=False)
    assert refused.returncode == 3
    assert "actors.csv: columns nothing" in refused.stderr
