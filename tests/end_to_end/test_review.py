"""`factwire review`: what scripts and people decide, kept in the home and applied by the next run."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.conftest import FACTWIRE, factwire, rows


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of its own with the sample articles: tests decide in it."""
    return Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("review") / "home"))


def decisions(home: Path) -> list[dict[str, object]]:
    file = home / "reviews" / "decisions.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def incident(home: Path, day: str, place: str) -> str:
    (row,) = rows(
        home, f"select incident_id from marts.fct_incidents where event_date = '{day}' and location = '{place}'"
    )
    return str(row["incident_id"])


@pytest.mark.parametrize(
    "command", [[], ["list"], ["show"], ["accept"], ["reject"], ["edit"], ["merge"], ["split"], ["link-denial"]]
)
def test_help_has_an_example(command: list[str]) -> None:
    assert " ".join(["factwire review", *command]) in factwire("review", *command, "--help").stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["accept", "nothing-like-it"], 1, "no fact has the id"),
        (["edit", "{urgun}", "--field", "killed_best", "--value", "lots"], 1, "a whole number"),
        (["edit", "{urgun}", "--field", "colour", "--value", "red"], 1, "killed_best"),
        (["edit", "{urgun}", "--field", "place_id", "--value", "Kabul"], 1, "gn:1138958"),
        (["edit", "{urgun}", "--field", "killed_best"], 2, "--unknown"),
        (["merge", "{urgun}", "{urgun}"], 1, "two different facts"),
        (["split", "{urgun}", "--apart", "nowhere"], 1, "none is of nowhere"),
        (["link-denial", "{urgun}", "nowhere"], 1, "no claim has the id"),
        ([], 1, "is no terminal"),
    ],
)
def test_what_cannot_be_decided_says_why(home: Path, words: list[str], code: int, said: str) -> None:
    before = decisions(home)
    urgun = incident(home, "2025-10-17", "Urgun")
    done = factwire("review", *[word.format(urgun=urgun) for word in words], "--home", home, check=False)
    assert done.returncode == code
    assert said in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert decisions(home) == before


def test_a_home_before_the_subcommand_is_not_passed_over(home: Path) -> None:
    done = factwire("review", "--home", home, "list", check=False)
    assert (done.returncode, "after list" in done.stderr) == (2, True)


def test_too_few_reviewed_links_train_nothing(home: Path) -> None:
    done = factwire("train", "links", "--home", home, check=False)
    assert done.returncode == 1
    assert "too few reviewed links" in done.stderr
    assert "factwire review merge" in done.stderr
    assert not (home / "link.yml").exists()
    assert "factwire train links" in factwire("train", "links", "--help").stdout


def test_settings_of_linking_that_do_not_fit_stop_a_run_before_it_starts(home: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    (copy / "link.yml").write_text("version: 1\nbars: 3\n")
    for command in (["run"], ["train", "links"], ["status"]):
        done = factwire(*command, "--home", copy, check=False)
        assert (done.returncode, "unknown bars" in done.stderr) == (1, True), command
        assert "Traceback" not in done.stderr


def test_bounds_set_by_hand_must_not_cross(home: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    urgun = incident(copy, "2025-10-17", "Urgun")
    edit = ["review", "edit", "--home", copy, urgun, "--field"]
    factwire(*edit, "killed_best", "--value", "9")
    done = factwire(*edit, "killed_low", "--value", "10", check=False)
    assert "low ≤ best ≤ high" in done.stderr
    assert len(decisions(copy)) == 1


def test_decisions_wait_for_the_next_run_and_are_applied_by_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    urgun, kabul = incident(home, "2025-10-17", "Urgun"), incident(home, "2025-10-09", "Kabul")
    peshawar = incident(home, "2025-11-24", "Peshawar")
    at, by = ["--home", home], ["--reviewer", "mara", "--reason", "hospital list"]
    done = factwire("review", "edit", *at, *by, urgun, "--field", "killed_best", "--value", "15")
    assert "takes effect with the next factwire run" in done.stdout
    factwire("review", "reject", *at, *by, peshawar)
    monkeypatch.setenv("FACTWIRE_REVIEWER", "timur")
    factwire("review", "accept", *at, kabul)
    assert [d["reviewer"] for d in decisions(home)] == ["mara", "mara", "timur"]
    listed = factwire("review", "list", *at).stdout
    assert "3 decisions wait for the next factwire run" in listed
    assert kabul not in listed.split("decisions wait")[0]
    assert "3 waiting for the next run" in factwire("status", *at).stdout

    factwire("run", *at)
    assert rows(home, f"select killed_best, review_status from marts.fct_incidents where incident_id = '{urgun}'") == [
        {"killed_best": 15, "review_status": "edited"}
    ]
    shown = factwire("show", *at, urgun).stdout
    assert "mara · edit killed_best: 14 → 15" in shown
    assert "hospital list" in shown
    gone = factwire("show", *at, peshawar, check=False)
    assert "was rejected by mara" in gone.stderr
    assert "factwire review accept" in gone.stderr
    assert "3 in force, 0 waiting" in factwire("status", *at).stdout
    # A rejection is taken back by its id, although no table holds the fact.
    factwire("review", "accept", *at, peshawar)
    assert decisions(home)[-1]["target"] == decisions(home)[1]["target"]


def test_a_damaged_file_is_named_and_nothing_added(home: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    file = copy / "reviews" / "decisions.jsonl"
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"action": "accept"')
    for words in (["review", "list"], ["review", "accept", incident(copy, "2025-10-17", "Urgun")], ["run"], ["status"]):
        done = factwire(*words, "--home", copy, check=False)
        assert done.returncode == 1
        assert "line 1: " in done.stderr
    assert file.read_text() == '{"action": "accept"'


def test_a_walk_from_item_to_item(sample_home: Path, tmp_path: Path) -> None:
    """In a terminal: skip, a key that is none, a field that is none, accept, quit."""
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    typed = "s\n" + "x\ne\n\ncolour\nred\n" + "a\nlooks right\n" + "q\n"
    said = _at_terminal([str(FACTWIRE), "review", "--home", str(home), "--reviewer", "mara"], typed)
    assert "1 of " in said
    assert "no field colour" in said
    (kept,) = decisions(home)
    items = rows(home, "select target_id from marts.review_items order by rank")
    assert (kept["action"], kept["reason"], kept["reviewer"]) == ("accept", "looks right", "mara")
    assert kept["target_id"] == items[2]["target_id"]


def _at_terminal(words: list[str], typed: str) -> str:
    """What a program says to someone at a terminal who types this."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as program:
        os.close(theirs)
        os.write(ours, typed.encode())
        said = b""
        try:
            while part := os.read(ours, 65536):
                said += part
        except OSError:  # the program closed its end
            pass
    os.close(ours)
    assert program.returncode == 0, said.decode()
    return said.decode()
