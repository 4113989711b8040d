"""`factwire extract`: JSON Lines in, analysis records out, streaming and in order; no warehouse, no Dagster."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipelines.clean.settle import settle_article
from pipelines.errors import EnvironmentProblem, FactwireError
from pipelines.extract.article import analyse
from pipelines.extract.attribution.tagger import plugged_in
from pipelines.extract.document import Article
from pipelines.extract.record import EMPTY_RECORD, record
from pipelines.extract.rows import LOST
from pipelines.ingest.records import Refused, from_fields
from pipelines.resources.runner import chosen_runner, run_in_order


def extract_lines(source: str, target: str, *, workers: int) -> None:
    """One record out per line in.  A line that is no article gives a record with `error`."""
    plugged_in()  # a model that does not fit stops the command, not every article
    chosen_runner()
    with ExitStack() as stack:
        lines = stack.enter_context(_opened(source, "r"))
        out = stack.enter_context(_opened(target, "w"))
        count = stack.enter_context(_progress(source))
        given = (line for line in lines if line.strip())
        for text in run_in_order(read_line, given, workers=workers, lost=lost_line):
            out.write(text + "\n")
            count()


def read_line(line: str) -> str:
    """The analysis record of one input line, as one line of JSON."""
    return json.dumps(_record(line), ensure_ascii=False)


def lost_line(line: str) -> str:
    """The same for a line whose every reader ended while it read it."""
    try:
        given = json.loads(line).get("id")
    except (ValueError, AttributeError, RecursionError):
        given = None
    return json.dumps(_failed(given, LOST), ensure_ascii=False)


def _record(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return _failed(None, f"no valid JSON: {error}")
    if not isinstance(fields, dict):
        return _failed(None, f"a JSON value of type {type(fields).__name__}, expected an object with a field text")
    given = fields.get("id")
    delivered = from_fields(fields, file="input", item=None, delivered_format="jsonl")
    if isinstance(delivered, Refused):
        return _failed(given, f"{delivered.reason}; {delivered.cure}")
    try:
        settled = settle_article(asdict(delivered) | {"first_seen_at": None})
        if not settled["is_read"]:
            return {"id": given, **EMPTY_RECORD, "skipped": f"language {settled['language']}: only English is read"}
        article = Article(delivered.external_id or "", delivered.text, settled["title"], settled["published_on"])
        return record(analyse(article)) | {"id": given}
    except FactwireError as error:
        return _failed(given, str(error))
    except Exception as error:  # noqa: BLE001  (one article that trips a rule must not cost the others)
        return _failed(given, f"{type(error).__name__}: {error}")


def _failed(given: object, why: str) -> dict[str, Any]:
    return {"id": given, **EMPTY_RECORD, "error": why}


@contextmanager
def _opened(name: str, mode: str) -> Iterator[IO[str]]:
    if name == "-":
        stream = sys.stdin if mode == "r" else sys.stdout
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        yield stream
        return
    try:
        file = Path(name).open(mode, encoding="utf-8")  # noqa: SIM115  (closed below; only opening may fail here)
    except OSError as error:
        raise EnvironmentProblem(
            f"{name} cannot be opened: {error.strerror}",
            expected="a readable JSON Lines file" if mode == "r" else "a file that can be written",
            cure=f"check the path given to --{'input' if mode == 'r' else 'output'}",
        ) from error
    with file:
        yield file


@contextmanager
def _progress(source: str) -> Iterator[Any]:
    """A bar on standard error, where a person looks on and the length is known."""
    console = Console(stderr=True)
    if source == "-" or not console.is_terminal:
        yield lambda: None
        return
    with Path(source).open("rb") as lines:
        total = sum(bool(line.strip()) for line in lines)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", total=total)
        yield lambda: progress.advance(task)
