"""Patterns beside a noun: what the words before and after `ceasefire`, `talks` or `crossing` say became of it.

What belongs here: reading such patterns from a data file and matching them inside the noun's own clause.  Not here: the
patterns (lexicon/*.yml) and what follows from a match (the families).

A pattern file lists rules in order of priority.  `before` must end where the noun phrase begins, `after` starts at the
end of the noun; the group `at` of a pattern is the word that carries the event, for its date and its modality.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.extract.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern: the label it gives, where it stands, and other fields of its entry."""

    label: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    extra: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found beside a noun; `start`, `end` are offsets of the word that carries the event."""

    phrase: Phrase
    start: int
    end: int


@cache
def phrases(file: str, section: str) -> tuple[Phrase, ...]:
    """The rules of one section of a data file; `{name}` in a pattern stands for an entry of `parts`."""
    data = lexicon(file)
    parts: dict[str, str] = data.get("parts", {})

    def compiled(pattern: str | None, anchor: str) -> re.Pattern[str] | None:
        if pattern is None:
            return None
        for name, text in parts.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{text})")
        return re.compile(anchor.format(f"(?:{pattern})"), re.IGNORECASE)

    rules: list[Phrase] = []
    for entry in data[section]:
        extra = {key: value for key, value in entry.items() if key not in {"label", "before", "after"}}
        rules += [
            Phrase(
                entry["label"],
                compiled(pattern if side == "before" else None, r"(?:{})\s*[\"“]?$"),
                compiled(pattern if side == "after" else None, r"^[\"”]?\s*(?:{})"),
                extra,
            )
            for side in ("before", "after")
            for pattern in _listed(entry.get(side))
        ]
    return tuple(rules)


def _listed(value: str | list[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or []


def beside(rules: Sequence[Phrase], text: str, clause: tuple[int, int], noun_phrase: tuple[int, int]) -> list[Match]:
    """Every rule that matches beside the noun phrase inside its clause, in order of the rules."""
    left = text[clause[0] : noun_phrase[0]]
    right = text[noun_phrase[1] : clause[1]]
    found: list[Match] = []
    for rule in rules:
        pattern, side, offset = (rule.before, left, clause[0]) if rule.before else (rule.after, right, noun_phrase[1])
        match = pattern.search(side) if pattern else None
        if match:
            group = "at" if match.re.groupindex.get("at") and match.group("at") else 0
            found.append(Match(rule, offset + match.start(group), offset + match.end(group)))
    return found


# Where one statement about a noun ends and another begins.
_BOUNDARY = re.compile(
    r"[;—]|\s[-–]{1,2}\s|[,\s](?:but|while|whilst|although|though|whereas|however)\s|,\s(?:which|who|where|whom|with)\s|:\s|[,.!?][\"”]\s",
    re.IGNORECASE,
)
# A relative clause between commas, after which the verb of the noun itself comes: ", which began on Monday, was …".
_ENCLOSED = re.compile(
    r",\s(?:which|who)\s[^.;,]{3,90},\s(?=(?:was|were|is|are|has|had|have|will|would|\w{3,}ed|broke|fell|held|ran)\b)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|whether|should)\s+(?:[\w’'-]+\s+){0,5}$", re.IGNORECASE)
_TITLE_WORD = re.compile(r"\b[A-Za-z][\w’'-]*")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$|\([^)]{2,40}\)\s*$")


def clause_around(text: str, sentence: tuple[int, int], noun: tuple[int, int]) -> tuple[int, int]:
    """The stretch of a sentence around a noun that no conjunction of contrast, dash or semicolon divides."""
    start, end = sentence
    enclosed = [m.span() for m in _ENCLOSED.finditer(text, noun[1], end)]
    for boundary in _BOUNDARY.finditer(text, start, end):
        if boundary.end() <= noun[0]:
            start = boundary.end()
        elif boundary.start() >= noun[1] and not any(s <= boundary.start() < e for s, e in enclosed):
            return start, boundary.start()
    return start, end


def is_under_condition(text: str, clause: tuple[int, int], noun: int) -> bool:
    """Whether `if`, `unless` or `whether` opens the clause of the noun, for sentences the parser gets wrong."""
    return bool(_CONDITION.search(text, clause[0], noun))


def is_heading(text: str, start: int, end: int) -> bool:
    """A line of its own in title case without a full stop: it names a topic and reports nothing."""
    sentence = text[start:end]
    if len(sentence) > 120 or _SENTENCE_END.search(sentence):
        return False
    words = [w for w in _TITLE_WORD.findall(sentence) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.7 * len(words)
