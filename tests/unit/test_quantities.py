"""Counts: bounds of number words, what is counted, what happened to it; each rule with a near-miss."""

from __future__ import annotations

import pytest

from pipelines.extract.document import Article, parse
from pipelines.extract.quantities.find import find_quantities
from pipelines.extract.quantities.model import Quantity


def read(text: str) -> list[Quantity]:
    return find_quantities(parse(Article("t", text)))


def with_effect(text: str, effect: str) -> list[Quantity]:
    return [q for q in read(text) if q.effect == effect]


@pytest.mark.parametrize(
    ("words", "low", "high", "approximator"),
    [
        ("Seven", 7, 7, "exact"),
        ("At least nine", 9, None, "at_least"),
        ("More than forty", 41, None, "more_than"),
        ("About 60", 60, 60, "about"),
        ("Up to 80", None, 80, "up_to"),
        ("Fewer than 20", None, 19, "fewer_than"),
        ("Dozens of", 12, None, "dozens"),
        ("Two dozen", 24, 24, "exact"),
        ("Several", 3, None, "several"),
        ("Hundreds of", 100, None, "hundreds"),
        ("Twenty-six", 26, 26, "exact"),
        ("1,400", 1400, 1400, "exact"),
        ("Between 12 and 15", 12, 15, "exact"),
    ],
)
def test_bounds_of_number_words(words: str, low: int | None, high: int | None, approximator: str) -> None:
    found = with_effect(f"{words} farmers were killed near the river.", "killed")
    assert [(q.low, q.high, q.approximator) for q in found] == [(low, high, approximator)]


@pytest.mark.parametrize(
    ("text", "effect", "low"),
    [
        ("The blast killed 14 shoppers.", "killed", 14),
        ("Four people died in the raid.", "killed", 4),
        ("The raid left six villagers dead.", "killed", 6),
        ("The assault claimed nine lives.", "killed", 9),
        ("The death toll rose to 31 on Friday.", "killed", 31),
        ("Rebels shot dead three teachers.", "killed", 3),
        ("The shelling wounded eight children.", "injured", 8),
        ("Police arrested five men.", "arrested", 5),
        ("Gunmen abducted two engineers.", "abducted", 2),
        ("A policeman was killed at the gate.", "killed", 1),
        ("Soldier killed in shelling along border", "killed", 1),
        ("Eleven militants, two soldiers die in clashes", "killed", 11),
        ("No one was injured in the explosion.", "injured", 0),
        ("Relief camp: Three guards killed by shelling", "killed", 3),
        ("Rangers gun down four suspects near the river", "killed", 4),
        ("Five shot dead by gunmen", "killed", 5),
        ("Two die in blast at border post", "killed", 2),
        ("Commander of banned group killed in raid", "killed", 1),
        ("Officials confirmed the killing of two envoys.", "killed", 2),
        ("The fight has left three men injured and one woman dead.", "injured", 3),
        ("The fight has left three men injured and one woman dead.", "killed", 1),
        ("Two sisters who were shot on Monday have died.", "killed", 2),
        ("Four men were shot, three of them fatally.", "killed", 3),
        ("A ranger was fatally wounded near the gate.", "killed", 1),
        ("A farmer was found shot to death in his barn.", "killed", 1),
        ("Police found two farmers with gunshot wounds.", "injured", 2),
        ("The 15-year-old was shot at the gate.", "injured", 1),
        ("Then the intruder fired at Orlan, killing him.", "killed", 1),
        ("A stray bullet struck a nurse.", "injured", 1),
    ],
)
def test_what_happened_to_the_counted(text: str, effect: str, low: int) -> None:
    assert low in [q.low for q in with_effect(text, effect)]


@pytest.mark.parametrize(
    "text",
    [
        "John Doe, 34, was seen near the school.",
        "The convoy travelled 40 kilometres on Monday.",
        "The repairs cost $12 million.",
        "The attack came in 2014.",
        "The convoy left at 10:30.",
        "The pupils, ages 9 and 11, went home.",
        "He was questioned about the Oct. 14 murder.",
        "He was questioned about a 2015 murder.",
        "He had three gunshot wounds.",
    ],
)
def test_ages_measures_money_and_dates_are_no_counts(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attempted to kill the mayor.",
        "The driver was questioned and was not injured.",
        "The driver was almost killed.",
        "He was held for a multiple murder.",
        "A hailstone struck a nurse.",
        "A 15-year-old was charged after the shots.",
        "Nobody knows how no one was killed.",
    ],
)
def test_who_came_to_no_harm_is_not_counted(text: str) -> None:
    assert not any(q.low for q in read(text) if q.effect in ("killed", "injured"))


def test_two_verbs_tell_of_two_groups() -> None:
    text = "Five people were shot and one was killed; elsewhere a man shot four people, killing one."
    assert [q.low for q in with_effect(text, "killed")] == [1, 1]
    assert [q.low for q in with_effect(text, "injured")] == [5, 4]
    assert [q.low for q in with_effect("Gunmen shot and killed four people.", "killed")] == [4]


def test_a_share_of_a_count_is_no_further_count() -> None:
    share, whole = with_effect("Selim was one of the seven farmers shot.", "injured")
    assert (share.part_of, whole.low, whole.part_of) == (1, 7, None)
    share, whole = with_effect("Two officers among five killed in blast", "killed")
    assert (share.part_of, whole.low, whole.part_of) == (1, 5, None)


def test_a_subset_is_marked_and_an_addition_is_not() -> None:
    whole, part = with_effect("The attack killed 14 people, including six attackers.", "killed")
    assert (whole.low, part.low, part.part_of, part.is_attackers) == (14, 6, 0, True)
    first, second = with_effect("The attack killed nine children and a woman.", "killed")
    assert (first.low, second.low, second.part_of) == (9, 1, None)


def test_a_revised_toll_says_so() -> None:
    assert with_effect("The death toll climbed to 52 overnight.", "killed")[0].is_revision
    assert not with_effect("The bombing killed 52 people.", "killed")[0].is_revision


def test_offsets_lie_inside_the_text() -> None:
    text = "  \n“Thirty-two” 囧 killed 3 … 4 and"
    assert all(0 <= q.start <= q.number_end <= q.end <= len(text) for q in read(text))
    assert read("") == []
