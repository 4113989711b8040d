"""Sentence boundaries: where they are, and the near-misses where they are not."""

from __future__ import annotations

import pytest

from pipelines.clean.sentences import split_sentences


def texts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. The road closed.", ["It rained.", "The road closed."]),
        ("They met on Oct. 25 in Doha. Nothing came of it.", ["They met on Oct. 25 in Doha.", "Nothing came of it."]),
        ("Lt. Gen. Karim spoke. He left.", ["Lt. Gen. Karim spoke.", "He left."]),
        ("Shelling began at 5 p.m. The army replied.", ["Shelling began at 5 p.m.", "The army replied."]),
        ("It fell near the U.S. Embassy in the city.", ["It fell near the U.S. Embassy in the city."]),
        ("J. Malik and R. Shah agreed.", ["J. Malik and R. Shah agreed."]),
        ("“We will stay.” He then left.", ["“We will stay.”", "He then left."]),
        ("“Where to?” asked the driver.", ["“Where to?” asked the driver."]),
        ("About 2.5 tonnes burned.", ["About 2.5 tonnes burned."]),
        ("A heading\n\nThe story starts.", ["A heading", "The story starts."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_wrapped_lines_are_one_sentence_and_headings_are_not() -> None:
    wrapped = "THE PATROL LEFT THE TOWN BEFORE NOON AND CAME UNDER FIRE\nNEAR THE RIVER. NOBODY WAS HURT."
    assert texts(wrapped) == [
        "THE PATROL LEFT THE TOWN BEFORE NOON AND CAME UNDER FIRE\nNEAR THE RIVER.",
        "NOBODY WAS HURT.",
    ]
    assert len(texts("Talks falter\nThe second day ended early.")) == 2


def test_date_header_is_a_sentence_of_its_own() -> None:
    text = " date 2025-11-02 The pass opened."
    header, story = split_sentences(text)
    assert header.is_boilerplate
    assert text[story.start : story.end] == "The pass opened."


def test_whole_quotes_are_told_from_quotes_with_a_speaker() -> None:
    assert [s.is_quote for s in split_sentences("“We are done.”\n“We are done,” he said, “for now.”")] == [True, False]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Read more: what we know about the raid", True),
        ("Photo: a lorry at the gate", True),
        ("Reporting by our Quetta desk", True),
        ("Reporting restrictions were lifted on Monday.", False),
        ("Officials read more into the letter.", False),
    ],
)
def test_boilerplate(line: str, expected: bool) -> None:
    assert [s.is_boilerplate for s in split_sentences(line)] == [expected]


def test_offsets_stay_inside_and_in_order() -> None:
    text = "\ufeffOne.\u00a0Two!  Three?\r\n\r\n“Four” — five…"
    spans = [(s.start, s.end) for s in split_sentences(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BANGKOK, Nov 11 (Wire) - Talks were put off.", "BANGKOK, Nov 11 (Wire) -"),
        ("PESHAWAR: Three men were hurt.", "PESHAWAR:"),
        ("ISLAMABAD/KABUL (Wire) — Both sides met.", "ISLAMABAD/KABUL (Wire) —"),
        ("Quetta (Agency) – Two men were hurt.", "Quetta (Agency) –"),
        (
            "SAN JOSE (COSTA RICA), 4 JUN 88 (WIRE) -- [REPORT] [TEXT] TALKS WERE PUT OFF.",
            "SAN JOSE (COSTA RICA), 4 JUN 88 (WIRE) -- [REPORT] [TEXT]",
        ),
        ("LIMA, 4 JUN 88 -- THE TALKS WERE PUT OFF.", "LIMA, 4 JUN 88 --"),
        ("LIMA AND QUITO AGREED -- THE TALKS ARE ON.", None),
        ("NATO: Talks were put off.", None),
        ("Minister: talks were put off.", None),
        ("The TTP — a banned group — met.", None),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(text: str, expected: str | None) -> None:
    first = split_sentences(text)[0]
    assert (text[first.start : first.end] if first.is_boilerplate else None) == expected
