"""Moods: what is feared, demanded, planned or denied is not told as having happened."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Reading
from pipelines.extract.modality import modality_of


def mood(text: str, word: str) -> str:
    document = parse(Article("t", text, None, date(2024, 6, 10)))
    reading = Reading(document, (), (), (), (), ())
    start = text.index(word)
    return modality_of(reading, (start, start + len(word)))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Gunmen attacked the village.", "attacked", "actual"),
        ("The gunmen did not attack the village.", "attack", "negated"),
        ("The army denied attacking the village.", "attacking", "negated"),
        ("Guards prevented an attack on the mine.", "attack", "negated"),
        ("The group will attack the village.", "attack", "future"),
        ("The group could attack the village.", "attack", "hypothetical"),
        ("The group threatened to attack the village.", "attack", "hypothetical"),
        ("Residents fear an attack on the village.", "attack", "hypothetical"),
        ("The envoy warned of an attack on the village.", "attack", "hypothetical"),
        ("If rebels attack the village, troops respond.", "attack", "conditional"),
        ("Rebels have long attacked the village.", "attacked", "historical"),
        ("In recent years rebels attacked several villages.", "attacked", "historical"),
    ],
)
def test_mood_of_an_event(text: str, word: str, expected: str) -> None:
    assert mood(text, word) == expected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The envoy condemned the attack on the village.", "attack"),
        ("Officials confirmed that gunmen attacked the village.", "attacked"),
        ("Gunmen attacked the village and will face trial.", "attacked"),
        ("He fled after the attack because he feared arrest.", "attack"),
    ],
)
def test_governors_that_presuppose_the_event_leave_it_actual(text: str, word: str) -> None:
    assert mood(text, word) == "actual"
