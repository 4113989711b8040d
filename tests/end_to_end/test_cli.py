"""The command: its doors, its errors and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.conftest import factwire, rows


@pytest.mark.parametrize(
    "command", ["run", "extract", "query", "show", "status", "ui", "fetch", "rejects list", "rejects retry"]
)
def test_help_has_an_example(command: str) -> None:
    assert f"factwire {command}" in factwire(*command.split(), "--help").stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "--home", "{home}", "--inbox", "{home}/gone"], 3, "does not exist"),
        (["run", "--home", "{home}"], 3, "no articles to read"),
        (["run", "--home", "{home}", "--inbox", "{home}/*.html"], 3, "does not exist"),
        (["rejects", "list", "--home", "{home}"], 3, "factwire run"),
        (["query", "--home", "{home}", "select 1"], 3, "factwire run"),
        (["extract", "--input", "{home}/gone.jsonl", "--output", "-"], 3, "cannot be opened"),
        (["extract", "--input", "x"], 2, "--output"),
        (["train", "attribution", "{home}/gone.jsonl", "--output", "{home}/model"], 3, "cannot be read"),
        (["nonsense"], 2, "No such command"),
    ],
)
def test_errors_say_what_mends_them(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    done = factwire(*[word.format(home=tmp_path) for word in words], check=False)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_definition_stops_the_run_before_it_starts(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "post.yml").write_text("id: post\n")
    (tmp_path / "article.txt").write_text("It rained.")
    done = factwire("run", "--home", tmp_path, "--inbox", tmp_path / "article.txt", check=False)
    assert done.returncode == 3
    assert "post.yml: title is missing" in done.stderr
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_a_model_that_is_missing_stops_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTWIRE_ATTRIBUTION", str(tmp_path / "gone"))
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "text": "It rained."}\n')
    done = factwire("extract", "--input", source, "--output", tmp_path / "out.jsonl", check=False)
    assert done.returncode == 3
    assert "card.json cannot be read" in done.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_query_formats_agree(sample_home: Path) -> None:
    sql = "select article_id, title, published_on from marts.dim_articles order by 1 limit 3"
    lines = rows(sample_home, sql)
    assert len(lines) == 3
    as_json = json.loads(factwire("query", "--home", sample_home, "--format", "json", sql).stdout)
    assert as_json == lines
    header, *rest = factwire("query", "--home", sample_home, "--format", "csv", sql).stdout.splitlines()
    assert header == "article_id,title,published_on"
    assert [line.split(",")[0] for line in rest] == [line["article_id"] for line in lines]
    assert lines[0]["article_id"] in factwire("query", "--home", sample_home, sql).stdout


def test_what_is_too_wide_for_the_screen_is_shown_downwards(sample_home: Path) -> None:
    narrow = factwire("query", "--home", sample_home, "select 1 as one, 2 as two").stdout.splitlines()
    assert [line.split() for line in narrow[1::2]] == [["┃", "one", "┃", "two", "┃"], ["│", "1", "│", "2", "│"]]
    wide = factwire("query", "--home", sample_home, "select * from marts.fct_incidents order by 1 limit 2").stdout
    lines = [line.split() for line in wide.splitlines()]
    assert [line[3] for line in lines if line[1:2] == ["sub_event_type"]] == ["Explosion,", "Air/drone"]
    none = factwire("query", "--home", sample_home, "select * from marts.fct_incidents where false").stdout
    assert none.strip() == "no rows"


def test_query_is_read_only_and_says_what_is_wrong(sample_home: Path) -> None:
    for sql in ("delete from marts.fct_claims", "select nothing from nowhere", "copy marts.dim_articles to 'x.csv'"):
        done = factwire("query", "--home", sample_home, sql, check=False)
        assert done.returncode == 1
        assert "the query failed" in done.stderr
        assert "duckdb_tables()" in done.stderr
        assert "Traceback" not in done.stderr


def test_show_of_an_unknown_id(sample_home: Path) -> None:
    done = factwire("show", "--home", sample_home, "nothing-like-it", check=False)
    assert done.returncode == 1
    assert "no fact has the id" in done.stderr


def test_status(sample_home: Path) -> None:
    shown = factwire("status", "--home", sample_home).stdout
    assert "marts.fct_incidents" in shown
    assert "refused    0" in shown


def test_extract_gives_a_line_for_a_line_and_says_why_not() -> None:
    lines = [
        "not json",
        "[]",
        '{"id": 3}',
        '{"id": "4", "text": "", "date": null}',
        '{"id": "5", "text": "It rained."}',
        json.dumps({"id": "6", "text": "Die Grenze bleibt geschlossen, sagte der Minister am Freitag. " * 3}),
    ]
    done = factwire("extract", "--input", "-", "--output", "-", input="\n".join(lines) + "\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["id"] for record in found] == [None, None, 3, "4", "5", "6"]
    assert ["error" in record for record in found] == [True, True, True, True, False, False]
    assert [record.get("skipped") for record in found][-2:] == [None, "language de: only English is read"]
    assert all(record["incidents"] == [] for record in found)


def test_extract_does_not_import_dagster() -> None:
    code = (
        "import sys; from pipelines.commands import extract, query, show, status; "
        "print(sorted({'dagster', 'dbt'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_workers_give_the_same_records(tmp_path: Path) -> None:
    text = "Gunmen killed two guards near Quetta on Monday, police said."
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": str(n), "text": text, "date": "2025-11-05"}) + "\n" for n in range(40)))
    alone = factwire("extract", "--input", source, "--output", "-").stdout
    pooled = factwire("extract", "--input", source, "--output", "-", "--workers", "2").stdout
    assert alone == pooled
    assert len(alone.splitlines()) == 40
