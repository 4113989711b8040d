"""Building blocks of the patterns of time expressions: months, weekdays, numbers, units, years, as regular expressions.

What belongs here: a part that several rules share.  Not here: the rules (grammar.py), the words (lexicon/time.yml).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import any_of
from pipelines.extract.timexes.lexicon import lexicon

DASH = r"[-‐‑–—]"
ORDINAL_END = r"(?:st|nd|rd|th|d)"
# A day of the month, and nothing that makes another number of it.
DAY_END = r"(?![\d%]|[.,:/]\d| ?(?:percent|per cent|million|billion|a\.m|p\.m|am\b|pm\b))"
_FOUR_OR_TWO = r"(?:[12]\d{3}(?!\d|,\d{3}|[.]\d)|['‘’]\d\d(?!\d|s))"
ZONE = r"(?:,? (?:gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|et|ist|pkt|local time|local|o'clock)\b)"
RELATIVE = (
    r"(?:this past|this coming|this same|that same|the same|the very next|the next|the last|the past|the previous|"
    r"the preceding|the following|the ensuing|the coming|the current|the latest|the prior|the present|this|last|next|"
    r"that|past|previous|following|coming|current|same|latest|prior|preceding|subsequent)"
)
DAY = rf"(?P<day>\d{{1,2}}){ORDINAL_END}?\b{DAY_END}"
JOINT = rf"(?:(?: ?{DASH} ?)| to | through | until | till | and | or |, )"
YEAR = rf"(?P<year>{_FOUR_OR_TWO})"
RELATIVE_YEAR = (
    r"(?: (?P<relyear>this|last|next|of that|of this|of last|of next|of the same|of the following|of the previous|"
    r"the same|the following|the previous) year)"
)
ANCIENT = r"(?P<bc>\d{1,4}) ?(?:BC|B\.C\.|BCE|B\.C)(?!\w)"
ERA = r"(?P<era> ?(?:BC|B\.C\.|BCE|B\.C)(?!\w))"
DIRECTION = (
    r"(?P<dir> ago| earlier(?! this| in the| on)| later(?! this| in the| on)| before| after| afterwards?| from now|"
    r" hence| prior| beforehand)?"
)
QUALIFIER = (
    r"(?:more |additional |full |straight |consecutive |trading |business |working |long |other |whole |short |"
    r"further |successive )?"
)
SHORT_ORDINAL = r"(?P<quarter>first|second|third|fourth)"
OF_WEEK = r"week (?P<way>of|ending|ended|starting|beginning|from|to)(?: on)? (?:the )?"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts made of words of the lexicon; as patterns, and as the words such a pattern can begin with."""

    months: str
    short_months: str
    month: str
    weekdays: str
    ordinals: str
    part: str
    seasons: str
    also: str
    singular: str
    plural: str
    number: str
    figure: str
    spelled_year: str
    spelled_day: str
    singulars: frozenset[str]
    plurals: frozenset[str]
    month_words: frozenset[str]
    weekday_words: frozenset[str]
    number_words: frozenset[str]


@cache
def parts() -> Parts:
    words = lexicon()
    months, short_months = any_of(words["months"]), any_of(words["month_abbreviations"])
    weekdays, short_weekdays = any_of(words["weekdays"]), any_of(words["weekday_abbreviations"])
    ordinals, figure = any_of(words["ordinals"]), rf"(?:{any_of(words['numbers'])})"
    singular, plural = _unit_words(plural=False, singular=True), _unit_words(plural=True, singular=False)
    any_unit = _unit_words(plural=True, singular=True)
    vague = {"#", *"a an half several many some few dozens hundreds thousands various".split()}
    return Parts(
        months=months,
        short_months=short_months,
        month=rf"(?P<month>(?:{months})\b|(?:{short_months})\b\.?)",
        weekdays=rf"(?P<weekday>(?:{weekdays})\b|(?:{short_weekdays})\b\.?)",
        ordinals=ordinals,
        part=rf"(?P<pod>{any_of(words['parts_of_day'])})",
        seasons=rf"(?P<season>{any_of(words['seasons'])})",
        also=rf"(?P<also>\d{{1,2}}){ORDINAL_END}?\b{DAY_END}(?! ?(?:{any_unit}|\w+s)\b)",
        singular=singular,
        plural=plural,
        number=number_named("num"),
        figure=figure,
        spelled_year=(
            r"(?P<century>nineteen|eighteen|twenty)[ -](?:hundred(?: and)? )?"
            rf"(?P<spelled>{figure}(?:[ -]{figure})?)"
        ),
        spelled_day=rf"(?P<ordinal>{ordinals}|twenty[ -](?:{ordinals}))",
        singulars=frozenset(singular.split("|")),
        plurals=frozenset(plural.split("|")),
        month_words=frozenset((*words["months"], *words["month_abbreviations"])),
        weekday_words=frozenset((*words["weekdays"], *words["weekday_abbreviations"])),
        number_words=frozenset((*vague, *words["numbers"], *words["multipliers"])),
    )


def number_named(name: str) -> str:
    """An amount in figures or words, as the group of this name."""
    data = lexicon()
    words = any_of([*data["numbers"], *data["multipliers"]])
    vague = any_of(data["vague_numbers"])
    spelled = (
        rf"(?:a (?=hundred|thousand))?(?:(?:{words})(?:[ -](?:and )?(?:{words})){{0,6}})(?: and a half| and one-half)?"
    )
    figures = r"\d+(?:,\d{3}){0,4}(?:\.\d+)?(?:[ -]\d/\d| ½)?(?: and a half)?"
    return rf"(?P<{name}>(?:a )?couple(?: of)?|a dozen|two dozen|half an?|{vague}|{spelled}|{figures}|an?)"


def _unit_words(*, plural: bool, singular: bool) -> str:
    words: list[str] = []
    for unit in lexicon()["units"]:
        words += [unit] if singular else []
        words += [unit[:-1] + "ies" if unit.endswith("y") and unit != "day" else f"{unit}s"] if plural else []
    return any_of(words)
