"""What newsrooms have, by the command: every format in one run, and what was refused until it is mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.delivery import OUTLET, deliver
from tests.end_to_end.conftest import factwire, rows

_CONVOYS = "where title like 'Lorries cross%'"
# Two days, by who reads it.
DOUBTED = {
    "title": "Bomb in a market",
    "outlet": "Valley Post",
    "date": "03/11/2025",
    "text": "A bomb killed three people in a market in Herat on Sunday, police said.",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home built from a folder with every format, a broken file and one that will be gone."""
    home = tmp_path_factory.mktemp("delivery")
    (home / "inbox").mkdir()
    deliver(home / "inbox")
    (home / "inbox" / "broken.json").write_text("{")
    (home / "inbox" / "lost.pdf").write_bytes(b"%PDF-1.7")
    (home / "inbox" / "doubt.json").write_text(json.dumps(DOUBTED))
    factwire("run", "--home", home)
    return home


def test_every_format_is_read_in_one_run_and_counted(home: Path) -> None:
    told = rows(home, f"select title, published_on, outlet from marts.dim_articles {_CONVOYS} order by published_on")
    assert [row["title"] for row in told] == [f"Lorries cross in convoy {number}" for number in range(1, 27)]
    assert [row["published_on"] for row in told] == [f"2025-11-{number:02d}" for number in range(1, 27)]
    assert {row["outlet"] for row in told} == {OUTLET, None}
    shown = factwire("status", "--home", home).stdout
    assert "taken in   html 4, json 4, txt 4, rss 3, csv 2, eml 2, jsonl 2, atom 1, " in shown
    assert "warc 1" in shown
    assert "refused    2 files or records" in shown


def test_a_day_in_doubt_asks_and_the_answer_is_kept(home: Path) -> None:
    listed = " ".join(factwire("review", "list", "--home", home).stdout.split())
    assert "publication date: ambiguous; taken as unknown; metadata says" in listed
    [article] = rows(home, f"select article_id from marts.dim_articles where title = '{DOUBTED['title']}'")
    article_id = article["article_id"]
    shown = factwire("review", "show", "--home", home, article_id).stdout
    assert "on an unknown day" in shown
    assert "03/11/2025" in shown
    to_come = ["edit", "--field", "published_on", "--value", "2999-01-01"]
    for words in (["reject"], ["edit", "--field", "title", "--value", "x"], to_come):
        done = factwire("review", words[0], "--home", home, article_id, *words[1:], check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    done = factwire("review", "edit", "--home", home, article_id, "--field", "published_on", "--value", "2025-11-03")
    assert "edit published_on: unknown → 2025-11-03" in done.stdout
    assert article_id not in factwire("review", "list", "--home", home).stdout.split("decisions wait")[0]


def test_what_was_refused_is_read_once_it_is_mended(home: Path) -> None:
    (home / "inbox" / "broken.json").write_text('{"text": "The customs house opened.", "date": "2025-11-30"}')
    (home / "inbox" / "lost.pdf").unlink()
    listed = factwire("rejects", "list", "--home", home).stdout
    assert "broken.json: no valid JSON" in listed
    assert "(the file is gone)" in listed
    done = factwire("rejects", "retry", "--home", home).stdout
    assert "lost.pdf: the file is gone" in done
    assert "nothing of these files stands refused any more" in done
    assert len(rows(home, "select 1 from marts.dim_articles")) == 28
    assert "0 files or records stand refused" in factwire("rejects", "list", "--home", home).stdout
    kept = factwire("rejects", "list", "--home", home, "--all").stdout
    assert "broken.json" in kept
    assert "(read 20" in kept
    assert "(gone 20" in kept
    # The same build applied what was decided meanwhile.
    told = "select published_on, published_from from marts.dim_articles where title = 'Bomb in a market'"
    assert rows(home, told) == [{"published_on": "2025-11-03", "published_from": "reviewer"}]
    [bomb] = rows(home, "select event_date, killed_best from marts.fct_incidents where location = 'Herat'")
    assert bomb == {"event_date": "2025-11-02", "killed_best": 3}
    assert "1 in force, 0 waiting" in factwire("status", "--home", home).stdout
