"""Attachment: the date and the place that belong to an event, not to the saying of it or to another event."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.arguments.speaker import said_by
from pipelines.extract.arguments.when import when_of
from pipelines.extract.arguments.where import where_of
from pipelines.extract.attribution.find import Attribution
from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Reading
from pipelines.extract.places.find import Place
from pipelines.extract.timexes.find import Timex

PUBLISHED = date(2024, 6, 10)


def timex(text: str, words: str, day: date | None, anchor: str | None = None) -> Timex:
    start = text.index(words)
    hangs_on = (text.index(anchor), text.index(anchor) + len(anchor)) if anchor else None
    return Timex(start, start + len(words), "DATE", "", day, day, 1 if day else None, "test", hangs_on)


def place(text: str, name: str, prec: int = 1, iso3: str = "AAA", *, is_modifier: bool = False) -> Place:
    start = text.index(name)
    return Place(
        start, start + len(name), name, f"gn:{name}", name, None, None, None, None, iso3, iso3, 0.0, 0.0, prec,
        is_modifier=is_modifier,
    )  # fmt: skip


def reading(
    text: str,
    timexes: list[Timex] | None = None,
    places: list[Place] | None = None,
    said: list[Attribution] | None = None,
) -> Reading:
    document = parse(Article("t", text, None, PUBLISHED))
    return Reading(document, tuple(timexes or ()), tuple(places or ()), (), (), tuple(said or ()))


def at(text: str, word: str) -> tuple[int, int]:
    return text.index(word), text.index(word) + len(word)


def test_a_date_in_the_clause_of_the_event_dates_it() -> None:
    text = "Rebels attacked the mill on Friday."
    read = reading(text, [timex(text, "Friday", date(2024, 6, 7))])
    assert when_of(read, at(text, "attacked"), read.document.sentences[0]).start == date(2024, 6, 7)


def test_the_day_of_the_saying_only_bounds_the_event() -> None:
    text = "Rebels attacked the mill, officials said on Friday."
    read = reading(text, [timex(text, "Friday", date(2024, 6, 7))])
    when = when_of(read, at(text, "attacked"), read.document.sentences[0])
    assert (when.start, when.end, when.prec) == (date(2024, 6, 6), date(2024, 6, 7), 2)
    assert when_of(read, at(text, "attacked"), read.document.sentences[0], nearby=False).start is None


def test_the_date_of_a_meeting_is_not_that_of_the_attack() -> None:
    text = "After the attack, envoys will meet on Friday."
    read = reading(text, [timex(text, "Friday", date(2024, 6, 14))])
    assert when_of(read, at(text, "attack"), read.document.sentences[0]).start is None


def test_a_date_that_hangs_on_another_event_takes_that_events_day() -> None:
    text = "Shells hit the mill hours before the truce collapsed. The truce collapsed on Friday."
    read = reading(
        text,
        [timex(text, "hours before", None, anchor="the truce collapsed"), timex(text, "Friday", date(2024, 6, 7))],
    )
    when = when_of(read, at(text, "hit"), read.document.sentences[0])
    assert (when.start, when.end, when.prec) == (date(2024, 6, 6), date(2024, 6, 7), 2)


def test_the_most_specific_place_wins_and_a_government_is_none() -> None:
    text = "Rebels attacked a mill in Ubari, Zanda province."
    read = reading(text, places=[place(text, "Ubari", 1), place(text, "Zanda", 4)])
    found = where_of(read, at(text, "attacked"), read.document.sentences[0])
    assert found is not None
    assert found.name == "Ubari"
    denied = "Ubari denied the attack."
    read = reading(denied, places=[place(denied, "Ubari", 1)])
    assert where_of(read, at(denied, "attack"), read.document.sentences[0]) is None


def test_an_event_across_a_border_lies_on_the_strip() -> None:
    text = "Ubaria and Zandia blamed each other. Cross-border fire killed two herders."
    read = reading(text, places=[place(text, "Ubaria", 6, "UBA"), place(text, "Zandia", 6, "ZAN")])
    found = where_of(read, at(text, "killed"), read.document.sentences[1])
    assert found is not None
    assert (found.where_prec, found.country) == (5, None)
    assert found.name is not None
    assert "border" in found.name


def test_what_happens_between_two_places_happens_at_neither() -> None:
    road = "Gunmen killed four drivers on the road between Ubari and Sebha on Monday."
    read = reading(road, places=[place(road, "Ubari"), place(road, "Sebha")])
    found = where_of(read, at(road, "killed"), read.document.sentences[0])
    assert found is not None
    assert (found.name, found.where_prec, found.iso3, found.place_id) == ("Ubari–Sebha", 5, "AAA", None)
    town = "Gunmen killed between four and six drivers in Ubari near Sebha on Monday."
    read = reading(town, places=[place(town, "Ubari"), place(town, "Sebha", 2)])
    found = where_of(read, at(town, "killed"), read.document.sentences[0])
    assert found is not None
    assert found.name == "Ubari"


def test_the_country_of_an_article_is_known_only_where_one_leads() -> None:
    text = "Ubaria mourned. Troops of Ubaria left. Zandia watched."
    names = [place(text, "Ubaria", 6, "UBA"), place(text, "Ubaria", 6, "UBA"), place(text, "Zandia", 6, "ZAN")]
    found = reading(text, places=names).scene.country
    assert found is not None
    assert found.iso3 == "UBA"
    assert reading(text, places=names[1:]).scene.country is None


@pytest.mark.parametrize(("word", "verb"), [("attacked", "say"), ("fled", None)])
def test_the_innermost_saying_that_covers_the_event_vouches_for_it(word: str, verb: str | None) -> None:
    text = "Police said rebels attacked the mill. Herders fled."
    inner = Attribution((at(text, "Police"),), (at(text, "said"),), (at(text, "rebels attacked the mill"),), None, "say",
                        "asserts", "indirect_speech", None, "test")  # fmt: skip
    outer = Attribution((), (), (at(text, "Police said rebels attacked the mill"),), None, "report", "asserts",
                        "indirect_speech", None, "test")  # fmt: skip
    found = said_by(reading(text, said=[outer, inner]), at(text, word))
    assert (found.verb if found else None) == verb
