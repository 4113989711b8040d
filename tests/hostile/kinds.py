"""Every kind of hostile input, with what draws it and what must hold: the rows of the table of benchmarks/hostile.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from pipelines.extract.article import FAMILIES
from tests.hostile import checks, inputs

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class Kind:
    """Inputs, and the parsers that each of them is given to: name → check."""

    name: str
    given: st.SearchStrategy[Any]
    checks: Mapping[str, Check]


def _kind(name: str, given: st.SearchStrategy[Any], check: Check) -> Kind:
    return Kind(name, given, {name: check})


KINDS = (
    *(_kind(f"file: {form}", inputs.files(form), checks.check_delivery) for form in inputs.FORMATS),
    _kind("file: any bytes", inputs.any_bytes(), checks.check_delivery),
    _kind("clean: dates", inputs.dates(), checks.check_dates),
    _kind("clean: sentences and parts", inputs.texts(80), checks.check_sentences),
    _kind("clean: mojibake", inputs.texts(40), checks.check_mojibake),
    _kind("clean: language", inputs.languages(), checks.check_language),
    # One text is parsed once for all that read it.
    Kind(
        "extract",
        inputs.articles(),
        {
            "extract: timexes": checks.check_timexes,
            "extract: quantities": checks.check_quantities,
            "extract: places and actors": checks.check_names,
            "extract: attribution": checks.check_attributions,
            **{f"extract: {kind}": checks.family_check(kind) for kind in FAMILIES},
            "extract: rows and record": checks.check_rows,
            "extract: as a run reads": checks.check_told,
        },
    ),
)
