"""Bad input: each refused with a reason and a cure, what is good beside it read, and memory bounded."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.config import PROJECT
from pipelines.ingest import chunks
from pipelines.ingest.formats import choice
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.parser import Parser
from pipelines.ingest.records import Delivered, Refused, Unreadable, from_fields
from tests.bad_input import CASES, Case
from tests.delivery import Story, page, response, zipped

SMALL = [case for case in CASES if not case.is_big]
BIG = [case for case in CASES if case.is_big]
GIBIBYTE = 1 << 30


def check(case: Case, items: list[tuple[str, str, str]]) -> None:
    """items: of the articles ('', '', text), of the refusals (file, reason, cure)."""
    refused = [(file, reason, cure) for file, reason, cure in items if reason]
    assert refused
    assert all(file.startswith(case.file) and cure and len(reason) <= 500 for file, reason, cure in refused)
    assert any(case.said in reason for _, reason, _ in refused), refused
    assert len(items) - len(refused) == case.left + 1  # and the good file after it


def shown(item: Delivered | Refused) -> tuple[str, str, str]:
    return (item.file, item.reason, item.cure) if isinstance(item, Refused) else ("", "", item.text[:40])


@pytest.mark.parametrize("case", SMALL, ids=[case.id for case in SMALL])
def test_refused_and_the_rest_goes_on(case: Case, tmp_path: Path) -> None:
    case.make(tmp_path / case.file)
    (tmp_path / "z.txt").write_text("A good one.")
    check(case, [shown(item) for item in read_paths([tmp_path])])


READ = """
import json, re, resource, sys
from pathlib import Path
from pipelines.ingest.formats import choice
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.parser import parser
from pipelines.ingest.records import Refused

def shown(item):
    return (item.file, item.reason, item.cure) if isinstance(item, Refused) else ("", "", item.text[:40])

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (900 << 20, 900 << 20))
    for folder in sys.argv[1:]:
        print(json.dumps([shown(item) for item in read_paths([Path(folder)])]), flush=True)
    parser.stop()
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if Path("/proc/self/status").exists():
        # What getrusage says of a process holds the memory of the one that started it, up to the start.
        own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
    print((own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * unit)
"""


@pytest.fixture(scope="module")
def read_big(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str, str]] | int]:
    """All big cases, read by one process; and the most memory that it and its parser took, under `peak`."""
    root = tmp_path_factory.mktemp("big")
    (root / "read.py").write_text(READ)
    for case in BIG:
        (root / case.id).mkdir()
        case.make(root / case.id / case.file)
        (root / case.id / "z.txt").write_text("A good one.")
    command = [sys.executable, root / "read.py", *(root / case.id for case in BIG)]
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, env={"PYTHONPATH": str(PROJECT)}
    )
    assert done.returncode == 0, done.stderr
    *lines, peak = map(json.loads, done.stdout.splitlines())
    return {case.id: line for case, line in zip(BIG, lines, strict=True)} | {"peak": peak}


@pytest.mark.parametrize("case", BIG, ids=[case.id for case in BIG])
def test_big_ones_too(case: Case, read_big: dict[str, list[tuple[str, str, str]]]) -> None:
    check(case, read_big[case.id])


def test_memory_stays_below_a_gibibyte(read_big: dict[str, int]) -> None:
    assert read_big["peak"] < GIBIBYTE


def test_what_no_reader_foresaw_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(choice.BY_SUFFIX, ".md", lambda piece: [int(piece.name)])
    (tmp_path / "a.md").write_text("Traders came.")
    (tmp_path / "b.txt").write_text("They left.")
    first, second = read_paths([tmp_path])
    assert isinstance(first, Refused)
    assert "ValueError" in first.reason
    assert isinstance(second, Delivered)


def test_archives_in_archives_are_copied_within_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"b.zip": zipped({"c.txt": b"Traders came."}), "d.txt": b"They left."}))
    monkeypatch.setattr("pipelines.ingest.piece.COPY_MAX", 10)
    first, second = read_paths([tmp_path])
    assert isinstance(first, Refused)
    assert "inside another archive" in first.reason
    assert isinstance(second, Delivered)


def test_long_texts_are_stored_fewer_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK_CHARACTERS", 10)
    items = [from_fields({"text": text}, file="a", item=None, delivered_format="txt") for text in ("a" * 9, "b", "c")]
    assert [len(chunk) for chunk in chunks.chunks(items)] == [2, 1]


def test_the_table_in_the_docs_names_every_kind() -> None:
    documented = (PROJECT / "docs" / "own-articles.md").read_text()
    assert len(CASES) >= 40
    assert [line for line in dict.fromkeys(case.line for case in CASES) if f"| {line} |" not in documented] == []


@pytest.fixture
def own_parser() -> Iterator[Parser]:
    parser = Parser()
    yield parser
    parser.stop()


def test_what_takes_too_long_is_ended_and_the_next_is_read(own_parser: Parser) -> None:
    with pytest.raises(Unreadable, match=r"longer than 0\.2 seconds"):
        list(own_parser.run(time.sleep, 60, seconds=0.2))
    assert list(own_parser.run(range, 3)) == [0, 1, 2]


def test_an_archive_full_of_what_takes_too_long_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = b"".join(response(Story(n).url, page(Story(n)).encode()) for n in range(1, 9))
    (tmp_path / "a.warc").write_bytes(pages)
    monkeypatch.setattr("pipelines.ingest.parser.SECONDS", 0.0)
    *late, last = [item for item in read_paths([tmp_path]) if isinstance(item, Refused)]
    assert [item.reason for item in late] == ["takes longer than 0 seconds to read"] * 5
    assert "the rest is not read" in last.reason


def test_what_takes_too_much_memory_or_crashes_is_said(own_parser: Parser) -> None:
    with pytest.raises(Unreadable, match="memory"):
        list(own_parser.run(bytearray, 4 << 30))
    with pytest.raises(Unreadable, match="crashes"):
        list(own_parser.run(_crash))
    assert list(own_parser.run(range, 2)) == [0, 1]


def test_what_is_left_unread_is_not_taken_for_the_next(own_parser: Parser) -> None:
    first = own_parser.run(range, 100_000)
    assert next(first) == 0
    first.close()  # type: ignore[attr-defined]
    assert list(own_parser.run(range, 2)) == [0, 1]


def _crash() -> Iterator[int]:
    import os

    os._exit(9)
    yield 1
