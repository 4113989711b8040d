"""What newsrooms have, by the command: every format in one run, and what was refused until it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.delivery import OUTLET, deliver
from tests.end_to_end.conftest import factwire, rows


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home built from a folder with every format, a broken file and one that will be gone."""
    home = tmp_path_factory.mktemp("delivery")
    (home / "inbox").mkdir()
    deliver(home / "inbox")
    (home / "inbox" / "broken.json").write_text("{")
    (home / "inbox" / "lost.pdf").write_bytes(b"%PDF-1.7")
    factwire("run", "--home", home)
    return home


def test_every_format_is_read_in_one_run_and_counted(home: Path) -> None:
    told = rows(home, "select title, published_on, outlet from marts.dim_articles order by published_on")
    assert [row["title"] for row in told] == [f"Lorries cross in convoy {number}" for number in range(1, 27)]
    assert [row["published_on"] for row in told] == [f"2025-11-{number:02d}" for number in range(1, 27)]
    assert {row["outlet"] for row in told} == {OUTLET, None}
    shown = factwire("status", "--home", home).stdout
    assert "taken in   html 4, txt 4, json 3, rss 3, csv 2, eml 2, jsonl 2, atom 1, " in shown
    assert "warc 1" in shown
    assert "refused    2 files or records" in shown


def test_what_was_refused_is_read_once_it_is_mended(home: Path) -> None:
    (home / "inbox" / "broken.json").write_text('{"text": "The customs house opened.", "date": "2025-11-30"}')
    (home / "inbox" / "lost.pdf").unlink()
    listed = factwire("rejects", "list", "--home", home).stdout
    assert "broken.json: no valid JSON" in listed
    assert "(the file is gone)" in listed
    done = factwire("rejects", "retry", "--home", home).stdout
    assert "lost.pdf: the file is gone" in done
    assert "nothing of these files stands refused any more" in done
    assert len(rows(home, "select 1 from marts.dim_articles")) == 27
    assert "0 files or records stand refused" in factwire("rejects", "list", "--home", home).stdout
    kept = factwire("rejects", "list", "--home", home, "--all").stdout
    assert "broken.json" in kept
    assert "(read 20" in kept
    assert "(gone 20" in kept
