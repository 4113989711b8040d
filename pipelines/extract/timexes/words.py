"""Words of time as figures and codes, and the small questions every rule asks of a match.

What belongs here: number words, units, ordinals, parts of the day, the senses of "last", "next" and "that".
Not here: patterns (grammar.py), what a match refers to (days.py, spans.py, amounts.py, resolve.py).
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extract.timexes.calendars import Reading, shifted
from pipelines.extract.timexes.context import Context, Tense, Unit
from pipelines.extract.timexes.lexicon import lexicon
from pipelines.extract.timexes.scan import Candidate

BACK = {
    "last",
    "past",
    "previous",
    "prior",
    "preceding",
    "the last",
    "the past",
    "this past",
    "the previous",
    "the preceding",
    "the prior",
}
ON = {
    "next",
    "coming",
    "following",
    "subsequent",
    "this coming",
    "the next",
    "the very next",
    "the following",
    "the ensuing",
    "the coming",
}
# These count from what the text dated last, not from today.
TEXTUAL = {
    "previous",
    "prior",
    "preceding",
    "following",
    "subsequent",
    "same",
    "that",
    "that same",
    "the same",
    "this same",
    "the previous",
    "the preceding",
    "the prior",
    "the following",
    "the ensuing",
    "the very next",
    "the next",
}
SUBDAILY = {"H", "MIN", "SEC"}
COARSE: dict[str, Unit] = {"D": "D", "W": "W", "WE": "W", "M": "M", "Q": "Q", "Y": "Y"}


def number_of(words: str | None) -> float | None:
    """The figure that number words stand for; None where they give none ("several")."""
    if words is None:
        return 1.0
    text = words.lower().strip()
    data = lexicon()
    if text in data["vague_numbers"] or (text.endswith(" of") and "couple" not in text):
        return None
    extra = 0.5 if text.endswith((" and a half", " and one-half", "½", " 1/2", "-1/2")) else 0.0
    text = re.sub(r"(?: and a half| and one-half| ?½|[ -]1/2)$", "", text)
    fixed = {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "half": 0.5, "a dozen": 12.0, "two dozen": 24.0}
    if text in fixed or "couple" in text:
        return fixed.get(text, 2.0) + extra
    if text[:1].isdigit():
        figures = text.split()[0].split("-")[0].replace(",", "")
        return float(figures) + extra if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", figures) else None
    total = current = 0.0
    for word in re.split(r"[ -]", text):
        if word in data["numbers"]:
            current += data["numbers"][word]
        elif word in data["multipliers"]:
            current = (current or 1.0) * data["multipliers"][word]
            if data["multipliers"][word] == 1000:
                total, current = total + current, 0.0
    return total + current + extra


def unit_of(word: str) -> str:
    """TIMEX3 code of a unit in singular or plural."""
    units: dict[str, str] = lexicon()["units"]
    singular = lexicon()["plurals"].get(word, word[:-1] if word not in units and word.endswith("s") else word)
    return units[singular]


def ordinal_of(words: str) -> int:
    ordinals: dict[str, int] = lexicon()["ordinals"]
    parts = re.split(r"[ -]", words)
    return (20 if parts[0] == "twenty" else 0) + ordinals[parts[-1]]


def part_code(part: str | None) -> str:
    return "" if part is None else f"T{lexicon()['parts_of_day'][part]}"


def with_part(reading: Reading, part: str | None) -> Reading:
    """The part of a day; midnight belongs to two days."""
    if part is None:
        return reading
    end = shifted(reading.end, 1) if part == "midnight" and reading.end else reading.end
    return replace(reading, type="TIME", value=reading.value + part_code(part), end=end)


def tense_around(candidate: Candidate, context: Context) -> Tense:
    return context.tense(candidate.match.start(), candidate.match.end())


def is_written_as_name(candidate: Candidate, group: str, context: Context) -> bool:
    at = candidate.match.start(group) if group in candidate.match.re.groupindex else -1
    return at >= 0 and context.text[at].isupper()
