"""Incidents of short passages read whole: what is one event, when it was, who fought, and what only sounds like one."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.document import Article, parse
from pipelines.extract.incidents.find import find_incidents
from pipelines.extract.mentions import Fact, read

# A Wednesday.
PUBLISHED = date(2025, 3, 12)


def facts(text: str) -> tuple[Fact, ...]:
    return find_incidents(read(parse(Article("t", text, None, PUBLISHED)))).facts


def only(text: str) -> Fact:
    found = facts(text)
    assert len(found) == 1, [(fact.sub_event_type, fact.payload, fact.when) for fact in found]
    return found[0]


def names(fact: Fact) -> str:
    return " ".join(actor.name for actor in (*fact.actors, *fact.recipients))


@pytest.mark.parametrize(
    ("text", "sub_event_type", "killed", "injured"),
    [
        ("Four people were killed in a stabbing in Southport on Monday, police said.", "Attack", 4, None),
        ("Rebels hacked six farmers to death near Goma on Tuesday night, the army said.", "Attack", 6, None),
        ("Gunmen opened fire in a bar in Quito on Saturday, killing eight people.", "Attack", 8, None),
        ("A knife attack in Haifa killed a man on Monday before the attacker was shot dead.", "Attack", 1, None),
        ("A shooting in Dover on Monday put two people in the hospital, police said.", "Attack", None, 2),
        ("A Palestinian was shot dead in Nablus on Monday, medics said.", "Attack", 1, None),
        ("Two boys, 14 and 15, were shot outside a school in Toledo on Monday.", "Attack", None, 2),
        ("Gunmen shot at a fireworks show in Gary on Saturday, killing a teenager.", "Attack", 1, None),
        ("A drone crashed into a fuel depot in Saratov on Tuesday, killing a guard.", "Air/drone strike", 1, None),
        ("Troops and rebels fought near Goma on Sunday, leaving eight rebels dead.", "Armed clash", 8, None),
        ("Rebels overran the town of Goma on Sunday.", "Non-state actor overtakes territory", None, None),
        ("Ethiopian troops recaptured the town of Lalibela on Sunday.", "Government regains territory", None, None),
        ("An officer and a gunman were wounded in an exchange of gunfire in Quito on Monday.", "Armed clash", None, 2),
    ],
)
def test_what_nouns_and_particles_tell(text: str, sub_event_type: str, killed: int | None, injured: int | None) -> None:
    fact = only(text)
    told = (fact.sub_event_type, fact.payload.get("killed_low"), fact.payload.get("injured_low"))
    assert told == (sub_event_type, killed, injured)


@pytest.mark.parametrize(
    "text",
    [
        "A former soldier fatally shot himself outside the ministry in Rome on Monday, police said.",
        "Families in Beirut on Sunday marked the anniversary of the bombing that killed 43 people at a market.",
        "The play, in which rebels storm a palace in Seville and kill a king, opened in Prague on Friday.",
        "Navy commandos took part in an exercise off Karachi on Sunday in which a ship was attacked by gunmen.",
        "Retired general John Mears, who survived a bomb attack in Saigon, died on Sunday at 92.",
        "The minister came under fire on Monday for his plan, and the opposition opened fire on his budget.",
        "Hackers attacked a Texas hospital on Sunday. The ransomware strike hit 40 servers.",
        "A meteor exploded over Perm on Tuesday, injuring four people.",
        "A gas blast in a flat in Istanbul injured three people on Sunday, the fire service said.",
        "An army helicopter crashed near Quetta on Monday, killing six soldiers, the military said.",
        "Polio killed two children in Kandahar on Sunday, health officials said.",
        "Wolves attacked a farm near Turin on Saturday, killing 14 sheep.",
        "Conservatives captured the town council in Kent on Thursday.",
        "Tourists overran the village of Hallstatt on Sunday.",
    ],
)
def test_what_is_no_incident(text: str) -> None:
    assert facts(text) == ()


def test_the_scene_of_a_shooting_is_no_play() -> None:
    only("Police stayed at the scene of a shooting in Toledo on Monday that killed two people.")


@pytest.mark.parametrize(
    "text",
    [
        # A headline without a day, and the day in the lead.
        "Drive-by shooting injures two in Fresno\n\nTwo men were injured in a drive-by shooting Thursday in Fresno.",
        # The hour and the street of what the lead dates.
        "A man was killed in a shooting in Oakland on Saturday.\n\nOfficers said a man was shot about 1:15 a.m. near "
        "90th Avenue.",
        # A name of a house that is also that of a far town.
        "A blast ripped through a market in Peshawar on Monday, killing nine people.\n\nMore than 20 people were hurt "
        "in the blast and taken to Lady Reading Hospital.",
    ],
)
def test_one_event_told_twice(text: str) -> None:
    assert only(text).when.prec == 1


def test_two_attacks_of_a_digest_stay_apart() -> None:
    found = facts(
        "A bomb killed two soldiers in Mosul on Monday. In Basra, gunmen shot dead a cleric. Likewise, an attack in Kirkuk "
        "killed four policemen."
    )
    assert sorted(fact.payload["killed_low"] for fact in found) == [1, 2, 4]


def test_a_weekend_of_shootings_is_a_total() -> None:
    fact = only("At least 4 people were killed and 16 wounded in shootings in Chicago over the weekend, police said.")
    assert fact.payload["casualty_scope"] == "period_total"


def test_an_hour_alone_gives_no_day() -> None:
    fact = only("Two men were killed in a gunfight in Mosul on Monday. The gunfight began about 9 p.m. near a bridge.")
    assert fact.when.start == date(2025, 3, 10)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("A suicide bomber blows himself up in Peshawar, killing three people.", PUBLISHED),
        ("Suicide bomber kills three people in Peshawar", date(2025, 3, 11)),
    ],
)
def test_a_record_tells_the_day_and_a_headline_the_day_before(text: str, start: date) -> None:
    assert only(text).when.start == start


def test_where_somebody_comes_from_is_not_where_it_happened() -> None:
    fact = only("Police in Jerusalem on Sunday killed a gunman from Hebron who had wounded nine people.")
    assert fact.place is None or fact.place.name != "Hebron"


def test_a_group_is_not_believed_on_whom_it_killed() -> None:
    fact = only(
        "Al Shabaab killed 12 soldiers in Beledweyne on Tuesday, police said. Al Shabaab said it killed 70 soldiers."
    )
    assert fact.payload["killed_low"] == 12


def test_those_shot_are_not_fewer_than_one_of_them() -> None:
    fact = only(
        "Four people were shot on Monday in Dover. The shooting was at a bar. One man was wounded in the ankle."
    )
    assert fact.payload["injured_low"] == 4


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Indian and Pakistani troops exchanged fire in Kashmir on Monday.", ("India", "Pakistan")),
        ("A bomb killed two soldiers in Cali on Sunday. The army blamed the ELN.", ("National Liberation Army",)),
        (
            "A suicide bombing killed five people in Mogadishu on Sunday. Al-Shabaab said it was behind the attack.",
            ("Shabaab",),
        ),
        (
            "Pakistan accused Afghanistan of lies and Afghanistan accused Pakistan. The two sides clashed on Monday near "
            "Chaman, killing six people.",
            ("Pakistan", "Afghanistan"),
        ),
    ],
)
def test_sides(text: str, sides: tuple[str, ...]) -> None:
    told = names(only(text))
    assert all(side in told for side in sides), told


def test_a_second_strike_is_by_the_one_state_that_strikes() -> None:
    found = facts(
        "An Israeli airstrike killed one man in Tyre on Tuesday. An airstrike near Nabatieh wounded two people."
    )
    assert ["Israel" in names(fact) for fact in found] == [True, True]
    assert {fact.payload["responsibility_status"] for fact in found} == {"undisputed", "alleged"}


def test_what_a_bomb_goes_off_beside_is_no_side() -> None:
    assert "court" not in names(
        only("A bomb exploded outside a district court in Quetta on Monday, killing five people.")
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("A man was charged on Tuesday in the shooting of two students in Toledo.", None),
        ("Man arrested in fatal shooting of teenager in Toledo", None),
        ("An arrest was made on Tuesday in the shooting of two students in Toledo.", None),
        ("Arrest made in fatal shooting of teenager in Toledo", None),
        ("Mourners in Toledo buried on Tuesday a student killed by gunfire.", None),
        (
            "A man was charged on Tuesday in the shooting of two students. The two were shot outside a school in Toledo on "
            "March 3, police said.",
            date(2025, 3, 3),
        ),
        (
            "Three men were arrested on Tuesday over a bombing that killed nine people in Quetta on March 3.",
            date(2025, 3, 3),
        ),
        (
            "The suspect in the shooting of two students in Toledo on Saturday is a neighbour, police said.",
            date(2025, 3, 8),
        ),
        ("Gunmen shot two students dead in Toledo on Monday and three men were arrested.", date(2025, 3, 10)),
        ("Gunmen shot two students dead in Toledo", date(2025, 3, 11)),
    ],
)
def test_the_day_of_an_arrest_or_a_burial_is_not_that_of_the_event(text: str, start: date | None) -> None:
    assert only(text).when.start == start


def test_whoever_is_in_hospital_after_being_shot_was_shot() -> None:
    fact = only("A teenager is in critical condition after being shot in the head in Dover on Monday, police said.")
    assert (fact.sub_event_type, fact.payload["victims"]) == ("Attack", ["teenager"])
    assert facts("The film is in cinemas after being shot in Dover on Monday.") == ()
