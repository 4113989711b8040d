"""Statements: which are read, their type, whom they are about; each rule with a near-miss."""

from __future__ import annotations

from datetime import date

from pipelines.extract.actors.find import find_actors
from pipelines.extract.attribution.find import find_attributions
from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Fact, Reading
from pipelines.extract.payloads import STATEMENT
from pipelines.extract.statements.find import find_statements

MATTER = " Troops, militants, mortar shells and a ceasefire filled the border reports."


def statements(text: str, matter: str = MATTER) -> list[Fact]:
    document = parse(Article("a", text + matter, None, date(2025, 11, 9)))
    actors = find_actors(document, [])
    found = find_attributions(document, actors)
    facts = find_statements(Reading(document, (), (), (), tuple(actors), tuple(found))).facts
    assert all(set(fact.payload) <= set(STATEMENT) for fact in facts)
    return [fact for fact in facts if fact.mentions[0].span[0] < len(text)]


def kinds(text: str) -> list[str | None]:
    return [fact.event_type for fact in statements(text)]


def test_type_by_the_cue() -> None:
    assert kinds("India accused Pakistan of arming the rebels.") == ["accusation"]
    assert kinds("Pakistan denied the charge.") == ["denial"]
    assert kinds("The United Nations condemned the bombing.") == ["condemnation"]
    assert kinds("Qatar urged both armies to stop firing.") == ["demand"]
    assert kinds("The BLA claimed responsibility for the ambush.") == ["claim_of_responsibility"]


def test_type_by_the_content() -> None:
    assert kinds("Khawaja Asif said Pakistan will retaliate.") == ["threat"]
    assert kinds("Khawaja Asif said all foreign fighters must leave.") == ["demand"]
    assert kinds("Khawaja Asif said India attacked two villages.") == ["accusation"]
    assert kinds("Khawaja Asif said the meeting lasted six hours.") == ["claim"]


def test_one_per_speaker_and_sentence() -> None:
    text = "Ishaq Dar said the talks failed and added that Afghanistan had refused to sign."
    assert len(statements(text)) == 1
    assert len(statements("Pakistan accused India of shelling, which India denied.")) == 2


def test_each_sentence_of_a_quotation() -> None:
    found = statements("“The talks are over,” Ishaq Dar said. “We are going home tonight.”")
    assert len(found) == 2
    assert found[1].payload["quote_text"] == "We are going home tonight."


def test_nothing_outside_the_matter() -> None:
    assert statements("Germany said the new stamp shows a swan.", matter=" Collectors like it.") == []


def test_the_media_and_bystanders_make_no_statements() -> None:
    assert kinds("Reuters reported that shells had landed in Khost.") == []
    assert kinds("Villagers said that shells had landed in Khost.") == []


def test_nobody_makes_no_statement() -> None:
    assert kinds("No group has claimed responsibility for the ambush.") == []


def test_about_the_accused_and_the_accuser() -> None:
    found = statements("India accused Pakistan of arming the rebels. Pakistan denied the charge.")
    assert [fact.payload["about_ids"] for fact in found] == [["pak-gov"], ["ind-gov"]]


def test_condition_and_exact_words() -> None:
    [fact] = statements("Ishaq Dar said the truce “will not last” if the raids go on.")
    assert fact.payload["quote_text"] == "will not last"
    assert fact.payload["condition_text"] == "if the raids go on"


def test_a_threat_told_in_the_past_and_what_is_none() -> None:
    assert kinds("Khawaja Asif said Pakistan would respond with full force.") == ["threat"]
    assert kinds("“Whoever crosses this line will be buried here,” Khawaja Asif said.") == ["threat"]
    assert kinds("Khawaja Asif said India would strike before winter.") != ["threat"]
    assert kinds("Khawaja Asif said Pakistan will not attack.") == ["claim"]


def test_a_deed_of_the_own_side_is_claimed_or_disowned() -> None:
    assert kinds("The BLA said its fighters ambushed the convoy.") == ["claim_of_responsibility"]
    assert kinds("The BLA said the fighters of the TTP ambushed the convoy.") != ["claim_of_responsibility"]
    assert kinds("Pakistan said it harbours no foreign fighters.") == ["denial"]
    assert kinds("“There is no truth in these reports,” Ishaq Dar said.") == ["denial"]


def test_type_by_a_verb_and_its_particle() -> None:
    assert kinds("The Kremlin ruled out a pause in the fighting.") == ["denial"]
    assert kinds("Ishaq Dar said Pakistan was prepared to host another meeting of both sides.") == ["offer"]


def test_whose_deed_it_is_by_the_word_before_it() -> None:
    [fact] = statements("The Taliban said Pakistani jets bombed a house in Khost.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("accusation", ["pak-gov"])
    assert kinds("Ishaq Dar said an Indian strike killed two shepherds.") == ["claim"]
    assert kinds("The BLA claimed the attack.") == ["claim_of_responsibility"]
    assert kinds("Ishaq Dar said Pakistan did not support the plan.") != ["denial"]
