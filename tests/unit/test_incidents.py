"""Incidents: what is one, what only sounds like one, and what its sentences say of it together."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.extract.document import Article, parse
from pipelines.extract.incidents.find import find_incidents
from pipelines.extract.mentions import Fact, Found, Reading, read
from pipelines.extract.places.find import Place
from pipelines.extract.quantities.find import find_quantities
from pipelines.extract.timexes.find import Timex

PUBLISHED = date(2024, 6, 10)
DAYS = {"Friday": date(2024, 6, 7), "Sunday": date(2024, 6, 9), "October 2": date(2022, 10, 2), "March 3": date(2024, 3, 3),
        "March 20": date(2024, 3, 20)}  # fmt: skip
TOWNS = ("Ubari", "Kelda", "Morva")


def find(text: str) -> Found:
    document = parse(Article("t", text, None, PUBLISHED))
    timexes = [
        Timex(at, at + len(word), "DATE", day.isoformat(), day, day, 1, "test")
        for word, day in DAYS.items()
        for at in _all(text, word)
    ]
    places = [
        Place(at, at + len(town), town, f"gn:{town}", town, 1, "PPL", town, None, "Ubaria", "UBA", 1.0, 1.0, 1)
        for town in TOWNS
        for at in _all(text, town)
    ]
    return find_incidents(
        Reading(
            document,
            tuple(sorted(timexes, key=lambda t: t.start)),
            tuple(sorted(places, key=lambda p: p.start)),
            tuple(find_quantities(document)),
            (),
            (),
        )
    )


def _all(text: str, word: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(word, at)]


def only(text: str) -> Fact:
    facts = find(text).facts
    assert len(facts) == 1, [f.rule for f in facts]
    return facts[0]


@pytest.mark.parametrize(
    ("text", "sub_event_type", "killed"),
    [
        ("A suicide bomber blew himself up in Ubari, killing nine shoppers.", "Suicide bomb", 9),
        ("A drone strike killed six people in Ubari.", "Air/drone strike", 6),
        ("Mortar fire killed three villagers near Ubari.", "Shelling/artillery/missile attack", 3),
        ("A roadside bomb killed two teachers in Ubari.", "Remote explosive/landmine/IED", 2),
        ("Gunmen killed four villagers in Ubari.", "Attack", 4),
        ("A car bomb went off in Ubari, killing two people.", "Remote explosive/landmine/IED", 2),
        ("Gunmen abducted two engineers in Ubari.", "Abduction/forced disappearance", None),
        ("Five soldiers and two rebels died in a clash in Ubari.", "Armed clash", 7),
        ("Militants attacked a checkpoint in Ubari, killing three soldiers.", "Armed clash", 3),
        ("UPDATE 2-Three killed by shelling in Ubari", "Shelling/artillery/missile attack", 3),
        ("Ubari: Three soldiers killed in militant attack", "Armed clash", 3),
        ("Two villagers killed, one hurt in fighting near Ubari", "Armed clash", 2),
        ("Four dead as fighting flares in Ubari", "Armed clash", 4),
        ("Soldier, two militants killed in clash in Ubari", "Armed clash", 3),
        ("Nine militants, soldier dead in Ubari", "Armed clash", 10),
        ("Three die, four injured by shelling in Ubari", "Shelling/artillery/missile attack", 3),
        ("Two civilians killed in Ubari", "Attack", 2),
        ("Two militia members killed in Ubari", "Attack", 2),
        ("Five Villagers Killed In Ubari Clashes", "Armed clash", 5),
        ("A blast hit a rally in Ubari, killing two people.", "Remote explosive/landmine/IED", 2),
        ("Police are investigating the shooting death of a teenager in Ubari.", "Attack", 1),
    ],
)
def test_kinds_of_incident(text: str, sub_event_type: str, killed: int | None) -> None:
    fact = only(text)
    assert (fact.sub_event_type, fact.payload.get("killed_low")) == (sub_event_type, killed)


@pytest.mark.parametrize(
    "text",
    [
        "The militia threatened to bomb the market in Ubari.",
        "Residents of Ubari fear an attack by gunmen.",
        "If gunmen attack Ubari, six battalions stand ready.",
        "Guards in Ubari prevented an attack on the bank.",
        "The striker's attack broke the defence in Ubari on Friday.",
        "The senator launched an attack on the budget plan in Ubari on Friday.",
        "A man died of a heart attack in Ubari on Friday.",
        "Twelve people were killed when a bus overturned in Ubari.",
        "Eight workers were killed in an explosion at a paint factory in Ubari.",
        "Teachers went on strike in Ubari on Friday.",
        "Gunmen killed nine people in Ubari on October 2.",
        "Militant attacks have increased in Ubari since the drought.",
        "Police seized a car bomb in Ubari on Friday.",
        "The truck went off the road in Ubari on Friday.",
        "The two governments clashed over water in Ubari on Friday.",
        "Since 1985 nearly 200 soldiers have been killed in attacks near Ubari.",
        "The court in Ubari sentenced a man for the murder of a priest.",
        "Two teachers dead in Ubari",
        "Ubari: Three players hurt in final",
        "Rebels attempted to kill the mayor in Ubari on Friday.",
        "The war, which broke out over land, has so far claimed 40,000 lives in attacks near Ubari.",
        "They were behind the killing of hundreds of people in Ubari during the civil war.",
    ],
)
def test_what_only_sounds_like_an_incident(text: str) -> None:
    assert find(text).facts == ()


def test_lead_and_body_tell_one_event() -> None:
    fact = only(
        "Gunmen opened fire at a market in Ubari on Friday, killing four people.\n\n"
        "The attack began at noon. The gunmen shot dead four traders, witnesses said."
    )
    assert fact.payload["killed_low"] == 4
    assert fact.when.start == DAYS["Friday"]
    assert len(fact.mentions) > 1


def test_another_place_and_day_make_another_event() -> None:
    found = find("Gunmen killed four traders in Ubari on Friday. A bomb killed two policemen in Kelda on Sunday.")
    assert [(f.place.name, f.payload["killed_low"]) for f in found.facts if f.place] == [("Ubari", 4), ("Kelda", 2)]


def test_what_followed_an_event_does_not_take_its_place() -> None:
    found = find(
        "An ambush that killed six soldiers in Ubari followed a bombing in Kelda on Friday that killed two people."
    )
    assert {f.place.name for f in found.facts if f.place} == {"Ubari", "Kelda"}


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A blast killed at least 12 people in Ubari. The death toll rose to 15 on Sunday.", 15),
        ("A blast killed four children in Ubari. Two teachers also died in the attack.", 6),
        ("A blast killed nine people in Ubari. Three of the dead were children.", 9),
        ("A blast killed 14 people, including two attackers, in Ubari.", 14),
        ("A blast killed a trader, a father of four, in Ubari.", 1),
        ("A blast killed a trader, a nurse and a guard in Ubari.", 3),
        ("Rebels shot Orlan and Selim, both 21, dead in Ubari; both men were killed at noon.", 2),
    ],
)
def test_tolls_of_one_event(text: str, killed: int) -> None:
    assert only(text).payload["killed_low"] == killed


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Six people were shot in Ubari on Friday. Two of the victims died.", 2, 4),
        ("Six people were shot in Ubari, two of them fatally.", 2, 4),
        ("A gunman killed one man and shot two others in Ubari.", 1, 2),
        ("One person was killed and two people were shot in Ubari.", 1, 2),
        ("A nurse was shot in Ubari on Friday. She died in hospital.", 1, None),
        ("A nurse has died after she was shot in Ubari on Friday.", 1, None),
        ("One of two guards shot in Ubari has died.", 1, 1),
        ("Three guards were wounded by gunfire in Ubari, including one who died.", 1, 2),
        ("A guard was wounded by gunfire in Ubari; no other injuries were reported.", None, 1),
        ("The five victims, three men and two women, were wounded in a shooting in Ubari.", None, 5),
    ],
)
def test_the_dead_among_those_shot_are_not_injured(text: str, killed: int | None, injured: int | None) -> None:
    payload = only(text).payload
    assert (payload.get("killed_low"), payload.get("injured_low")) == (killed, injured)


def test_attackers_told_among_the_dead_are_also_counted_apart() -> None:
    assert only("An assault in Ubari killed 14 people, including two attackers.").payload["killed_attackers"] == 2


def test_the_toll_of_a_period_is_not_that_of_one_event() -> None:
    fact = only(
        "Border clashes have left dozens dead. The violence flared after a dispute on March 3 and eased after a deal on "
        "March 20."
    )
    assert fact.payload["casualty_scope"] == "period_total"
    assert (fact.payload["killed_low"], fact.payload["killed_high"]) == (12, None)
    assert (fact.when.start, fact.when.end) == (DAYS["March 3"], DAYS["March 20"])
    assert only("A clash left 12 soldiers dead in Ubari.").payload["casualty_scope"] == "event"


def test_a_denial_joins_the_event_it_denies() -> None:
    fact = only("Explosions shook Ubari on Friday, injuring six people. Zandia denied involvement.")
    assert fact.payload["denied_by"] == ["Zandia"]
    assert fact.payload["responsibility_status"] in ("denied", "disputed")
    assert fact.sub_event_type == "Explosion, cause disputed"
    assert [m.stance for m in fact.mentions][-1] == "denies"
    plain = only("Explosions shook Ubari on Friday, injuring six people. Zandia denied a visa request.")
    assert "denied_by" not in plain.payload


def test_a_claim_of_responsibility_names_who_claims_and_nobody_where_nobody_does() -> None:
    claimed = only(
        "A bomb killed six people in Ubari on Friday. The Red Falcons claimed responsibility for the bombing."
    )
    assert claimed.payload["attributed_to"] == ["Red Falcons"]
    assert claimed.payload["responsibility_status"] == "claimed"
    unclaimed = only("A bomb killed six people in Ubari on Friday. No group claimed responsibility for the bombing.")
    assert unclaimed.payload["responsibility_status"] == "unknown"


def test_participants_are_named_as_the_text_names_them() -> None:
    fact = only("Masked gunmen burned a police station in Ubari and killed two farmers on Friday.")
    assert fact.payload["perpetrator_individuals"] == ["Masked gunmen"]
    assert "farmers" in fact.payload["victims"]


def test_an_event_without_a_date_is_bounded_by_the_report() -> None:
    lead = only("Gunmen killed four traders in Ubari.")
    assert (lead.when.start, lead.when.end, lead.when.prec) == (date(2024, 6, 9), PUBLISHED, 2)


def test_what_makes_no_fact_stays_a_claim() -> None:
    found = find("Rebels threatened to bomb the market in Ubari.")
    assert [m.modality for m in found.loose] == ["hypothetical"]


@pytest.mark.parametrize("text", ["", " \n", "囧 — “killed” 3", "Killed. Bombed! 12 dead?", "attack " * 50])
def test_odd_texts_do_no_harm(text: str) -> None:
    for fact in find(text).facts:
        assert all(0 <= m.trigger[0] < m.trigger[1] <= len(text) for m in fact.mentions)


def test_a_denial_is_a_claim_of_who_denies() -> None:
    text = "Explosions shook Herat on Monday, which the city's council said were Iranian drone strikes. Iran denied involvement."
    reading = read(parse(Article("a", text, None, date(2025, 3, 5))))
    [fact] = find_incidents(reading).facts
    [denial] = [m for m in fact.mentions if m.stance == "denies"]
    assert denial.attribution is not None
    assert denial.attribution.speaker is not None
    assert denial.attribution.speaker.name == "Iran"


def test_what_has_no_day_and_no_place_of_its_own_tells_the_one_event_before_again() -> None:
    fact = only(
        "Gunmen shot dead four traders at a market in Ubari on Friday. The stalls were full. Buyers had come from the "
        "villages. Two porters hid under a cart. A guard was killed by the attackers as they left."
    )
    assert (fact.payload["killed_low"], fact.place and fact.place.name) == (4, "Ubari")


def test_where_two_events_could_be_meant_neither_is() -> None:
    texts = (
        "Gunmen shot dead four traders in Ubari on Friday.",
        "Gunmen shot dead two clerks in Kelda on Sunday.",
        "The stalls were full. Buyers had come from far. Porters hid under a cart. Rain fell all week.",
        "Militants killed a guard at a bank.",
    )
    assert len(find(" ".join(texts)).facts) == 3


def told(text: str) -> list[Fact]:
    return list(find_incidents(read(parse(Article("t", text, None, PUBLISHED)))).facts)


def named(text: str, field: str) -> list[str]:
    [fact] = told(text)
    found: list[str] = fact.payload.get(field, [])
    return found


@pytest.mark.parametrize(
    ("text", "organisations", "individuals"),
    [
        ("Members of the Red Falcon Front killed two guards in Lima.", ["Red Falcon Front"], ["Members"]),
        ("Six urban guerrillas bombed a bank in Lima.", [], ["urban guerrillas"]),
        ("A group of six masked gunmen killed two guards in Lima.", [], ["masked gunmen"]),
        ("The army shelled a village near Lima, killing two farmers.", ["army"], []),
        ("A guerrilla attack on a bank killed two guards in Lima.", [], []),
        ("A bomb attack attributed to the Red Falcon Front killed two guards in Lima.", ["Red Falcon Front"], []),
        ("Police accused the Red Falcon Front of the attack that killed two guards in Lima.", ["Red Falcon Front"], []),
        (
            "The Red Falcon Front is responsible for the bombing that killed two guards in Lima.",
            ["Red Falcon Front"],
            [],
        ),
        # Who disclaims an act is not behind it.
        ("The Red Falcon Front is not responsible for the bombing that killed two guards in Lima.", [], []),
        ("A bombing killed two guards in Lima. The Red Falcon Front denied involvement in the bombing.", [], []),
    ],
)
def test_organisations_and_people_who_acted(text: str, organisations: list[str], individuals: list[str]) -> None:
    [fact] = told(text)
    assert fact.payload.get("perpetrator_organizations", []) == organisations
    assert [p.split(" of ")[0] for p in fact.payload.get("perpetrator_individuals", [])] == individuals


def test_a_group_is_called_by_the_name_in_quotation_marks() -> None:
    text = 'A bomb killed two guards in Lima on Sunday. The "Red Falcons" group claimed responsibility for the bombing.'
    assert named(text, "perpetrator_organizations") == ["Red Falcons"]


def test_the_rebels_are_the_one_armed_group_an_article_names() -> None:
    news = "Rebels killed two guards in Lima. The government has fought the Shining Path for years."
    assert named(news, "perpetrator_organizations") == ["Shining Path"]
    both = news + " Hezbollah sent a letter."
    assert named(both, "perpetrator_organizations") == []


@pytest.mark.parametrize(
    ("text", "victims"),
    [
        ("Gunmen killed the mayor, Ana Torres, in Lima.", ["Ana Torres"]),
        ("Gunmen killed a guard named Pedro Salas in Lima.", ["Pedro Salas"]),
        ("Gunmen killed Ana Torres and her driver in Lima.", ["Ana Torres", "driver"]),
        ("Gunmen killed a guard in Lima. The guard was identified as Pedro Salas.", ["Pedro Salas"]),
        ("Gunmen killed a guard in Lima. The car was identified as a stolen one.", ["guard"]),
        ("A bomb killed five people in Lima.", ["people"]),
    ],
)
def test_victims_are_named_once(text: str, victims: list[str]) -> None:
    assert named(text, "victims") == victims


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Rebels attacked the home of the mayor in Lima.", ["home of the mayor"]),
        ("Rebels blew up a section of the northern pipeline in Peru.", ["northern pipeline"]),
        ("A bomb exploded in front of a bank in Lima, causing damage to two shops.", ["bank", "shops"]),
        ("A bomb exploded in Lima at dawn on Sunday, police said.", []),
    ],
)
def test_targets_are_things_that_can_be_hit(text: str, targets: list[str]) -> None:
    assert sorted(named(text, "physical_targets")) == sorted(targets)


def test_sabotage_is_an_attack_and_the_police_who_destroy_a_drug_laboratory_are_none() -> None:
    assert named("Guerrillas destroyed three power pylons near Lima on Sunday.", "physical_targets") == ["power pylons"]
    assert told("Investors damaged the company's standing in Lima on Sunday.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Police seized six rifles, ten grenades and a mine in Ubari on Friday.",
        "The army launched an offensive in Ubari on Friday.",
        "Newspapers counted 142 murders by gunmen in Ubari on Friday.",
        "Villagers in Ubari fear the militants who attack outposts.",
        "Some in Ubari like throwing bombs at soldiers.",
    ],
)
def test_weapons_found_campaigns_statistics_and_habits_are_no_incidents(text: str) -> None:
    assert find(text).facts == ()


@pytest.mark.parametrize(
    "text",
    [
        "Police seized six rifles in Ubari on Friday. A grenade killed two guards in Ubari.",
        "The army launched an offensive in Ubari on Friday that killed 12 rebels.",
        "Newspapers counted three murders by gunmen in Ubari on Friday.",
    ],
)
def test_what_happened_beside_them_is_one(text: str) -> None:
    assert len(find(text).facts) == 1


def test_two_men_killed_by_name_are_two_events_and_one_told_twice_is_one() -> None:
    text = "Gunmen killed Carlos Medina in Lima. Gunmen killed {} in his car."
    assert len(told(text.format("Pedro Salas"))) == 2
    assert len(told(text.format("Medina"))) == 1


def test_older_days_do_not_join_the_undated_news_of_the_lead() -> None:
    text = "A bomb killed two guards in Ubari. Rebels bombed a bank in Ubari on March 20."
    assert [fact.when.start for fact in find(text).facts] == [date(2024, 6, 9), date(2024, 3, 20)]


def test_news_told_among_courts_is_news() -> None:
    assert len(find("A court in Ubari tried him. Gunmen killed two jurors in Ubari on Friday.").facts) == 1
    assert find("A jury heard how gunmen killed two jurors in Ubari on March 3.").facts == ()


def test_only_what_happened_is_condemned() -> None:
    assert len(find("The council would like to condemn the murder of the mayor in Ubari on Friday.").facts) == 1
    assert find("The council would like to prevent the murder of the mayor in Ubari on Friday.").facts == ()


def test_a_name_in_square_brackets_does_not_hide_who_acts() -> None:
    text = "Fighting raged in Lima when members of the Red Falcon Front [RFF] attacked an electric power substation."
    [fact] = told(text)
    assert fact.payload["physical_targets"] == ["electric power substation"]


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("Three bullets hit a trader in Ubari on Friday.", "Attack"),
        ("A rocket hit a school in Ubari on Friday.", "Shelling/artillery/missile attack"),
        ("A drone hit a school in Ubari on Friday.", "Air/drone strike"),
    ],
)
def test_what_hits_settles_the_kind(text: str, sub_event_type: str) -> None:
    assert only(text).sub_event_type == sub_event_type


def test_the_day_of_a_dateline_is_the_day_of_the_report() -> None:
    [fact] = told("LIMA, 10 JUN 24 (WIRE) -- [TEXT] GUNMEN KILLED TWO GUARDS AT A BANK IN LIMA.")
    assert (fact.when.start, fact.when.end) == (date(2024, 6, 9), PUBLISHED)
