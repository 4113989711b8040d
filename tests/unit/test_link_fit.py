"""Weights fitted to reviewed links: how far decisions move them, and how links held out are judged."""

from __future__ import annotations

import pytest

from pipelines.link.fit import Link, Links
from pipelines.link.settings import shipped

GIVEN = shipped()
MARKET = {"place": "same_admin1", "toll": "near", "kind": "same", "actors": "unknown", "persons": "unknown"}
ROAD = {"place": "far", "toll": "apart", "kind": "same", "actors": "unknown", "persons": "unknown"}


def judged(n: int, *, same: bool, levels: dict[str, str], likeness: float, days: float = 1.0) -> list[Link]:
    """As many decisions, each on one pair of a story of its own."""
    return [Link(f"{same}-{i}", (f"{same}-{i}-a", f"{same}-{i}-b"), same, likeness, days, 20, levels) for i in range(n)]


def both(n: int) -> list[Link]:
    """Links that the settings shipped judge wrongly, of either kind."""
    return judged(n, same=True, levels=MARKET, likeness=0.06) + judged(n, same=False, levels=ROAD, likeness=0.35)


def test_a_shared_person_outlasts_days() -> None:
    named = MARKET | {"persons": "shared"}
    near, far, lost = (
        Links(judged(1, same=True, levels=levels, likeness=0.3, days=days), GIVEN).scores(GIVEN)[0]
        for levels, days in ((named, 0.0), (named, 12.0), (MARKET, 12.0))
    )
    assert far > near / 3 > 3 * lost


def margin(links: list[Link], fitted_to: list[Link], at: int) -> float:
    settings = Links(fitted_to, GIVEN).fitted()
    return float(Links(links, GIVEN).scores(settings)[at]) - settings.bar


def test_ten_decisions_move_little_and_many_turn_the_verdict() -> None:
    told = both(1)
    shipped_margin = float(Links(told, GIVEN).scores(GIVEN)[0]) - GIVEN.bar
    few, many = margin(told, both(5), 0), margin(told, both(100), 0)
    assert shipped_margin < few < 0.6 * shipped_margin < 0 < many
    assert margin(told, both(100), 1) < 0


def test_what_decisions_do_not_hold_stays_and_no_weight_changes_its_sign() -> None:
    fitted = Links(both(100), GIVEN).fitted()
    for evidence, levels in GIVEN.weights.items():
        for level, weight in levels.items():
            assert fitted.weights[evidence][level] * weight >= 0
            if level not in {MARKET[evidence], ROAD[evidence]}:
                assert fitted.weights[evidence][level] == weight
    apart = Links(judged(500, same=False, levels=MARKET, likeness=0.3, days=0.0), GIVEN).fitted()
    assert apart.weights["toll"]["near"] == 0


def test_a_decision_counts_once_however_many_pairs_it_settles() -> None:
    one = judged(1, same=True, levels=MARKET, likeness=0.06)
    nine = [
        Link("True-0", (f"a{i}", f"b{i}"), link.is_same, link.likeness, link.days_apart, link.fewest_words, link.levels)
        for link in one
        for i in range(9)
    ]
    assert Links(nine, GIVEN).fitted() == Links(one, GIVEN).fitted()


def test_links_that_the_settings_judge_rightly_and_surely_move_nothing() -> None:
    sure = judged(20, same=True, levels=MARKET, likeness=0.9) + judged(20, same=False, levels=ROAD, likeness=0.0)
    assert Links(sure, GIVEN).fitted().bar == pytest.approx(GIVEN.bar, abs=0.005)


def test_links_held_out_are_judged_by_other_stories_alone() -> None:
    before, after = Links(both(150), GIVEN).held_out()
    assert (before.right, after.right) == (0.0, 1.0)
    assert after.loss < before.loss
    # One story: nothing is left to fit to, so that what is shipped judges it.
    story = [
        Link(
            f"d{i}",
            ("first", f"other-{i}"),
            link.is_same,
            link.likeness,
            link.days_apart,
            link.fewest_words,
            link.levels,
        )
        for i, link in enumerate(both(40))
    ]
    alone, held = Links(story, GIVEN).held_out()
    assert alone == held
