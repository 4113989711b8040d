"""Confidence: what makes a reading surer, and that the table of coefficients fits the code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import exp, log

import pytest

from pipelines.extract.article import FAMILIES, Analysis, analyse
from pipelines.extract.attribution.find import _CONFIDENCE as BY_CONSTRUCTION
from pipelines.extract.confidence import BELOW_SURE, FEATURES, alone, features, of_claim, of_fact
from pipelines.extract.document import Article
from pipelines.extract.lexicon import lexicon
from pipelines.extract.mentions import UNDATED, Fact, Mention, When

TABLES = lexicon("confidence.yml")
DAY = date(2025, 11, 2)
ATTACK = (
    "Gunmen attacked a police post near Kunduz on Sunday, killing four officers, the interior ministry said. "
    "The army denied that its soldiers carried out the attack."
)
QUOTED = (
    "Khawaja Asif said troops had shelled rebels near the border. “The militants shelled us,” Khawaja Asif said. "
    "A commander said that the ceasefire was dead."
)
TEXTS = (
    ATTACK,
    QUOTED,
    "TWO BOMBS KILLED AT LEAST NINE PEOPLE IN A MARKET OF BAGHDAD YESTERDAY",
    "A drone strike killed one man in Sudan. Medics later said that the strike had killed three.",
    "Rebels threatened to bomb the airport.",
    "Peru and Chile signed a ceasefire earlier this month. Peru and Chile signed the ceasefire on October 19.",
    "Soldiers were on patrol in the town of Kunduz. Gunmen killed two of the soldiers.",
    "The army and the militia have talked for weeks. " * 7
    + "Shelling killed two farmers last week. The shelling hit a village near Spin Boldak, residents said.",
    "An official said a gunman had shot six people dead in Lima on 1 or 2 November. Police clashed with rebels in Quito on Friday.",
)


def read(text: str = ATTACK) -> Analysis:
    return analyse(Article("a1", text, None, date(2025, 11, 3)))


def attack() -> Fact:
    (fact,) = read().found["incident"].facts
    return fact


def sure(fact: Fact) -> float:
    return of_fact(fact, ATTACK, 1)


def denial() -> Mention:
    return next(m for m in attack().mentions if m.rule == "incident:denial")


def test_a_day_is_surer_than_a_week_and_a_week_than_none() -> None:
    fact = attack()
    day, week = (When(DAY, DAY, prec, "then", "weekday") for prec in (1, 3))
    dated, vague, undated = (sure(replace(fact, when=when)) for when in (day, week, UNDATED))
    assert dated > vague > undated


def test_dates_that_clash_are_less_sure() -> None:
    fact = attack()
    assert sure(fact) > sure(replace(fact, when=replace(fact.when, is_conflicting=True)))


def test_a_resolved_place_is_never_less_sure_than_an_unknown_one_and_surer_than_a_region() -> None:
    fact = attack()
    assert fact.place is not None
    assert sure(fact) >= sure(replace(fact, place=replace(fact.place, place_id=None)))
    assert sure(fact) > sure(replace(fact, place=replace(fact.place, where_prec=6)))


def test_what_a_clause_reports_is_surer_than_what_a_noun_does() -> None:
    fact, mention = attack(), denial()
    assert mention.attribution is not None
    clause, noun = (
        of_claim(replace(mention, attribution=replace(mention.attribution, confidence=by)), fact, ATTACK, 1)
        for by in (BY_CONSTRUCTION["clause"], BY_CONSTRUCTION["noun"])
    )
    assert clause > noun


def test_what_is_only_threatened_is_less_sure() -> None:
    fact = attack()
    told = fact.mentions[0]
    assert of_claim(told, fact, ATTACK, 1) > of_claim(replace(told, modality="future"), fact, ATTACK, 1)


def test_a_claim_of_no_fact_is_less_sure_and_never_quite_sure() -> None:
    fact = attack()
    told = fact.mentions[0]
    assert BELOW_SURE >= of_claim(told, fact, ATTACK, 1) > of_claim(told, None, ATTACK, 1)


def test_sentences_that_give_different_numbers_make_a_fact_less_sure() -> None:
    fact = attack()
    first = fact.mentions[0]
    other = replace(first, payload=first.payload | {"killed_low": 7, "killed_best": 7, "killed_high": 7})
    assert sure(fact) > sure(replace(fact, mentions=(*fact.mentions, other)))


def test_exact_words_and_a_speaker_of_the_tables_are_told_from_others() -> None:
    told = [features(fact, fact, QUOTED, 1) for fact in read(QUOTED).found["statement"].facts]
    assert [("quoted" in one, "named" in one) for one in told] == [(False, True), (True, True), (False, False)]


def test_a_rule_that_calibration_never_met_adds_nothing() -> None:
    fact = attack()
    weight = TABLES["incident"]["fact"]["rules"][fact.rule]
    unknown = sure(replace(fact, rule="incident:never_met"))
    log_odds = log(sure(fact) / (1 - sure(fact)))
    assert weight != 0
    assert unknown == pytest.approx(1 / (1 + exp(weight - log_odds)))


@pytest.mark.parametrize("text", TEXTS)
def test_confidence_lies_between_0_and_1_and_under_its_ceiling(text: str) -> None:
    analysis = read(text)
    for kind, found in analysis.found.items():
        n = len(found.facts)
        claims = [(m, fact) for fact in found.facts for m in fact.mentions] + [(m, None) for m in found.loose]
        assert all(0 < of_fact(fact, text, n) <= TABLES[kind]["fact"]["ceiling"] < 1 for fact in found.facts)
        assert all(0 < of_claim(m, whole, text, n) <= TABLES[kind]["claim"]["ceiling"] < 1 for m, whole in claims)


def test_the_table_has_every_kind_and_names_only_features_of_the_code() -> None:
    assert set(TABLES) == {"prior", *FAMILIES}
    assert set(TABLES["prior"]) == set(FEATURES)
    for kind in FAMILIES:
        assert set(TABLES[kind]) == {"fact", "claim"}
        for table in TABLES[kind].values():
            assert set(table["features"]) <= set(FEATURES)
            assert table["ceiling"] == BELOW_SURE or table["ceiling"] > 0.9


def test_no_weight_turns_what_makes_surer_into_doubt() -> None:
    prior = TABLES["prior"]
    for kind in FAMILIES:
        for table in TABLES[kind].values():
            assert all(weight * prior[name] >= 0 for name, weight in table["features"].items())


def test_the_code_gives_every_feature() -> None:
    given: set[str] = set()
    for text in TEXTS:
        for found in read(text).found.values():
            n = len(found.facts)
            for fact in found.facts:
                given |= set(features(fact, fact, text, n))
                given |= {name for m in fact.mentions for name in features(alone(m), fact, text, n)}
            given |= {name for m in found.loose for name in features(alone(m), None, text, n)}
    assert given == set(FEATURES)
