"""Patterns of time expressions: which stretches of text are one, and what its parts are.

What belongs here: regular expressions over the words of lexicon/time.yml, and the scan that applies them.  Not here:
what a match refers to (resolve.py).

The scan looks each word up in a table of trigger words and tries only the rules that can begin with it; the longest
match wins.  What may stand before a core ("early", "the end of", "at least") is read leftwards once a core is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.extract.lexicon import any_of
from pipelines.extract.lexicon import lexicon as load

_WORD = re.compile(r"\d+|[A-Za-z]+|(?<![\w’'])['‘’]\d")
# The furthest a modifier reaches back.
_LEFT_REACH = 48


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern; `id` names it in the results, `triggers` are the words (or `#`, a number) it can begin with."""

    id: str
    pattern: re.Pattern[str]
    triggers: frozenset[str]


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


@cache
def lexicon() -> dict[str, Any]:
    """Words of time (lexicon/time.yml)."""
    data: dict[str, Any] = load("time.yml")
    return data


def _unit_words(*, plural: bool, singular: bool) -> str:
    words: list[str] = []
    for unit in lexicon()["units"]:
        words += [unit] if singular else []
        words += [unit[:-1] + "ies" if unit.endswith("y") and unit != "day" else f"{unit}s"] if plural else []
    return any_of(words)


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules by trigger word, and the patterns read leftwards from a core."""

    by_trigger: dict[str, tuple[Rule, ...]]
    left_of_date: re.Pattern[str]
    left_of_duration: re.Pattern[str]
    left_of_rolling: re.Pattern[str]


_DASH = r"[-‐‑–—]"
_ORDINAL_END = r"(?:st|nd|rd|th|d)"
# A day of the month, and nothing that makes another number of it.
_DAY_END = r"(?![\d%]|[.,:/]\d| ?(?:percent|per cent|million|billion|a\.m|p\.m|am\b|pm\b))"
_YEAR = r"(?:[12]\d{3}(?!\d|,\d{3}|[.]\d)|['‘’]\d\d(?!\d|s))"
_ZONE = r"(?:,? (?:gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|et|ist|pkt|local time|local|o'clock)\b)"
_RELATIVE = (
    r"(?:this past|this coming|this same|that same|the same|the very next|the next|the last|the past|the previous|"
    r"the preceding|the following|the ensuing|the coming|the current|the latest|the prior|the present|this|last|next|"
    r"that|past|previous|following|coming|current|same|latest|prior|preceding|subsequent)"
)
_SPECIFIER = (
    r"(?:(?:the )?(?:very )?(?P<part>early|late|mid|middle|beginning|start|end|close|latter part|latter half|"
    r"early part|first part|first half|second half|last half|first days|first weeks|first months|last days|last weeks|"
    r"last months|final days|final weeks|closing days|rest|remainder|course|height|eve|better part|good part|"
    r"first week|second week|third week|fourth week|last week|final week|first two weeks|last two weeks|"
    r"first day|last day)"
    r"(?: part| parts| days| weeks| months| years| hours)? (?:of|in|on) (?:the )?|"
    r"(?P<article>the )?(?P<adverb>early|late|later|earlier|mid|sometime)(?:[- ]| in | on | in the )(?:the )?)"
)
_APPROXIMATELY = (
    r"(?:(?:nearly|almost|about|around|at least|at most|more than|less than|fewer than|over|under|up to|no more than|"
    r"not more than|just over|just under|well over|approximately|roughly|some|only|as many as|as much as|as little as|"
    r"as long as|a little more than|a little over)\s)?"
    r"(?:(?:the|another|an additional|a further|a full|a good|its|their|his|her)\s)?(?:(?:first|final|full)\s)?"
)
# Before "past two weeks", "over" is a preposition.
_BEFORE_ROLLING = r"(?:(?:at least|nearly|almost|roughly|about|much of|most of) )?(?:(?:the|these) )?"


def _number(name: str) -> str:
    data = lexicon()
    words = any_of([*data["numbers"], *data["multipliers"]])
    vague = any_of(data["vague_numbers"])
    spelled = (
        rf"(?:a (?=hundred|thousand))?(?:(?:{words})(?:[ -](?:and )?(?:{words})){{0,6}})(?: and a half| and one-half)?"
    )
    figures = r"\d+(?:,\d{3}){0,4}(?:\.\d+)?(?:[ -]\d/\d| ½)?(?: and a half)?"
    return rf"(?P<{name}>(?:a )?couple(?: of)?|a dozen|two dozen|half an?|{vague}|{spelled}|{figures}|an?)"


@cache
def grammar() -> Grammar:
    """The rules, compiled once."""
    data = lexicon()
    months = any_of(data["months"])
    short_months = any_of(data["month_abbreviations"])
    month = rf"(?P<month>(?:{months})\b|(?:{short_months})\b\.?)"
    weekdays = rf"(?P<weekday>(?:{any_of(data['weekdays'])})\b|(?:{any_of(data['weekday_abbreviations'])})\b\.?)"
    ordinals = any_of(data["ordinals"])
    part = rf"(?P<pod>{any_of(data['parts_of_day'])})"
    seasons = rf"(?P<season>{any_of(data['seasons'])})"
    day = rf"(?P<day>\d{{1,2}}){_ORDINAL_END}?\b{_DAY_END}"
    also = rf"(?P<also>\d{{1,2}}){_ORDINAL_END}?\b{_DAY_END}(?! ?(?:{_unit_words(plural=True, singular=True)}|\w+s)\b)"
    joint = rf"(?:(?: ?{_DASH} ?)| to | through | until | till | and | or |, )"
    year = rf"(?P<year>{_YEAR})"
    relative_year = (
        r"(?: (?P<relyear>this|last|next|of that|of this|of last|of next|of the same|of the following|of the previous|"
        r"the same|the following|the previous) year)"
    )
    ancient = r"(?P<bc>\d{1,4}) ?(?:BC|B\.C\.|BCE|B\.C)(?!\w)"
    era = r"(?P<era> ?(?:BC|B\.C\.|BCE|B\.C)(?!\w))"
    singular, plural = _unit_words(plural=False, singular=True), _unit_words(plural=True, singular=False)
    number = _number("num")
    figure = rf"(?:{any_of(data['numbers'])})"
    spelled_year = (
        r"(?P<century>nineteen|eighteen|twenty)[ -](?:hundred(?: and)? )?"
        rf"(?P<spelled>{figure}(?:[ -]{figure})?)"
    )
    number_words = {
        "#", "a", "an", "half", "several", "many", "some", "few", "dozens", "hundreds", "thousands", "various",
        *data["numbers"], *data["multipliers"],
    }  # fmt: skip
    month_words = {*data["months"], *data["month_abbreviations"]}
    weekday_words = {*data["weekdays"], *data["weekday_abbreviations"]}
    relative_words = set(re.findall(r"[a-z]+", _RELATIVE)) - {"the", "very"}
    direction = (
        r"(?P<dir> ago| earlier(?! this| in the| on)| later(?! this| in the| on)| before| after| afterwards?| from now|"
        r" hence| prior| beforehand)?"
    )
    qualifier = (
        r"(?:more |additional |full |straight |consecutive |trading |business |working |long |other |whole |short |"
        r"further |successive )?"
    )
    short_ordinal = r"(?P<quarter>first|second|third|fourth)"
    spelled_day = rf"(?P<ordinal>{ordinals}|twenty[ -](?:{ordinals}))"
    of_week = r"week (?P<way>of|ending|ended|starting|beginning|from|to)(?: on)? (?:the )?"
    roll = set("past last next coming previous following preceding recent ensuing final future latest".split())
    singulars, plurals = set(singular.split("|")), set(plural.split("|"))
    quarter_words = {"fiscal", "first", "second", "third", "fourth", "#", "latest", "current"}

    specified: list[tuple[str, str, set[str]]] = [
        ("iso_date", r"(?P<year>[12]\d{3})-(?P<mm>\d\d)-(?P<day>\d\d)(?![\d-])", {"#"}),
        ("numeric_date", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>[12]\d{3}|\d\d)(?![\d/])", {"#"}),
        ("month_day", rf"{month} (?:the )?{day}(?:{joint}{also})?(?:,? (?:of )?{year}|{relative_year})?", month_words),
        ("month_day", rf"{month} (?:the )?{spelled_day}\b(?! (?:{singular}|half))(?:,? {year})?", month_words),
        (
            "day_month",
            rf"{day}(?: (?:of )?|-|(?={joint}))(?:{joint}(?P<also>\d{{1,2}}){_ORDINAL_END}?(?: of)? )?{month}"
            rf"(?:,? {ancient}|,? {year}|{relative_year}| (?P<yy>\d\d)(?![\d\w%]|[.,:]\d))?",
            {"#"},
        ),
        ("day_month", rf"{spelled_day} (?:of )?{month}(?:,? {year})?", {*data["ordinals"], "twenty"}),
        ("month", rf"{month}(?:,? (?:of )?(?:{ancient}|{year}|{spelled_year})|{relative_year})?", month_words),
        (
            "weekday_date",
            rf"{weekdays},? (?:the )?(?:{month} (?P<day>\d{{1,2}}){_ORDINAL_END}?\b{_DAY_END}|"
            rf"(?P<day_>\d{{1,2}}){_ORDINAL_END}? (?:of )?(?P<month_>(?:{months}|{short_months})\b\.?))(?:,? {year})?",
            weekday_words,
        ),
        ("weekday", rf"{weekdays}(?:(?:['’]s)? (?:early |late |mid-?)?{part}\b(?P<plural>s\b)?)?", weekday_words),
        ("weekdays", rf"(?P<weekday>{any_of(data['weekdays'])})s\b", {f"{word}s" for word in data["weekdays"]}),
        # "at 2115" is a time of day, "in 2015" a year.
        (
            "clock",
            r"(?:(?<=\bat )|(?<=\bat about )|(?<=\bat around )|(?<=\bat approximately ))"
            r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\b(?! [a-z]+s\b)",
            {"#"},
        ),
        ("clock", rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?(?::\d\d)? ?(?P<half>[ap]\.?m\b\.?){_ZONE}?", {"#"}),
        ("clock", rf"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)\b(?![:.]\d){_ZONE}?", {"#"}),
        ("clock", rf"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)\b{_ZONE}", {"#"}),
        (
            "clock",
            rf"(?P<hour>\d{{1,2}}|{figure}) (?:o['’]clock )?in the (?P<half>morning|afternoon|evening)",
            {"#", *data["numbers"]},
        ),
        ("moment", r"(?P<pod>noon|midnight|midday)\b", {"noon", "midnight", "midday"}),
        ("at_night", r"(?<=\bat )(?P<pod>night)\b(?! of)", {"night"}),
        (
            "part_of_day",
            rf"{part}(?= of (?:the )?(?:\d|{months}|{any_of(data['weekdays'])}))",
            set(data["parts_of_day"]),
        ),
        (
            "near_day",
            rf"(?P<word>yesterday|today|tomorrow)\b(?:(?:['’]s)? {part}\b)?",
            {"yesterday", "today", "tomorrow"},
        ),
        ("near_day", r"the (?P<word>day before yesterday|day after tomorrow)\b", {"the"}),
        ("tonight", r"(?P<word>tonight|overnight)\b", {"tonight", "overnight"}),
        ("near_part", rf"(?P<rel>{_RELATIVE}) (?:early |late |mid-?)?{part}\b", relative_words),
        (
            "near_unit",
            rf"(?P<rel>{_RELATIVE}) (?:fiscal |financial |calendar |entire |full |whole )?(?P<unit>{singular})\b"
            rf"(?!-(?:old|long|end))(?: or (?:so|two)\b|['’]s (?:{short_ordinal}[ -]quarter|end\b))?",
            relative_words,
        ),
        ("near_season", rf"(?P<rel>{_RELATIVE}) {seasons}\b", relative_words),
        ("rolling", rf"(?P<rel>{any_of(roll)}) (?:{number} )?(?P<unit>{plural})\b(?: or so| ahead)?", roll),
        (
            "amount",
            rf"(?!an? (?:{plural})){number}(?: (?:to|or) {_number('num2')})?[ -]{qualifier}"
            rf"(?P<unit>{singular}|{plural})\b"
            r"(?P<joined>[ -]old\b|-long\b| or so\b| period\b| time\b)?"
            rf"(?: and (?P<extra>a half\b|{_number('num3')} (?P<unit2>{plural}|{singular})\b))?"
            rf"(?: or (?:two|more))?(?:,? or so)?{direction}(?![-–]\w)",
            number_words,
        ),
        ("long", rf"(?:{singular}|{plural})-long\b", singulars | plurals),
        (
            "day_after",
            r"(?P<unit>day|night|morning|week|month|year)(?P<dir> following| before| after| earlier| later)\b",
            {"day", "night", "morning", "week", "month", "year"},
        ),
        (
            "vague_amount",
            rf"(?P<unit>{plural})(?:[- ]long\b| or (?P<unit2>{plural})\b| ahead\b)?{direction}(?![-–]\w)",
            plurals,
        ),
        (
            "year_earlier",
            rf"year-(?P<dir>earlier|ago)(?: (?:{short_ordinal}[ -])?(?P<unit>quarter|period)|"
            rf" {number} (?P<units>{plural}))?",
            {"year"},
        ),
        ("year_end", r"(?P<unit>year|month|week)(?:-end\b| end\b|['’]s end\b)", {"year", "month", "week"}),
        ("bare_unit", rf"(?P<unit>{singular})\b(?! of (?:{months}|[12]\d{{3}})| half\b)", singulars),
        ("week_of", rf"{of_week}{day} (?:of )?{month}(?:,? {year})?", {"week"}),
        ("week_of", rf"{of_week}{month} {day}(?:{joint}{also})?(?:,? {year})?", {"week"}),
        (
            "quarter",
            r"(?:fiscal[ -])?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th|latest|current)[ -](?:fiscal[ -])?"
            rf"quarter\b(?: of (?:fiscal )?{year}| (?P<relyear>last|this|next) year)?",
            quarter_words,
        ),
        ("quarter", rf"{year}(?:['’]s)? {short_ordinal} quarter\b", {"#"}),
        ("quarter", rf"Q(?P<quarter>[1-4])(?: (?:of )?{year})?\b", {"q"}),
        ("quarter", r"(?P<quarter>latest|current) period\b", {"latest", "current"}),
        ("half_year", rf"(?P<part>first|second|last) half of {year}", {"first", "second", "last"}),
        (
            "season",
            rf"{seasons}\b(?:,? (?:of )?{ancient}|,? (?:of )?{year}|(?: of)? {spelled_year}|{relative_year})?",
            set(data["seasons"]),
        ),
        (
            "fiscal_year",
            rf"(?:fiscal|financial)(?: year)? {year}(?:[-/–]\d\d\b)?|FY ?-?(?:20)?(?P<yy>\d\d)\b",
            {"fiscal", "financial", "fy"},
        ),
        (
            "year",
            rf"(?:year )?(?P<year>[12]\d{{3}})(?!\d|,\d{{3}}|[.:]\d|(?<=0)['’]?s\b|%|[-–]\w*[a-z])(?:{era})?",
            {"#", "year"},
        ),
        ("year", r"year (?P<spelled_thousand>two thousand)", {"year"}),
        ("year_span", rf"(?P<year>[12]\d{{3}}) ?(?:{_DASH}|/) ?(?P<also>(?:[12]\d)?\d\d)(?![\d\w]|,\d)", {"#"}),
        ("year", rf"(?P<year>\d{{1,4}}){era}", {"#"}),
        ("year_span", rf"(?P<year>\d{{1,4}})(?: ?{_DASH} ?| to | and )(?P<also>\d{{1,4}}){era}", {"#"}),
        ("year", r"(?P<year>['‘’]\d\d)(?!\d|s|['’])\b", {"'"}),
        ("year", rf"{spelled_year}\b(?![ -](?:{singular}|{plural}))", {"nineteen", "eighteen"}),
        ("decade", r"(?P<decade>1\d{2}0|20\d0)['’]?s\b", {"#"}),
        ("decade", r"(?P<decade>['‘’]\d0)['’]?s\b", {"'"}),
        ("decade", rf"the (?:(?:early|late|mid)[- ])?(?P<spelled>{any_of(data['decades'])})\b", {"the"}),
        (
            "century",
            rf"(?:(?P<number>\d{{1,2}}){_ORDINAL_END}|(?P<ordinal>{ordinals}|twenty[ -]first))[ -]century\b(?:{era})?",
            {"#", "twenty", *data["ordinals"]},
        ),
        (
            "named_day",
            rf"(?P<name>{any_of(data['named_days'])})(?!\w)(?: (?:day|night|morning)\b)?(?:,? {year})?",
            {name.split()[0].split("'")[0] for name in data["named_days"]},
        ),
        (
            "set",
            rf"(?:every|each)(?: (?:single|other|passing))?(?: {number})? (?:(?P<unit>{singular}|{plural})|{weekdays}|"
            rf"{month}|{part}|{seasons})\b",
            {"every", "each"},
        ),
        ("set_per", rf"per (?P<unit>{singular})\b", {"per"}),
        ("set_adverb", rf"(?P<word>{any_of(data['sets'])})\b(?!-)", set(data["sets"])),
        *(
            ("reference", rf"(?P<{ref}>{any_of(words)})\b(?!-)", {re.split("[ -]", word)[0] for word in words})
            for ref, words in data["references"].items()
        ),
        (
            "past",
            r"the (?P<PAST_REF>past|recent past)\b"
            rf"(?! (?:[\w-]+ )?(?:[\w-]+ )?(?:{singular}|{plural}|{any_of(data['seasons'])})\b)",
            {"the"},
        ),
        ("past", r"the (?P<FUTURE_REF>(?:near |foreseeable |immediate )?future|near term|short term)\b", {"the"}),
    ]
    by_trigger: dict[str, list[Rule]] = {}
    for name, pattern, triggers in specified:
        rule = Rule(name, re.compile(pattern, re.IGNORECASE), frozenset(triggers))
        for trigger in triggers:
            by_trigger.setdefault(trigger.lower(), []).append(rule)
    return Grammar(
        {trigger: tuple(rules) for trigger, rules in by_trigger.items()},
        re.compile(
            rf"(?<![\w-])(?P<spec>{_SPECIFIER})?(?:(?P<rel>{_RELATIVE}) |(?P<the>the |its )(?:full |entire |whole )?)?"
            r"(?:fiscal )?\Z",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<![\w-]){_APPROXIMATELY}\Z", re.IGNORECASE),
        re.compile(rf"(?<![\w-]){_BEFORE_ROLLING}\Z", re.IGNORECASE),
    )


_DURATION_RULES = frozenset({"amount", "vague_amount", "set_per"})
# "the" belongs to these; before the others it belongs to the noun they describe ("the August 1988 truce").
_WITH_ARTICLE = frozenset(
    "near_unit near_part near_season quarter decade century season bare_unit day_after year_earlier half_year year_end "
    "day_month week_of".split()
)
_BARE_RULES = frozenset({"reference", "at_night", "past", "long", "set", "set_adverb", "clock", "numeric_date"})


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
