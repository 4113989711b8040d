"""The inbox: each format read, each fault refused with a reason and a cure, the rest going on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.clean.written import read_day
from pipelines.errors import EnvironmentProblem
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered, Refused


def deliver(folder: Path, name: str, content: str | bytes) -> list[Delivered | Refused]:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_paths([folder]))


def only(items: list[Delivered | Refused]) -> Delivered:
    [item] = items
    assert isinstance(item, Delivered), item
    return item


def test_txt_with_leading_date_keeps_the_text_as_delivered(tmp_path: Path) -> None:
    item = only(deliver(tmp_path, "a.txt", " date 2025-11-02 The pass opened.\r\nTraders came."))
    assert item.text == " date 2025-11-02 The pass opened.\r\nTraders came."
    assert (item.published, item.published_from) == ("2025-11-02", "header")


def test_txt_headline_is_a_first_line_set_apart(tmp_path: Path) -> None:
    assert only(deliver(tmp_path, "a.txt", "date 2025-11-02\nPass opens\n\nTraders came.")).title == "Pass opens"


def test_txt_first_sentence_is_no_headline(tmp_path: Path) -> None:
    assert only(deliver(tmp_path, "a.txt", "The pass opened.\n\nTraders came.")).title is None


def test_a_date_is_kept_as_delivered_even_where_it_reads_two_ways(tmp_path: Path) -> None:
    item = only(deliver(tmp_path, "a.jsonl", '{"text": "The pass opened.", "date": "03/04/2025"}'))
    assert (item.published, item.published_from) == ("03/04/2025", "metadata")
    item = only(deliver(tmp_path, "a.jsonl", '{"text": "The pass opened."}'))
    assert (item.published, item.published_from) == (None, "none")


def test_md_front_matter(tmp_path: Path) -> None:
    item = only(deliver(tmp_path, "a.md", "---\ntitle: Pass opens\ndate: 2025-11-02\nid: 7\n---\nTraders came.\n"))
    assert (item.title, item.published, item.external_id, item.text) == (
        "Pass opens",
        "2025-11-02",
        "7",
        "Traders came.",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"headline": "T", "body": "x", "pubDate": "Sun, 02 Nov 2025 05:00:00 GMT", "link": "u"}, ("T", "2025-11-02")),
        (
            {"title": "T", "content": "x", "published_at": "2025-11-02T23:30:00+05:00", "publisher": "P"},
            ("T", "2025-11-02"),
        ),
        ({"title": "T", "text": "x", "published": "2 November 2025", "source": {"name": "P"}}, ("T", "2025-11-02")),
    ],
)
def test_usual_field_names(tmp_path: Path, fields: dict[str, object], expected: tuple[str, str]) -> None:
    item = only(deliver(tmp_path, "a.json", json.dumps(fields)))
    assert item.text == "x"
    assert (item.title, str(read_day(item.published or ""))) == expected
    assert item.url == fields.get("link")
    assert item.outlet == (None if "link" in fields else "P")


def test_json_list_and_lines_are_numbered(tmp_path: Path) -> None:
    items = deliver(tmp_path, "a.json", json.dumps([{"text": "x"}, {"text": "y"}]))
    items = deliver(tmp_path, "b.jsonl", '{"text": "z"}\n\n{"text": "w"}\n')
    assert [i.delivered_in for i in items if isinstance(i, Delivered)] == [
        "a.json#1",
        "a.json#2",
        "b.jsonl#1",
        "b.jsonl#3",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF", "not read"),
        ("a.txt", b"caf\xe9", "not UTF-8"),
        ("a.txt", "   ", "no text"),
        ("a.md", "---\ntitle: [\n---\ntext", "YAML"),
        ("a.json", "{", "JSON"),
        ("a.json", "[1]", "object"),
        ("a.jsonl", '{"text": 5}', "string"),
        ("a.jsonl", '{"title": "no body"}', "no text"),
        ("a.jsonl", "[" * 100_000, "JSON"),
        ("a.jsonl", '{"text": "half \\ud83d of it"}', "surrogate"),
    ],
)
def test_faults_are_refused_with_reason_and_cure(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    (tmp_path / "z.txt").write_text("A good one.")
    first, second = deliver(tmp_path, name, content)
    assert isinstance(first, Refused)
    assert reason in first.reason + first.cure
    assert first.cure
    assert isinstance(second, Delivered)


def test_a_path_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="does not exist"):
        list(read_paths([tmp_path / "gone"]))


def test_hidden_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    assert only(deliver(tmp_path, "a.txt", "x y")).text == "x y"
