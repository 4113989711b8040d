"""Patterns of time expressions: which stretches of text are one, and what their parts are.

What belongs here: regular expressions over the building blocks of parts.py, each with the words it can begin with.  Not here: the
scan that applies them (scan.py), what a match refers to (resolve.py).
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import any_of
from pipelines.extract.timexes.lexicon import lexicon
from pipelines.extract.timexes.parts import (
    ANCIENT,
    DASH,
    DAY,
    DAY_END,
    DIRECTION,
    ERA,
    JOINT,
    OF_WEEK,
    ORDINAL_END,
    QUALIFIER,
    RELATIVE,
    RELATIVE_YEAR,
    SHORT_ORDINAL,
    YEAR,
    ZONE,
    Parts,
    number_named,
    parts,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern; `id` names it in the results, `triggers` are the words (or `#`, a number) it can begin with."""

    id: str
    pattern: re.Pattern[str]
    triggers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules by trigger word, and the patterns read leftwards from a core."""

    by_trigger: dict[str, tuple[Rule, ...]]
    left_of_date: re.Pattern[str]
    left_of_duration: re.Pattern[str]
    left_of_rolling: re.Pattern[str]


# Name, pattern, and the words it can begin with.
_Specified = tuple[str, str, Set[str]]
_QUARTER_WORDS = {"fiscal", "first", "second", "third", "fourth", "#", "latest", "current"}
_RELATIVE_WORDS = set(re.findall(r"[a-z]+", RELATIVE)) - {"the", "very"}
_ROLLING = set("past last next coming previous following preceding recent ensuing final future latest".split())
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


@cache
def grammar() -> Grammar:
    """The rules, compiled once; of rules that match alike the first stands."""
    by_trigger: dict[str, list[Rule]] = {}
    for group in (_dates, _times, _pointing, _amounts, _named, _repeated):
        for name, pattern, triggers in group(parts()):
            rule = Rule(name, re.compile(pattern, re.IGNORECASE), frozenset(triggers))
            for trigger in triggers:
                by_trigger.setdefault(trigger.lower(), []).append(rule)
    return Grammar(
        {trigger: tuple(rules) for trigger, rules in by_trigger.items()},
        re.compile(
            rf"(?<![\w-])(?P<spec>{_SPECIFIER})?(?:(?P<rel>{RELATIVE}) |(?P<the>the |its )(?:full |entire |whole )?)?"
            r"(?:fiscal )?\Z",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<![\w-]){_APPROXIMATELY}\Z", re.IGNORECASE),
        re.compile(rf"(?<![\w-]){_BEFORE_ROLLING}\Z", re.IGNORECASE),
    )


def _dates(p: Parts) -> list[_Specified]:
    """Days and months by name or number."""
    words = lexicon()
    return [
        ("iso_date", r"(?P<year>[12]\d{3})-(?P<mm>\d\d)-(?P<day>\d\d)(?![\d-])", {"#"}),
        ("numeric_date", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>[12]\d{3}|\d\d)(?![\d/])", {"#"}),
        (
            "month_day",
            rf"{p.month} (?:the )?{DAY}(?:{JOINT}{p.also})?(?:,? (?:of )?{YEAR}|{RELATIVE_YEAR})?",
            p.month_words,
        ),
        ("month_day", rf"{p.month} (?:the )?{p.spelled_day}\b(?! (?:{p.singular}|half))(?:,? {YEAR})?", p.month_words),
        (
            "day_month",
            rf"{DAY}(?: (?:of )?|-|(?={JOINT}))(?:{JOINT}(?P<also>\d{{1,2}}){ORDINAL_END}?(?: of)? )?{p.month}"
            rf"(?:,? {ANCIENT}|,? {YEAR}|{RELATIVE_YEAR}| (?P<yy>\d\d)(?![\d\w%]|[.,:]\d))?",
            {"#"},
        ),
        ("day_month", rf"{p.spelled_day} (?:of )?{p.month}(?:,? {YEAR})?", {*words["ordinals"], "twenty"}),
        ("month", rf"{p.month}(?:,? (?:of )?(?:{ANCIENT}|{YEAR}|{p.spelled_year})|{RELATIVE_YEAR})?", p.month_words),
        (
            "weekday_date",
            rf"{p.weekdays},? (?:the )?(?:{p.month} (?P<day>\d{{1,2}}){ORDINAL_END}?\b{DAY_END}|"
            rf"(?P<day_>\d{{1,2}}){ORDINAL_END}? (?:of )?(?P<month_>(?:{p.months}|{p.short_months})\b\.?))(?:,? {YEAR})?",
            p.weekday_words,
        ),
        ("weekday", rf"{p.weekdays}(?:(?:['’]s)? (?:early |late |mid-?)?{p.part}\b(?P<plural>s\b)?)?", p.weekday_words),
        ("weekdays", rf"(?P<weekday>{any_of(words['weekdays'])})s\b", {f"{word}s" for word in words["weekdays"]}),
    ]


def _times(p: Parts) -> list[_Specified]:
    """Times of day."""
    words = lexicon()
    return [
        # "at 2115" is a time of day, "in 2015" a year.
        (
            "clock",
            r"(?:(?<=\bat )|(?<=\bat about )|(?<=\bat around )|(?<=\bat approximately ))"
            r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\b(?! [a-z]+s\b)",
            {"#"},
        ),
        ("clock", rf"(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d\d))?(?::\d\d)? ?(?P<half>[ap]\.?m\b\.?){ZONE}?", {"#"}),
        ("clock", rf"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)\b(?![:.]\d){ZONE}?", {"#"}),
        ("clock", rf"(?P<hour>[01]\d|2[0-4])(?P<minute>[0-5]\d)\b{ZONE}", {"#"}),
        (
            "clock",
            rf"(?P<hour>\d{{1,2}}|{p.figure}) (?:o['’]clock )?in the (?P<half>morning|afternoon|evening)",
            {"#", *words["numbers"]},
        ),
        ("moment", r"(?P<pod>noon|midnight|midday)\b", {"noon", "midnight", "midday"}),
        ("at_night", r"(?<=\bat )(?P<pod>night)\b(?! of)", {"night"}),
        (
            "part_of_day",
            rf"{p.part}(?= of (?:the )?(?:\d|{p.months}|{any_of(words['weekdays'])}))",
            set(words["parts_of_day"]),
        ),
    ]


def _pointing(p: Parts) -> list[_Specified]:
    """Words that only point: "yesterday", "last week", "the past two months"."""
    return [
        (
            "near_day",
            rf"(?P<word>yesterday|today|tomorrow)\b(?:(?:['’]s)? {p.part}\b)?",
            {"yesterday", "today", "tomorrow"},
        ),
        ("near_day", r"the (?P<word>day before yesterday|day after tomorrow)\b", {"the"}),
        ("tonight", r"(?P<word>tonight|overnight)\b", {"tonight", "overnight"}),
        ("near_part", rf"(?P<rel>{RELATIVE}) (?:early |late |mid-?)?{p.part}\b", _RELATIVE_WORDS),
        (
            "near_unit",
            rf"(?P<rel>{RELATIVE}) (?:fiscal |financial |calendar |entire |full |whole )?(?P<unit>{p.singular})\b"
            rf"(?!-(?:old|long|end))(?: or (?:so|two)\b|['’]s (?:{SHORT_ORDINAL}[ -]quarter|end\b))?",
            _RELATIVE_WORDS,
        ),
        ("near_season", rf"(?P<rel>{RELATIVE}) {p.seasons}\b", _RELATIVE_WORDS),
        ("rolling", rf"(?P<rel>{any_of(_ROLLING)}) (?:{p.number} )?(?P<unit>{p.plural})\b(?: or so| ahead)?", _ROLLING),
    ]


def _amounts(p: Parts) -> list[_Specified]:
    """Amounts of time, and units by themselves."""
    return [
        (
            "amount",
            rf"(?!an? (?:{p.plural})){p.number}(?: (?:to|or) {number_named('num2')})?[ -]{QUALIFIER}"
            rf"(?P<unit>{p.singular}|{p.plural})\b"
            r"(?P<joined>[ -]old\b|-long\b| or so\b| period\b| time\b)?"
            rf"(?: and (?P<extra>a half\b|{number_named('num3')} (?P<unit2>{p.plural}|{p.singular})\b))?"
            rf"(?: or (?:two|more))?(?:,? or so)?{DIRECTION}(?![-–]\w)",
            p.number_words,
        ),
        ("long", rf"(?:{p.singular}|{p.plural})-long\b", p.singulars | p.plurals),
        (
            "day_after",
            r"(?P<unit>day|night|morning|week|month|year)(?P<dir> following| before| after| earlier| later)\b",
            {"day", "night", "morning", "week", "month", "year"},
        ),
        (
            "vague_amount",
            rf"(?P<unit>{p.plural})(?:[- ]long\b| or (?P<unit2>{p.plural})\b| ahead\b)?{DIRECTION}(?![-–]\w)",
            p.plurals,
        ),
        (
            "year_earlier",
            rf"year-(?P<dir>earlier|ago)(?: (?:{SHORT_ORDINAL}[ -])?(?P<unit>quarter|period)|"
            rf" {p.number} (?P<units>{p.plural}))?",
            {"year"},
        ),
        ("year_end", r"(?P<unit>year|month|week)(?:-end\b| end\b|['’]s end\b)", {"year", "month", "week"}),
        ("bare_unit", rf"(?P<unit>{p.singular})\b(?! of (?:{p.months}|[12]\d{{3}})| half\b)", p.singulars),
    ]


def _named(p: Parts) -> list[_Specified]:
    """Weeks, quarters, seasons, years, decades, centuries and holidays."""
    words = lexicon()
    return [
        ("week_of", rf"{OF_WEEK}{DAY} (?:of )?{p.month}(?:,? {YEAR})?", {"week"}),
        ("week_of", rf"{OF_WEEK}{p.month} {DAY}(?:{JOINT}{p.also})?(?:,? {YEAR})?", {"week"}),
        (
            "quarter",
            r"(?:fiscal[ -])?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th|latest|current)[ -](?:fiscal[ -])?"
            rf"quarter\b(?: of (?:fiscal )?{YEAR}| (?P<relyear>last|this|next) year)?",
            _QUARTER_WORDS,
        ),
        ("quarter", rf"{YEAR}(?:['’]s)? {SHORT_ORDINAL} quarter\b", {"#"}),
        ("quarter", rf"Q(?P<quarter>[1-4])(?: (?:of )?{YEAR})?\b", {"q"}),
        ("quarter", r"(?P<quarter>latest|current) period\b", {"latest", "current"}),
        ("half_year", rf"(?P<part>first|second|last) half of {YEAR}", {"first", "second", "last"}),
        (
            "season",
            rf"{p.seasons}\b(?:,? (?:of )?{ANCIENT}|,? (?:of )?{YEAR}|(?: of)? {p.spelled_year}|{RELATIVE_YEAR})?",
            set(words["seasons"]),
        ),
        (
            "fiscal_year",
            rf"(?:fiscal|financial)(?: year)? {YEAR}(?:[-/–]\d\d\b)?|FY ?-?(?:20)?(?P<yy>\d\d)\b",
            {"fiscal", "financial", "fy"},
        ),
        (
            "year",
            rf"(?:year )?(?P<year>[12]\d{{3}})(?!\d|,\d{{3}}|[.:]\d|(?<=0)['’]?s\b|%|[-–]\w*[a-z]| block\b)(?:{ERA})?",
            {"#", "year"},
        ),
        ("year", r"year (?P<spelled_thousand>two thousand)", {"year"}),
        ("year_span", rf"(?P<year>[12]\d{{3}}) ?(?:{DASH}|/) ?(?P<also>(?:[12]\d)?\d\d)(?![\d\w]|,\d)", {"#"}),
        ("year", rf"(?P<year>\d{{1,4}}){ERA}", {"#"}),
        ("year_span", rf"(?P<year>\d{{1,4}})(?: ?{DASH} ?| to | and )(?P<also>\d{{1,4}}){ERA}", {"#"}),
        ("year", r"(?P<year>['‘’]\d\d)(?!\d|s|['’])\b", {"'"}),
        ("year", rf"{p.spelled_year}\b(?![ -](?:{p.singular}|{p.plural}))", {"nineteen", "eighteen"}),
        ("decade", r"(?P<decade>1\d{2}0|20\d0)['’]?s\b", {"#"}),
        ("decade", r"(?P<decade>['‘’]\d0)['’]?s\b", {"'"}),
        ("decade", rf"the (?:(?:early|late|mid)[- ])?(?P<spelled>{any_of(words['decades'])})\b", {"the"}),
        (
            "century",
            rf"(?:(?P<number>\d{{1,2}}){ORDINAL_END}|(?P<ordinal>{p.ordinals}|twenty[ -]first))[ -]century\b(?:{ERA})?",
            {"#", "twenty", *words["ordinals"]},
        ),
        (
            "named_day",
            rf"(?P<name>{any_of(words['named_days'])})(?!\w)(?: (?:day|night|morning)\b)?(?:,? {YEAR})?",
            {name.split()[0].split("'")[0] for name in words["named_days"]},
        ),
    ]


def _repeated(p: Parts) -> list[_Specified]:
    """What recurs, and references without a number: "daily", "recently", "the past"."""
    words = lexicon()
    return [
        (
            "set",
            rf"(?:every|each)(?: (?:single|other|passing))?(?: {p.number})? (?:(?P<unit>{p.singular}|{p.plural})|{p.weekdays}|"
            rf"{p.month}|{p.part}|{p.seasons})\b",
            {"every", "each"},
        ),
        ("set_per", rf"per (?P<unit>{p.singular})\b", {"per"}),
        ("set_adverb", rf"(?P<word>{any_of(words['sets'])})\b(?!-)", set(words["sets"])),
        *(
            ("reference", rf"(?P<{ref}>{any_of(listed)})\b(?!-)", {re.split("[ -]", word)[0] for word in listed})
            for ref, listed in words["references"].items()
        ),
        (
            "past",
            r"the (?P<PAST_REF>past|recent past)\b"
            rf"(?! (?:[\w-]+ )?(?:[\w-]+ )?(?:{p.singular}|{p.plural}|{any_of(words['seasons'])})\b)",
            {"the"},
        ),
        ("past", r"the (?P<FUTURE_REF>(?:near |foreseeable |immediate )?future|near term|short term)\b", {"the"}),
    ]
