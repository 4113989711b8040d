"""Headlines: their case, their clauses without a verb or with one taken for a noun, and what one says alone."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.article import analyse
from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Fact
from pipelines.extract.truecase import is_title_case, truecase


def told(line: str) -> list[Fact]:
    """The incidents of an article that is a headline and nothing else."""
    return list(analyse(Article("h", line, line, date(2019, 3, 7))).found["incident"].facts)


@pytest.mark.parametrize(
    ("line", "running"),
    [
        ("Teenager Shot In Quarrel At Harbor Cafe", "Teenager shot in quarrel at harbor cafe"),
        ("Two Killed, Five Wounded In Mosul Market Blast", "Two killed, five wounded in Mosul market blast"),
        ("NATO Convoy Ambushed By Gunmen On Kabul Road", "NATO convoy ambushed by gunmen on Kabul road"),
    ],
)
def test_a_headline_in_title_case_is_read_as_running_text(line: str, running: str) -> None:
    assert truecase(line) == running


@pytest.mark.parametrize(
    "line",
    [
        "Ministers Meet On Border Trade In Green Valley",
        "Two killed in Mosul market blast",
        "The Red Crescent Society Of Herat said that two were killed.",
    ],
)
def test_other_lines_keep_their_capitals(line: str) -> None:
    assert not is_title_case(line)
    assert truecase(line) == line


def test_who_says_it_stands_apart_from_the_clause_of_a_headline() -> None:
    line = "Car bomb kills 12 outside Basra bank: hospital officials"
    assert [sentence.text for sentence in parse(Article("h", line)).doc.sents] == [
        "Car bomb kills 12 outside Basra bank:",
        "hospital officials",
    ]


@pytest.mark.parametrize(
    ("line", "sub_event_type"),
    [
        ("Blast hits opposition rally in Yemen: police", "Remote explosive/landmine/IED"),
        ("Hill Brigade claims responsibility for suicide bombing in Aden", "Suicide bomb"),
        ("Chad and Sudan exchange heavy border fire", "Armed clash"),
        ("Kenya says Ethiopian firing kills farmers", "Armed clash"),
        ("Taliban storm Herat police post, killing at least 3", "Attack"),
        ("Soldier Dies After Ambush Near Gao", "Attack"),
        ("Ex-officer for rebels dies in strike in Yemen", "Air/drone strike"),
        ("Suicide bombers hit old bridge in Mosul, six dead", "Suicide bomb"),
        ("Suicide car bomber kills four people in Yemen", "Suicide bomb"),
        ("Kenya finance minister survives suicide attack", "Suicide bomb"),
        ("Lawyer, two daughters killed in Basra", "Attack"),
        ("Somali Shabaab commander reported killed in Gedo - paper", "Attack"),
        ("Kenya says Somalia firing kills woman in Mandera.", "Armed clash"),
        ("Clashes between rebel factions continue for second day in hill country", "Armed clash"),
        ("Chadian death toll rises in cross-border shelling", "Shelling/artillery/missile attack"),
        ("Death toll from Basra artillery duel reaches 11", "Shelling/artillery/missile attack"),
        ("Rebels blow up gas pipeline near Basra", "Remote explosive/landmine/IED"),
        ("Envoy condemns eastern Yemen blast", "Remote explosive/landmine/IED"),
    ],
)
def test_what_a_headline_alone_tells_is_an_incident(line: str, sub_event_type: str) -> None:
    assert [fact.sub_event_type for fact in told(line)] == [sub_event_type]


@pytest.mark.parametrize(
    "line",
    [
        "Fire kills four in Manila market",
        "Attack on budget plan hits ruling party in Kenya",
        "Army could attack rebel bases in Chad, minister warns",
        "Two killed as bus plunges into ravine in Nepal",
        "Governor escapes criticism after budget attack in Kenya",
        "Farmer offers to pay man to kill rival candidate in Kenya",
    ],
)
def test_what_only_sounds_like_one_is_none_in_a_headline_either(line: str) -> None:
    assert told(line) == []


@pytest.mark.parametrize(
    ("line", "killed"),
    [
        ("Death toll in Kenya station bomb rises to 34 - police", 34),
        ("Death toll from market bombs in coastal region of northern Iraq now 43", 43),
        ("Death toll from Kenya hotel attack touches 62", 62),
    ],
)
def test_a_toll_is_read_in_the_words_of_headlines(line: str, killed: int) -> None:
    assert [fact.payload["killed_best"] for fact in told(line)] == [killed]


@pytest.mark.parametrize(
    "line",
    [
        "Officials: 12 killed in Kenya church attack",
        "Death toll in Garissa attack rises to nine",
        "Group behind deadly Bosaso bus attack, four killed: official",
        "Death toll rises to 44 in Kenya's coastal area market blasts",
        "Envoy condemns eastern Kenya blast",
        "Three dead in Kenya suicide attack",
        "Kenya roadside bomb kills three farmers: police",
        "Death toll rises to 17 in Kenya's Garissa terror attacks",
        "Death toll in Kenya Sikh temple attack rises to nine",
        "Six farmers, four herders killed in Kenya clashes",
    ],
)
def test_where_an_attack_was_is_not_who_attacked(line: str) -> None:
    (fact,) = told(line)
    assert not fact.actors
    assert not {"perpetrator_organizations", "perpetrator_individuals"} & fact.payload.keys()


@pytest.mark.parametrize("line", ["Kenya church attack kills 12", "Two wounded in Kenya blast"])
def test_a_country_before_what_was_attacked_says_where(line: str) -> None:
    (fact,) = told(line)
    assert fact.place is not None
    assert fact.place.name == "Kenya"


def test_a_country_before_its_strikes_acted() -> None:
    (fact,) = told("Kenya air strikes kill six in Gedo")
    assert [actor.name for actor in fact.actors] == ["Kenya"]
    assert fact.place is not None
    assert fact.place.name == "Gedo"


def test_a_country_shells_across_its_border() -> None:
    (fact,) = told("Pakistan protests over India's cross-border shelling")
    assert [actor.name for actor in fact.actors] == ["India"]


@pytest.mark.parametrize("line", ["India, Pakistan clashes kill five", "India-Pakistan fighting kills six"])
def test_two_countries_before_their_clashes_fought_them(line: str) -> None:
    (fact,) = told(line)
    assert {actor.name for actor in fact.actors} == {"India", "Pakistan"}


@pytest.mark.parametrize(
    "line",
    [
        "Woman killed in Ethiopian shelling in Somali hills.",
        "Two herders killed, three injured in Gedo shelling",
        "Kenya soldier killed as military convoy ambushed",
        "Rebels say blast at hotel that kills six was a warning",
    ],
)
def test_who_was_harmed_is_not_who_harmed(line: str) -> None:
    (fact,) = told(line)
    assert not {"perpetrator_organizations", "perpetrator_individuals"} & fact.payload.keys()


@pytest.mark.parametrize(
    ("line", "perpetrators"),
    [
        ("Rebels kill Kenyan judges involved in attack inquiry", ["Rebels"]),
        ("UPDATE 3-Suicide bomber kills 16 at Kenya wedding", ["Suicide bomber"]),
        ("Kenyan, Somali troops exchange fire near Mandera, killing eight", ["Somali troops"]),
    ],
)
def test_perpetrators_are_named_by_their_own_words_alone(line: str, perpetrators: list[str]) -> None:
    (fact,) = told(line)
    assert fact.payload["perpetrator_individuals"] == perpetrators
    assert "perpetrator_organizations" not in fact.payload


def test_what_is_named_after_a_weapon_is_none() -> None:
    assert [fact.sub_event_type for fact in told("Rebels attack air force base in Kenya, six dead")] == ["Attack"]


def test_a_description_of_fighters_is_no_organisation() -> None:
    (fact,) = told("Clashes between Kenya militant groups kill six in Gedo")
    assert "perpetrator_organizations" not in fact.payload


def test_what_somebody_is_known_for_is_not_what_is_told() -> None:
    assert [fact.sub_event_type for fact in told("Six rebels involved in blowing up bridges killed in Gedo")] != [
        "Remote explosive/landmine/IED"
    ]


def test_a_gunshot_wound_says_that_somebody_was_shot() -> None:
    text = "Officers found a man with a gunshot wound to the chest on Mill Street late Tuesday."
    (fact,) = analyse(Article("a", text, None, date(2019, 3, 7))).found["incident"].facts
    assert fact.payload["injured_low"] == 1


def test_a_block_of_a_street_is_no_year() -> None:
    text = "Police say two men were shot dead on Monday in the 1900 block of Mill Street."
    (timex,) = analyse(Article("a", text, None, date(2019, 3, 7))).reading.timexes
    assert text[timex.start : timex.end] == "Monday"


def test_what_an_offensive_has_killed_is_a_running_total() -> None:
    text = "Gunmen attacked a base near Bor on Monday. The army's offensive has killed around 40,000 villagers."
    found = analyse(Article("a", text, None, date(2019, 3, 7))).found["incident"].facts
    tolls = {fact.payload.get("killed_low"): fact.payload["casualty_scope"] for fact in found}
    assert tolls.get(40_000) == "period_total"
