"""Articles annotated with attributions, read from JSON Lines (docs/train-attribution.md), or refused with the line.

What belongs here: the format of the data and what is wrong with it.  Not here: what is learned from it (attribution.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.errors import DataProblem, EnvironmentProblem

Span = tuple[int, int]

_SHAPE = '{"id": "…", "text": "…", "attributions": [{"source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 30]]}]}'
_CURE = "mend that line; docs/train-attribution.md describes the format"
_PARTS = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated attribution: characters [start, end) of its parts; source and cue may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated article."""

    id: str
    text: str
    attributions: tuple[Gold, ...]


def read_examples(path: Path) -> list[Example]:
    """Every article of the file; the first line that is none is refused."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise EnvironmentProblem(
            f"{path} cannot be read: {error.strerror}", expected="a JSON Lines file", cure="check the path given"
        ) from error
    except UnicodeDecodeError as error:
        raise DataProblem(
            f"{path.name}: byte {error.start} is no UTF-8",
            expected="a JSON Lines file in UTF-8",
            cure="convert the file",
        ) from error
    examples = [_example(line, f"{path.name}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not any(gold.cue and gold.content for example in examples for gold in example.attributions):
        raise DataProblem(
            f"{path.name} holds no attribution with cue and content in {len(examples)} articles",
            expected=f"lines such as {_SHAPE}",
            cure="give annotated articles; docs/train-attribution.md describes the format",
        )
    return examples


def _example(line: str, where: str) -> Example:
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _refused(where, f"no valid JSON ({error})", _SHAPE) from error
    if not isinstance(fields, dict):
        raise _refused(where, f"a JSON value of type {type(fields).__name__}", _SHAPE)
    text, given = fields.get("text"), fields.get("attributions")
    if not isinstance(text, str) or not text.strip():
        raise _refused(where, "no text", "a field text with the article")
    if not isinstance(given, list):
        raise _refused(where, "no list of attributions", "a field attributions, [] where there are none")
    gold = tuple(_gold(one, len(text), f"{where}, attribution {number}") for number, one in enumerate(given, 1))
    return Example(str(fields.get("id") or where), text, gold)


def _gold(given: Any, length: int, where: str) -> Gold:
    if not isinstance(given, dict):
        raise _refused(where, f"a value of type {type(given).__name__}", "an object with source, cue and content")
    parts = {part: _spans(given.get(part, []), length, f"{where}, {part}") for part in _PARTS}
    return Gold(**parts)


def _spans(given: Any, length: int, where: str) -> tuple[Span, ...]:
    wanted = f"a list of [start, end) pairs of characters with 0 ≤ start < end ≤ {length}"
    if not isinstance(given, list):
        raise _refused(where, f"a value of type {type(given).__name__}", wanted)
    spans: list[Span] = []
    for pair in given:
        whole = isinstance(pair, list) and len(pair) == 2 and all(type(at) is int for at in pair)
        if not whole or not 0 <= pair[0] < pair[1] <= length:
            raise _refused(where, json.dumps(pair, ensure_ascii=False), wanted)
        spans.append((pair[0], pair[1]))
    return tuple(sorted(spans))


def _refused(where: str, found: str, expected: str) -> DataProblem:
    return DataProblem(f"{where}: {found}", expected=expected, cure=_CURE)
