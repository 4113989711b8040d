"""Statements: which are read, their type, whom they are about; each rule with a near-miss."""

from __future__ import annotations

from datetime import date

from pipelines.extract.actors.find import find_actors
from pipelines.extract.attribution.find import find_attributions
from pipelines.extract.document import Article, parse
from pipelines.extract.mentions import Fact, Reading
from pipelines.extract.payloads import STATEMENT
from pipelines.extract.places.find import find_places
from pipelines.extract.statements.find import find_statements

MATTER = " Troops, militants, mortar shells and a ceasefire filled the border reports."


def statements(text: str, matter: str = MATTER) -> list[Fact]:
    document = parse(Article("a", text + matter, None, date(2025, 11, 9)))
    places = find_places(document)
    actors = find_actors(document, places)
    found = find_attributions(document, actors)
    facts = find_statements(Reading(document, (), tuple(places), (), tuple(actors), tuple(found))).facts
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
    assert kinds("Ishaq Dar said Pakistan was prepared to host talks with India.") == ["offer"]


def test_whose_deed_it_is_by_the_word_before_it() -> None:
    [fact] = statements("The Taliban said Pakistani jets bombed a house in Khost.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("accusation", ["pak-gov"])
    assert kinds("Ishaq Dar said an Indian strike killed two shepherds.") == ["claim"]
    assert kinds("The BLA claimed the attack.") == ["claim_of_responsibility"]
    assert kinds("Ishaq Dar said Pakistan did not support the plan.") != ["denial"]


def test_a_commitment_on_a_condition_and_what_is_none() -> None:
    [fact] = statements("Ishaq Dar said Pakistan will reopen the crossing if Kabul hands over the gunmen.")
    assert fact.event_type == "conditional_commitment"
    assert fact.payload["condition_text"] == "if Kabul hands over the gunmen"
    assert kinds("“If the raids stop, we will return to the table,” Ishaq Dar said.") == ["conditional_commitment"]
    assert kinds("Khawaja Asif said Pakistan will not attack unless it is attacked.") == ["conditional_commitment"]
    assert kinds("The RSF pledged to let aid in provided that the army did so too.") == ["conditional_commitment"]
    assert kinds("Hamas agreed to free two hostages in return for a pause in the bombing.") == [
        "conditional_commitment"
    ]
    assert kinds("India is ready to halt its strikes as long as Pakistan does so too.") == ["conditional_commitment"]
    assert kinds("Khawaja Asif said Pakistan will retaliate if Kabul shelters the gunmen.") == ["threat"]
    assert kinds("Khawaja Asif said the truce will hold if both sides want it.") == ["claim"]
    assert kinds("Khawaja Asif said Pakistan could reopen the crossing if Kabul hands over the gunmen.") == ["claim"]
    assert kinds("Ishaq Dar said he would ask if the talks had failed.") == ["claim"]
    assert kinds("Ishaq Dar promised to rebuild the bridge.") == ["promise"]
    assert kinds("Hamas agreed to free two hostages.") == []


def test_a_condition_ends_where_it_ends() -> None:
    [fact] = statements("If the raids stop, we will return to the table, Ishaq Dar said.")
    assert fact.payload["condition_text"] == "If the raids stop"
    [fact] = statements("Ishaq Dar said he would ask if the talks had failed.")
    assert fact.payload["condition_text"] is None
    [fact] = statements("The United Nations said it had provided food in the camps.")
    assert fact.payload["condition_text"] is None


def test_an_offer_to_mediate_and_what_is_none() -> None:
    [fact] = statements("Qatar offered to mediate between Kabul and Islamabad.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("mediation_offer", ["afg-taliban-gov", "pak-gov"])
    assert kinds("Erdogan said Turkey was ready to host talks between Russia and Ukraine.") == ["mediation_offer"]
    assert kinds("Egypt reiterated its offer to mediate.") == ["mediation_offer"]
    assert kinds("Qatar stands ready to facilitate a dialogue.") == ["mediation_offer"]
    assert kinds("Iran offered its good offices to both sides.") == ["mediation_offer"]
    assert kinds("Donald Trump offered to help end the war in Sudan.") == ["mediation_offer"]
    assert kinds("Ishaq Dar said Pakistan was ready to host talks with Afghanistan.") == ["offer"]
    assert kinds("The Taliban offered to hold talks with India.") == ["offer"]
    assert kinds("Ishaq Dar thanked Qatar for offering to mediate.") == ["claim"]
    assert kinds("Ishaq Dar said Turkey had mediated between the sides.") == ["claim"]
    assert kinds("Pakistan asked Qatar to mediate.") == ["demand"]
    assert kinds("Jordan said it was ready to host more refugees.") == ["claim"]


def test_a_vow_is_a_threat_only_with_force() -> None:
    assert kinds("Asim Munir vowed to avenge the soldiers.") == ["threat"]
    assert kinds("Asim Munir vowed revenge.") == ["threat"]
    assert kinds("Asim Munir vowed to bring the killers to justice.") == ["threat"]
    assert kinds("The Taliban swore to retaliate.") == ["threat"]
    assert kinds("Shehbaz Sharif vowed to rebuild the villages.") == ["promise"]
    assert kinds("Shehbaz Sharif vowed not to attack.") == ["promise"]


def test_blame_by_a_light_verb_and_its_noun() -> None:
    [fact] = statements("Pakistan put the blame squarely on Kabul.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("blame", ["afg-taliban-gov"])
    [fact] = statements("Israel laid the blame at the door of Hezbollah.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("blame", ["hezbollah"])
    [fact] = statements("Khawaja Asif held Kabul responsible for the killings.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("blame", ["afg-taliban-gov"])
    assert kinds("Khawaja Asif placed responsibility for the raid on India.") == ["blame"]
    assert kinds("Khawaja Asif held a meeting on the raid.") == []
    assert kinds("The TTP took responsibility for the bombing.") == ["claim_of_responsibility"]
    assert kinds("The foreign minister took responsibility for the delay.") == []


def test_who_is_told_is_who_it_is_about() -> None:
    [fact] = statements("Khawaja Asif warned Kabul against sheltering the gunmen.")
    assert (fact.event_type, fact.payload["about_ids"], fact.payload["medium"]) == (
        "warning",
        ["afg-taliban-gov"],
        None,
    )
    [fact] = statements("Ishaq Dar told Kabul to rein in the gunmen.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("demand", ["afg-taliban-gov"])
    [fact] = statements("Netanyahu gave Hamas a deadline to free the captives.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("demand", ["hamas"])
    [fact] = statements("Ishaq Dar assured Afghan leaders that Pakistan would keep the border open.")
    assert (fact.event_type, [actor.name for actor in fact.recipients]) == ("reassurance", ["Afghan leaders"])
    [fact] = statements("Ishaq Dar promised Kabul that the crossing would reopen.")
    assert (fact.event_type, [actor.actor_id for actor in fact.recipients]) == ("promise", ["afg-taliban-gov"])
    [fact] = statements("Qatar called on Israel to end its siege.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("demand", ["isr-gov"])
    [fact] = statements("Ishaq Dar told Geo News that the border was calm.")
    assert (fact.event_type, fact.payload["medium"]) == ("claim", "Geo News")


def test_who_is_behind_it() -> None:
    [fact] = statements("“New Delhi is behind this attack,” Khawaja Asif said.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("accusation", ["ind-gov"])
    assert kinds("The TTP said it was behind the bombing.") == ["claim_of_responsibility"]
    assert kinds("Khawaja Asif said talks behind the scenes went on.") == ["claim"]
    assert kinds("Khawaja Asif said those behind the bombing were hiding in the hills.") == ["claim"]


def test_a_capital_as_a_government_inside_a_quotation() -> None:
    [fact] = statements("“Tehran is arming the rebels,” Marco Rubio said.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("accusation", ["irn-gov"])
    [fact] = statements("“Washington is complicit in these crimes,” Abbas Araghchi said.")
    assert (fact.event_type, fact.payload["about_ids"]) == ("accusation", ["usa-gov"])
    assert statements("“Kabul is a beautiful city,” Khawaja Asif said.")[0].payload["about_ids"] == []


def test_a_rebel_and_the_government_of_the_same_country_are_two_sides() -> None:
    [fact] = statements("“Damascus violated the deal,” an SDF commander said.")
    assert fact.payload["about_ids"] == ["syr-gov"]


def test_what_denies_by_its_judgement() -> None:
    assert kinds("Zabihullah Mujahid dismissed the charge as absurd.") == ["denial"]
    assert kinds("Zabihullah Mujahid described the report as fabricated.") == ["denial"]
    assert kinds("Kabul brushed aside the charge.") == ["denial"]
    assert kinds("Zabihullah Mujahid described the visit as useful.") == ["claim"]
