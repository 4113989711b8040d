"""The scan: every stretch of a text that some rule of the grammar matches, with the modifiers on its left.

What belongs here: going through a text, the longest match, how far its modifiers reach back.  Not here: the rules (grammar.py),
what a match refers to (resolve.py).

The scan looks each word up in a table of trigger words and tries only the rules that can begin with it; the longest
match wins.  What may stand before a core ("early", "the end of", "at least") is read leftwards once a core is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.extract.timexes.grammar import Rule, grammar

_WORD = re.compile(r"\d+|[A-Za-z]+|(?<![\w’'])['‘’]\d")
# The furthest a modifier reaches back.
_LEFT_REACH = 48
_DURATION_RULES = frozenset({"amount", "vague_amount", "set_per"})
# "the" belongs to these; before the others it belongs to the noun they describe ("the August 1988 truce").
_WITH_ARTICLE = frozenset(
    "near_unit near_part near_season quarter decade century season bare_unit day_after year_earlier half_year year_end "
    "day_month week_of".split()
)
_BARE_RULES = frozenset({"reference", "at_night", "past", "long", "set", "set_adverb", "clock", "numeric_date"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that a rule matched: `start` includes the modifiers on its left, `core` does not."""

    rule: str
    match: re.Match[str]
    start: int
    end: int
    left: re.Match[str] | None

    def get(self, name: str) -> str | None:
        """A named part of the match in lower case, or None."""
        found = self.match.groupdict().get(name)
        return found.lower() if found else None

    def relation(self) -> str:
        """ "last", "the next", "that": with the article that stands before it."""
        relative = self.get("rel") or ""
        has_article = self.left is not None and self.left.groupdict().get("the")
        return f"the {relative}" if has_article and not relative.startswith("the ") else relative

    def modifier(self, name: str) -> str | None:
        """A named part of what stands left of the core, in lower case, or None."""
        found = self.left.groupdict().get(name) if self.left else None
        return " ".join(found.lower().split()) if found else None


def candidates(text: str) -> Iterator[Candidate]:
    """Every stretch that some rule matches, in order, none overlapping."""
    rules = grammar()
    at = 0
    for word in _WORD.finditer(text):
        if word.start() < at:
            continue
        found = word.group()
        key = "#" if found[0].isdigit() else "'" if not found[0].isalpha() else found.lower()
        tried = rules.by_trigger.get(key)
        if tried is None or (word.start() and (text[word.start() - 1].isalnum() or text[word.start() - 1] in "$€£")):
            continue
        best: tuple[int, Rule, re.Match[str]] | None = None
        for rule in tried:
            match = rule.pattern.match(text, word.start())
            if match and (best is None or match.end() > best[0]):
                best = (match.end(), rule, match)
        if best is None or best[0] <= word.start():
            continue
        candidate = _widened(text, best[1].id, best[2], at)
        yield candidate
        at = candidate.end


def _widened(text: str, rule: str, match: re.Match[str], floor: int) -> Candidate:
    """The candidate with the modifiers on its left, not reaching back beyond `floor`."""
    start = match.start()
    if rule in _BARE_RULES:
        return Candidate(rule, match, start, match.end(), None)
    before = text[max(floor, start - _LEFT_REACH) : start]
    rules = grammar()
    if rule == "rolling":
        pattern = rules.left_of_rolling
    else:
        pattern = rules.left_of_duration if rule in _DURATION_RULES else rules.left_of_date
    left = pattern.search(before)
    if left is None:
        return Candidate(rule, match, start, match.end(), None)
    begin = left.start()
    parts = left.groupdict()
    if (rule == "quarter" and "-" in match.group()) or (rule == "vague_amount" and left.group().lower() == "the "):
        begin = left.end()
    elif parts.get("the") and not parts["spec"] and rule not in _WITH_ARTICLE:
        begin = left.end("the")
    elif parts.get("article") and not parts["rel"] and rule not in _WITH_ARTICLE:
        begin = left.end("article")
    elif (
        rule == "amount"
        and _is_attributive(match)
        and left.group().lower() in {"the ", "a ", "its ", "their ", "his ", "her "}
    ):
        begin = left.end()
    return Candidate(rule, match, start - len(before) + begin, match.end(), left)


def _is_attributive(match: re.Match[str]) -> bool:
    """A number with a unit in the singular describes a noun ("the two-day visit")."""
    parts = match.groupdict()
    return parts["num"].lower() not in {"a", "an", "one", "1"} and not parts["unit"].lower().endswith("s")
