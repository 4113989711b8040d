"""The scene of an article: its country, its desk, places told without a name."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.document import Article, parse
from pipelines.extract.incidents.find import find_incidents
from pipelines.extract.mentions import read
from pipelines.extract.places.find import Place
from pipelines.extract.scene import Scene


def scene(text: str) -> Scene:
    return read(parse(Article("s", text, None, date(2021, 5, 4)))).scene


def place_of_incident(text: str) -> Place | None:
    [fact] = find_incidents(read(parse(Article("s", text, None, date(2021, 5, 4))))).facts
    return fact.place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru mourned. Peruvian miners marched through Lima.", "Peru"),
        # Filed in a country, so about it, though another is named as often.
        (
            "NAIROBI (Wire) — Kenyan police said American and U.S. envoys came. Kenya and the United States signed.",
            "Kenya",
        ),
        ("Peru and Kenya signed. Peruvian and Kenyan miners cheered.", None),
        # What a country's name only describes may be anywhere.
        (
            "Kenya mourned. Kenyan doctors and Kenyan monks met Kenyan police at the U.S. embassy. A U.S. senator, a U.S. nurse and U.S. marines came.",
            "Kenya",
        ),
        # Between neighbours the desk decides nothing: what happened may have happened across the border.
        (
            "ISLAMABAD (Wire) — Pakistani and Afghan officials met. Afghanistan and Pakistan, Afghan envoys said, agreed.",
            None,
        ),
    ],
)
def test_the_country_an_article_is_about(text: str, expected: str | None) -> None:
    found = scene(text).country
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed four traders in the Peruvian capital on Sunday.", "Lima"),
        ("Kenya mourned. Gunmen killed four Kenyan traders in the capital on Sunday.", "Nairobi"),
        ("Kenya mourned. Gunmen killed four Kenyan traders in the suburb of Kirigwa, police said.", "Kirigwa"),
        ("MOMBASA (Wire) — Gunmen killed four traders in this city on Sunday, Kenyan police said.", "Mombasa"),
        ("MOMBASA (Wire) — Gunmen killed four traders here on Sunday, Kenyan police said.", "Mombasa"),
    ],
)
def test_a_place_told_without_a_name(text: str, expected: str) -> None:
    found = place_of_incident(text)
    assert found is not None
    assert found.name == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kenya mourned. Kenyan banks raised capital and the capital stock of Kenya grew.",
        "Kenyan judges debated capital punishment. Kenya wavered.",
    ],
)
def test_capital_that_is_no_city_names_no_place(text: str) -> None:
    assert "Nairobi" not in {place.name for place in scene(text).places}


def test_a_small_town_of_a_country_hardly_named_is_another_of_the_country_told_of() -> None:
    text = (
        "NAIROBI, 3 MAY 21 (WIRE) -- KENYAN POLICE SAID GUNMEN KILLED FOUR TRADERS IN THE BENTONVILLE NEIGHBORHOOD OF "
        "NAIROBI. KENYA MOURNED."
    )
    found = place_of_incident(text)
    assert found is not None
    assert found.country == "Kenya"


def test_a_small_town_beside_its_country_stays_there() -> None:
    text = "NAIROBI (Wire) — Kenyan police said gunmen killed four Kenyan traders in Bentonville in the United States."
    found = place_of_incident(text)
    assert found is not None
    assert found.country == "United States"


@pytest.mark.parametrize(
    ("words", "expected"),
    [("a nurse of Rome", "Kenya"), ("a nurse flown to Rome later", "Kenya"), ("a nurse in Rome", "Italy")],
)
def test_a_place_abroad_is_where_it_happened_only_behind_a_locative(words: str, expected: str) -> None:
    found = place_of_incident(f"Kenya mourned. Gunmen killed {words}. Kenyan police and Kenyan doctors wept in Kenya.")
    assert found is not None
    assert found.country == expected


def test_an_unlisted_part_of_a_town_lies_in_the_town() -> None:
    text = "A bomb killed four people in the Zorabagh area of Peshawar on Monday."
    document = parse(Article("t", text, None, date(2024, 6, 10)))
    [part] = [p for p in read(document).scene.places if p.text == "Zorabagh"]
    assert (part.name, part.country, part.where_prec) == ("Peshawar", "Pakistan", 1)
    assert part.latitude is not None
    aside = "A bomb killed four people in Zorabagh. The mayor of Peshawar came."
    apart = parse(Article("t", aside, None, date(2024, 6, 10)))
    assert all(p.name != "Peshawar" for p in read(apart).scene.places if p.text == "Zorabagh")
