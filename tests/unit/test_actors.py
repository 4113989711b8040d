"""Actors: names, titles, bodies of countries, dated roles, short mentions; each rule with a near-miss."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from pipelines.extract.actors.find import Actor, find_actors
from pipelines.extract.actors.tables import known_actor, known_actors, names_in, role_on, standing_for
from pipelines.extract.document import Article, parse


def actors(text: str, day: date | None = date(2025, 11, 9)) -> list[Actor]:
    found = find_actors(parse(Article("a", text, None, day)), [])
    assert all(text[a.start : a.end] == a.text for a in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    return found


def named(text: str, words: str, day: date | None = date(2025, 11, 9)) -> Actor:
    return next(a for a in actors(text, day) if words in a.text)


@pytest.mark.parametrize("text", ["", " \n\n", "“", "\u200b\u0301", "?!"])
def test_odd_text_gives_no_actor(text: str) -> None:
    assert actors(text) == []


def test_aliases_give_one_id() -> None:
    for name in ("Tehrik-i-Taliban Pakistan", "TTP", "Pakistani Taliban"):
        assert named(f"The {name} attacked a convoy near Bannu.", name.split()[0]).actor_id == "ttp"


def test_abbreviations_keep_their_case() -> None:
    assert [n.key for n in names_in("IS fighters fled.") if n.what == "actor"] == ["is"]
    assert not [n for n in names_in("Is this who we are?") if n.what == "actor"]


def test_title_and_name_are_one_mention_with_a_role() -> None:
    minister = named("Pakistani Defence Minister Khawaja Asif spoke to reporters.", "Asif")
    assert minister.text == "Pakistani Defence Minister Khawaja Asif"
    assert (minister.actor_id, minister.role) == ("person-khawaja-asif", "defence minister")
    assert minister.affiliation_id == "pak-gov"


def test_office_beside_the_name() -> None:
    officer = named("Rahim Gul Shah, a spokesman for the Afghan police, said two men were held.", "Shah")
    assert officer.kind == "person"
    assert officer.role == "spokesman"
    assert officer.iso3 == "AFG"


def test_office_beside_a_name_is_no_second_person() -> None:
    found = actors("Karim Shah, head of the rescue service, arrived. He thanked the crew.")
    assert [a.name for a in found if a.text.startswith(("head", "He"))] == ["Karim Shah", "Karim Shah"]


def test_surname_takes_the_full_name() -> None:
    found = actors("Interior Minister Mohsin Naqvi arrived on Monday. Naqvi met the governor.")
    assert [a.actor_id for a in found if "Naqvi" in a.text] == ["person-mohsin-naqvi"] * 2


def test_government_of_any_country_by_demonym() -> None:
    assert named("The Norwegian government offered help.", "government").actor_id == "nor-gov"
    assert named("Thai soldiers crossed the river.", "soldiers").actor_id == "tha-mil"
    assert named("Kenyan police arrested four men.", "police").actor_id == "ken-pol"


def test_officials_keep_their_words_and_belong_to_a_government() -> None:
    officials = named("Two Turkish officials said the meeting was over.", "officials")
    assert (officials.name, officials.actor_id, officials.affiliation_id) == ("Turkish officials", None, "tur-gov")


def test_country_acts_but_is_a_place_after_in() -> None:
    assert named("Pakistan closed the crossing.", "Pakistan").actor_id == "pak-gov"
    assert not [a for a in actors("It rained all week in Pakistan.") if a.text == "Pakistan"]


def test_taliban_are_what_they_were_on_the_day() -> None:
    assert standing_for("afg-taliban", date(2019, 5, 1)) == "afg-taliban"
    assert standing_for("afg-taliban", date(2022, 5, 1)) == "afg-taliban-gov"
    before = named("The Taliban attacked a police post.", "Taliban", date(2019, 5, 1))
    after = named("The Taliban closed the road.", "Taliban", date(2022, 5, 1))
    assert (before.sector, before.inter) == ("REB", 2)
    assert (after.sector, after.inter) == ("GOV", 1)
    assert named("The Afghan government resigned.", "government", date(2019, 5, 1)).actor_id == "afg-republic-gov"


def test_members_of_a_group_are_the_group() -> None:
    assert named("BLA fighters stopped a train.", "fighters").actor_id == "bla"
    assert named("Local fighters stopped a train.", "fighters").actor_id is None


def test_collectives_without_a_name_keep_a_sector() -> None:
    gunmen = named("Three masked gunmen fired at a van.", "gunmen")
    assert (gunmen.name, gunmen.sector, gunmen.kind) == ("masked gunmen", "UAF", "armed_group")
    assert named("Villagers fled the area.", "Villagers").inter == 7


def test_pronoun_takes_the_last_subject_not_a_quoted_name() -> None:
    text = "Hakan Fidan landed in Doha. “Ishaq Dar knows our view,” he said."
    assert named(text, "he").actor_id == "person-hakan-fidan"


def test_pronoun_inside_a_mention_is_none_of_its_own() -> None:
    found = actors("Maria Lopez fled on Monday. Police found her daughter.")
    assert [a.text for a in found if "her" in a.text.split()] == ["her daughter"]


def test_definite_body_takes_the_country_of_the_last_one() -> None:
    found = actors("India’s army reported shelling on Monday. The army returned fire.")
    assert [a.actor_id for a in found if "army" in a.text] == ["ind-mil", "ind-mil"]
    other = actors("India’s army reported shelling on Monday. An army returned fire.")
    assert [a.actor_id for a in other if "army" in a.text] == ["ind-mil", None]


def test_headings_are_no_persons() -> None:
    found = actors("Relief Efforts And Rescue\n\nThe minister left.")
    assert not [a for a in found if a.kind == "person" and "Relief" in a.text]


def test_tables_agree_with_each_other() -> None:
    for actor_id in known_actors():
        role = role_on(actor_id, None)
        if role and role.affiliation_id:
            assert known_actor(role.affiliation_id), role.affiliation_id
