"""Place names: what is one, which one, how precisely, and what part it plays.  Each rule beside a near-miss."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from pipelines.extract.document import Article, parse
from pipelines.extract.places.find import Place, find_places


@cache
def places(text: str) -> tuple[Place, ...]:
    return tuple(find_places(parse(Article("a", text))))


def names(text: str) -> list[str]:
    return [place.text for place in places(text)]


def place(text: str, name: str) -> Place:
    found = [p for p in places(text) if p.text == name]
    assert found, f"{name} is not among {names(text)}"
    return found[0]


def borders(text: str) -> list[str | None]:
    return [p.name for p in places(text) if p.feature_code == "BDRY"]


# Which place


def test_the_state_after_the_comma_decides() -> None:
    text = "Police in Lebanon, Ind., arrested a man on Friday."
    assert (place(text, "Lebanon").admin1, place(text, "Lebanon").iso3) == ("Indiana", "USA")
    assert place("Lebanon closed its embassy in Damascus.", "Lebanon").iso3 == "LBN"


def test_a_short_form_needs_its_comma_or_its_points() -> None:
    assert place("She moved from Dayton, OH, last year.", "OH").admin1 == "Ohio"
    assert names("OH no, he said.") == []


def test_neighbours_decide_between_towns_of_one_name() -> None:
    text = "Two men from Paris were held in Lamar County, Texas. Deputies drove them back to Paris."
    assert {p.admin1 for p in places(text) if p.text == "Paris"} == {"Texas"}
    assert place("The ministers of France and Germany met in Paris.", "Paris").iso3 == "FRA"


def test_a_country_that_is_mentioned_makes_no_village_of_a_capital() -> None:
    text = "The American envoy flew to London. The United States backs the plan, and American officials praised it."
    assert place(text, "London").iso3 == "GBR"


def test_a_state_and_a_country_of_one_name() -> None:
    assert place("Lawmakers in Atlanta passed a Georgia law on Tuesday.", "Georgia").iso3 == "USA"
    assert place("Georgia and Armenia reopened the road to Tbilisi.", "Georgia").iso3 == "GEO"


def test_a_name_of_many_places_with_no_word_to_settle_it_stays_open() -> None:
    found = place("A fire burned down a barn in Springfield on Monday.", "Springfield")
    assert (found.place_id, found.latitude, found.country) == (None, None, None)


# Units


def test_district_and_province_are_two_places() -> None:
    text = "Shells hit a house in Gurbuz district, Khost province, overnight."
    assert [(p.name, p.admin1, p.where_prec) for p in places(text)] == [("Gurbuz", "Khost", 3), ("Khost", "Khost", 4)]


def test_the_larger_unit_may_stand_first() -> None:
    text = "Militants burned a post in Paktika province's Urgun district."
    assert place(text, "Urgun").admin1 == "Paktika"


def test_a_bare_name_is_the_city_and_with_its_noun_the_province() -> None:
    assert place("A bomb went off in Kandahar.", "Kandahar").where_prec == 1
    assert place("A bomb went off in Kandahar province.", "Kandahar").where_prec == 4


def test_the_noun_of_units_chooses_the_unit() -> None:
    assert place("A bomb went off in Kandahar province.", "Kandahar").feature_code == "ADM1"
    assert place("A bomb went off in the city of Kandahar.", "Kandahar").feature_code == "PPL"


def test_a_plural_types_its_whole_list() -> None:
    text = "Storms crossed Cooke, Grayson and Denton counties in Texas."
    assert {p.where_prec for p in places(text)} == {3, 4}
    assert place(text, "Cooke").name == "Cooke County"


def test_a_village_of_no_table_keeps_what_the_text_says_of_it() -> None:
    found = place("Troops searched Zhawarkai Khwarra village in Paktika province.", "Zhawarkai Khwarra")
    assert (found.place_id, found.latitude, found.name) == (None, None, "Zhawarkai Khwarra")
    assert (found.admin1, found.country) == ("Paktika", "Afghanistan")


# Not a place


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jackson won the prize. Jackson thanked his mother.",
        "Mr. Houston left the room.",
        "Jordan Smith scored twice.",
        "He told us that many of them left in March.",
        "Nice weather made for easy reading.",
        "",
        "   \n ",
        "\u200b🚀 ...",
    ],
)
def test_persons_and_words_are_no_places(text: str) -> None:
    assert names(text) == []


def test_an_abbreviation_counts_in_its_own_case() -> None:
    assert place("He said US troops had left.", "US").iso3 == "USA"
    assert names("They told us nothing.") == []


def test_a_street_is_a_place_but_not_the_town_of_its_name() -> None:
    found = place("The car stopped on Washington Street.", "Washington Street")
    assert (found.latitude, found.iso3) == (None, None)


# The part it plays


def test_a_capital_that_wills_is_a_government() -> None:
    text = "Islamabad denied the report, and Kabul rejects the charge."
    assert [p.is_actor for p in places(text)] == [True, True]
    assert not place("Two bombs shook Islamabad.", "Islamabad").is_actor


def test_a_country_is_no_actor_where_it_only_suffers() -> None:
    assert place("Pakistan accused its neighbour of lying.", "Pakistan").is_actor
    assert not place("Pakistan has seen a rise in attacks.", "Pakistan").is_actor
    assert not place("Floods hit Pakistan.", "Pakistan").is_actor


def test_where_a_report_was_filed_acts_on_nothing() -> None:
    assert not place("TEHRAN, May 21 (XYZ) – The ministry denied the report.", "TEHRAN").is_actor
    assert place("Tehran denied the report.", "Tehran").is_actor


def test_governments_between_which_something_is() -> None:
    text = "Talks between Islamabad and Kabul broke down."
    assert [p.is_actor for p in places(text)] == [True, True]
    assert not any(p.is_actor for p in places("A bus fell off the road from Lahore to Multan."))


def test_what_stands_there_is_there_and_talks_may_be_anywhere() -> None:
    assert not place("Guards fired at Kabul airport.", "Kabul").is_modifier
    assert not place("Nobody claimed the Karachi blast.", "Karachi").is_modifier
    assert place("The Istanbul talks ended without a deal.", "Istanbul").is_modifier


def test_a_place_in_the_name_of_an_organisation_is_none_of_the_event() -> None:
    assert place("The Bank of England raised rates.", "England").is_modifier
    assert not place("The storm reached England.", "England").is_modifier


def test_words_of_belonging_only_describe() -> None:
    found = place("A Pakistani soldier was shot.", "Pakistani")
    assert (found.name, found.iso3, found.is_modifier) == ("Pakistan", "PAK", True)


# How precisely


@pytest.mark.parametrize(
    ("text", "name", "prec"),
    [
        ("A mine went off in Quetta.", "Quetta", 1),
        ("A mine went off near Quetta.", "Quetta", 2),
        ("A mine went off 20 km north of Quetta.", "Quetta", 2),
        ("A mine went off in Swat district.", "Swat", 3),
        ("A mine went off in Balochistan.", "Balochistan", 4),
        ("Troops dug in along the Durand Line.", "Durand Line", 5),
        ("A mine went off in Pakistan.", "Pakistan", 6),
        ("A tanker burned in the Red Sea.", "Red Sea", 7),
        ("A boat sank off the coast of Libya.", "Libya", 7),
        ("Jets entered Pakistan airspace.", "Pakistan", 7),
    ],
)
def test_where_prec_follows_the_words(text: str, name: str, prec: int) -> None:
    assert place(text, name).where_prec == prec


def test_crossings_by_either_name() -> None:
    text = "Trucks waited at Turkham and at Spin Boldak."
    assert [(p.name, p.is_crossing) for p in places(text)] == [("Torkham", True), ("Spin Boldak", True)]


# Borders


@pytest.mark.parametrize(
    "text",
    [
        "Four men died on the Pakistan-Afghanistan border.",
        "Fresh Afghan-Pakistani border clashes were reported.",
        "Pakistan closed its border with Afghanistan.",
        "Pakistan and Afghanistan traded fire. Pakistan blamed Afghanistan. Shops along the border stayed shut.",
        "Pakistan and Afghanistan traded fire. Pakistan blamed Afghanistan. Cross-border shelling went on.",
    ],
)
def test_the_border_of_two_known_countries_is_a_place(text: str) -> None:
    assert borders(text) == ["Pakistan–Afghanistan border"]
    assert next(p for p in places(text) if p.feature_code == "BDRY").where_prec == 5


@pytest.mark.parametrize(
    "text",
    [
        "Men died at the border on Sunday.",
        "Pakistan and Afghanistan met. Pakistan thanked Afghanistan. Border guards saluted.",
        "Japan and Peru signed a deal. Japan thanked Peru. The border stayed quiet.",
    ],
)
def test_a_border_of_unknown_countries_is_none(text: str) -> None:
    assert borders(text) == []


# The contract


def test_offsets_hold_in_odd_text() -> None:
    text = "  KABUL, Oct 9 —\u00a0Shots rang out in Herat\u2019s bazaar; \u201cHerat is calm,\u201d a man in Kunar\u200b said.\n"
    found = places(text)
    assert [p.text for p in found] == [text[p.start : p.end] for p in found]
    assert {"Herat"} <= {p.text for p in found}
    assert all(a.end <= b.start for a, b in pairwise(found))
