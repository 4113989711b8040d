"""Copy in capitals (old wires) or in title case (headlines) as it would stand in running text: the same length, so offsets hold.

What belongs here: when a sentence counts as either, and which words keep their capitals.  Not here: the parse (document.py).

What the parser needs is that common nouns and verbs stand in lower case and names do not.  So a word goes to lower
case when the word list knows it or its ending, and keeps one capital when nothing does; the lists are data
(`lexicon/truecase.yml`, `lexicon/truecase_words.yml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines.extract.lexicon import lexicon, typed

_LOWER = re.compile(r"[a-zß-öø-ÿ]")
_UPPER_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Ý]")
# "(URNG)" stands behind the name it abbreviates.
_BRACKETED = re.compile(r"[(\[]\"?([A-Z]{2,8})\"?[)\]]")
# What stands before the first word of a sentence, or of what follows a dateline ("(EFE) -- [TEXT] THE …").
_OPENING = re.compile(r"(?:^|\)\s*(?:--|—)\s*(?:\[[^\]]{1,20}\])?)[\s\"“'‘(\[]*\Z")
# A dateline ends, and its mark stands, within so many characters before the word.
_OPENING_REACH = 40
# Consonants that begin a word one can say; a short unknown word that begins otherwise is an abbreviation.
_ONSET = re.compile(
    r"(?:[BCDFGKPTV][LR]|[CGKPSTWD]H|S[CKLMNPQTW]|[TD]W|QU|KN|KH|GN|WR|TS|SCH|SH[RM]|CHR|THR|STR|SPR|SCR|"
    r"[^AEIOU](?=[AEIOUYÀ-ÖØ-Ý])|[AEIOUYÀ-ÖØ-Ý])"
)
_INFLECTIONS = (
    ("men", ("man",)),
    ("ies", ("y", "ie")),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y", "ie")),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ly", ("", "le")),
    ("ers", ("", "e", "er")),
    ("er", ("", "e")),
    ("est", ("", "e")),
)
_LONGEST_PHRASE = 4
_LONGEST_HEADLINE = 160
# Words that title case may leave small: "with", "from".
_LONGEST_SMALL_WORD = 4
FULL_STOP = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
# "1ST", "2D", "1980'S".
_AFTER_DIGITS = frozenset({"st", "nd", "rd", "th", "d", "s"})


@dataclass(frozen=True, slots=True)
class _Lexicon:
    names: frozenset[str]
    months: frozenset[str]
    month_context: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    acronyms: frozenset[str]
    maybe_acronyms: frozenset[str]
    titles: frozenset[str]
    short_titles: frozenset[str]
    particles: frozenset[str]
    particles_capital: frozenset[str]
    place_tails: frozenset[str]
    harm: frozenset[str]
    suffixes: tuple[str, ...]
    function_words: frozenset[str]
    words: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    data = lexicon("truecase.yml")
    return typed(
        _Lexicon,
        data,
        names=frozenset(f"{data['names']} {data['given_names']}".split()),
        phrases=frozenset(tuple(phrase.split()) for phrase in data["phrases"].split(", ")),
        suffixes=tuple(data["common_suffixes"].split()),
        words=frozenset(f"{lexicon('truecase_words.yml')['words']} {data['function_words']}".split()),
    )


def truecase(sentence: str) -> str:
    """The sentence as in running text where it is in capitals or in title case, else unchanged; always of the same length."""
    words = list(_WORD.finditer(sentence))
    if is_capitals(sentence):
        cased = _cased(sentence, words)
    elif is_title_case(sentence):
        cased = _lowered(sentence, words)
    else:
        return sentence
    pieces: list[str] = []
    at = 0
    for match, form in zip(words, cased, strict=True):
        pieces += [sentence[at : match.start()], form]
        at = match.end()
    return "".join([*pieces, sentence[at:]])


def is_capitals(sentence: str) -> bool:
    """Whether the sentence is set in capitals: hardly a lower-case letter, and a common word among the capitals."""
    n_lower = len(_LOWER.findall(sentence))
    if n_lower and n_lower * 4 > len(sentence):
        return False
    shouted = _UPPER_WORD.findall(sentence)
    if sum(map(len, shouted)) < max(8, 6 * n_lower):
        return False
    return len(shouted) >= 2 and any(is_common(word.lower()) for word in shouted)


def is_title_case(sentence: str) -> bool:
    """Whether each word of a headline on harm has a capital, small ones aside ("Teenager Shot in Quarrel at Harbor Cafe").

    Other headlines stay: what is a name in them is surer by its capital than by a list of words.
    """
    if len(sentence) > _LONGEST_HEADLINE or FULL_STOP.search(sentence):
        return False
    words = _WORD.findall(sentence)
    small = _lexicon().function_words
    raised = [word for word in words[1:] if word[0].isupper() and word.lower() not in small and is_common(word.lower())]
    if not any(word.lower() in _lexicon().harm for word in words):
        return False
    return len(raised) >= 2 and all(word[0].isupper() for word in words if len(word) > _LONGEST_SMALL_WORD)


@cache
def is_common(word: str) -> bool:
    """Whether a word (in lower case) is one of the language, by list, inflection or ending."""
    lexicon = _lexicon()
    if word in lexicon.words:
        return True
    if word in lexicon.names or word in lexicon.acronyms:
        return False
    if len(word) >= 7 and word.endswith(lexicon.suffixes):
        return True
    for ending, instead in _INFLECTIONS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if len(stem) >= 2 and any(len(stem + tail) >= 3 and stem + tail in lexicon.words for tail in instead):
                return True
            if len(stem) >= 4 and stem[-1] == stem[-2] and stem[:-1] in lexicon.words:
                return True
    for possessive in ("'s", "’s"):
        if word.endswith(possessive):
            return is_common(word[: -len(possessive)])
    return False


def _cased(sentence: str, matches: list[re.Match[str]]) -> list[str]:
    """The form of each word, in order."""
    low = [_lower(match.group()) for match in matches]
    bases = [word[:-2] if word.endswith(("'s", "’s")) else word for word in low]
    kinds = _kinds(sentence, matches, bases)
    forms: list[str] = []
    for i, (match, kind) in enumerate(zip(matches, kinds, strict=True)):
        word = match.group()
        opens = _opens(sentence, match.start())
        if not _UPPER_WORD.search(word) and len(word) > 1:
            forms.append(word)
        elif kind == "acronym":
            forms.append(word[: len(bases[i])] + low[i][len(bases[i]) :])
        elif kind == "name" or opens:
            forms.append(word[0] + low[i][1:])
        else:
            forms.append(low[i])
    return forms


def _lowered(sentence: str, matches: list[re.Match[str]]) -> list[str]:
    """The form of each word of a headline in title case: common words in lower case, save where they may be part of a name."""
    low = [_lower(match.group()) for match in matches]
    kinds = _kinds(sentence, matches, [word[:-2] if word.endswith(("'s", "’s")) else word for word in low])
    forms: list[str] = []
    for match, word, kind in zip(matches, low, kinds, strict=True):
        is_lowered = kind in ("common", "particle") and forms and not match.group().isupper()
        forms.append(word if is_lowered else match.group())
    return forms


def _opens(sentence: str, at: int) -> bool:
    """Whether the word at `at` is the first of the sentence, or of what follows a dateline."""
    begin = max(0, at - _OPENING_REACH)
    before = sentence[begin:at]
    found = _OPENING.search(before)
    return found is not None and (begin == 0 or found.group()[:1] == ")")


def _kinds(sentence: str, matches: list[re.Match[str]], low: list[str]) -> list[str]:
    """`acronym`, `name`, `particle` or `common` for each word."""
    lexicon = _lexicon()
    in_phrase = _phrase_positions(low)
    abbreviated = _abbreviated_positions(sentence, matches, low)
    bracketed = {match.group(1).lower() for match in _BRACKETED.finditer(sentence)}
    kinds: list[str] = []
    for i, (match, word) in enumerate(zip(matches, low, strict=True)):
        before = kinds[-1] if kinds and _is_adjacent(sentence, matches, i - 1) else ""
        if word in _AFTER_DIGITS and sentence[: match.start()].rstrip("'’")[-1:].isdigit():
            kinds.append("common")
        elif len(word) == 1:
            kinds.append("common" if word == "a" and not _is_initial(sentence, match) else "acronym")
        elif i in in_phrase or i in abbreviated or word in lexicon.names:
            kinds.append("name")
        elif word in lexicon.months:
            kinds.append("name" if _is_month(sentence, matches, low, i) else "common")
        elif word in lexicon.maybe_acronyms:
            kinds.append("acronym" if _names_country(low, i) else "common")
        elif _is_acronym(match.group(), word, bracketed):
            kinds.append("acronym")
        elif before == "name" and word in lexicon.place_tails:
            kinds.append("name")
        elif word in lexicon.particles:
            kinds.append("particle")
        elif is_common(word):
            kinds.append("name" if before == "name" and _is_surname(low, i) else "common")
        else:
            kinds.append("name")
    _raise_titles(sentence, matches, low, kinds)
    _raise_particles(low, kinds)
    return kinds


def _is_acronym(written: str, word: str, bracketed: set[str]) -> bool:
    lexicon = _lexicon()
    if word in lexicon.acronyms:
        return word not in lexicon.function_words
    if is_common(word) or word in lexicon.titles or word in lexicon.names or word in lexicon.particles:
        return False
    return word in bracketed or (len(word) <= 5 and not (_VOWEL.search(written) and _ONSET.match(written)))


def _is_surname(low: list[str], i: int) -> bool:
    """A common word straight behind a short title is a surname ("Mr. Bush")."""
    lexicon = _lexicon()
    return i > 0 and low[i - 1] in lexicon.short_titles and low[i] not in lexicon.function_words


def _is_initial(sentence: str, match: re.Match[str]) -> bool:
    return sentence[match.end() : match.end() + 1] in {".", "-"} and sentence[match.end() : match.end() + 2] != ". "


def _is_month(sentence: str, matches: list[re.Match[str]], low: list[str], i: int) -> bool:
    gap_before = sentence[matches[i - 1].end() if i else 0 : matches[i].start()]
    gap_after = sentence[matches[i].end() : matches[i + 1].start() if i + 1 < len(matches) else len(sentence)]
    if re.search(r"\d\s*$", gap_before) or re.match(r"\.?,?\s*\d", gap_after):
        return True
    return low[i] in {"may", "march"} and i > 0 and low[i - 1] in _lexicon().month_context


def _names_country(low: list[str], i: int) -> bool:
    """ "US" is the country before a word that is no function word, or after "the"; else the pronoun."""
    if i and low[i - 1] == "the":
        return True
    return i + 1 < len(low) and low[i + 1] not in _lexicon().function_words


def _phrase_positions(low: list[str]) -> set[int]:
    phrases = _lexicon().phrases
    return {
        i + k
        for length in range(2, _LONGEST_PHRASE + 1)
        for i in range(len(low) - length + 1)
        if tuple(low[i : i + length]) in phrases
        for k in range(length)
        if low[i + k] not in _lexicon().function_words
    }


def _abbreviated_positions(sentence: str, matches: list[re.Match[str]], low: list[str]) -> set[int]:
    """Words that a bracketed abbreviation behind them spells: "the National Liberation Front (FLN)"."""
    function_words = _lexicon().function_words | _lexicon().particles
    found: set[int] = set()
    for bracket in _BRACKETED.finditer(sentence):
        letters = bracket.group(1).lower()
        before = [i for i, match in enumerate(matches) if match.end() <= bracket.start()][-2 * len(letters) - 1 :]
        content = [i for i in before if low[i] not in function_words]
        spelling = content[-len(letters) :]
        if "".join(low[i][0] for i in spelling) == letters:
            found.update(spelling)
            continue
        # Abbreviated in another language: what stands between "the" and the bracket, if it shares a letter's order.
        article = max((i for i in before if low[i] == "the"), default=None)
        inside = [] if article is None else [i for i in content if i > article]
        if len(inside) > 1 and sum(low[i][0] in letters for i in inside) * 2 >= len(inside):
            found.update(inside)
    return found


def _raise_titles(sentence: str, matches: list[re.Match[str]], low: list[str], kinds: list[str]) -> None:
    """Titles directly before a name take a capital ("Colonel Isaacs", "Deputy Foreign Minister Khan")."""
    titles = _lexicon().titles
    for i in range(len(kinds) - 2, -1, -1):
        if low[i] in titles and kinds[i] == "common" and _is_adjacent(sentence, matches, i) and kinds[i + 1] == "name":
            kinds[i] = "name"


def _raise_particles(low: list[str], kinds: list[str]) -> None:
    """Particles that begin a name take a capital ("in San Ramon", but "Jose de la Cruz")."""
    capital = _lexicon().particles_capital
    for i in range(len(kinds) - 2, -1, -1):
        begins = i == 0 or kinds[i - 1] in {"common", "acronym"}
        if kinds[i] == "particle" and kinds[i + 1] == "name" and low[i] in capital and (begins or low[i][0] == "s"):
            kinds[i] = "name"


def _is_adjacent(sentence: str, matches: list[re.Match[str]], i: int) -> bool:
    """Whether nothing but a blank (or the full stop of an abbreviation) stands between word i and the next."""
    return sentence[matches[i].end() : matches[i + 1].start()] in {" ", ". ", ".", "\n", "  "}


def _lower(word: str) -> str:
    """Lower case of the same length: letters whose lower case is longer stay."""
    lowered = word.lower()
    return lowered if len(lowered) == len(word) else "".join(c.lower() if len(c.lower()) == 1 else c for c in word)
