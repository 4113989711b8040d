"""Whether an article is on the beat, by the names in it, where a home says which countries the beat is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pipelines.extract.coverage import is_on_beat
from pipelines.extract.document import Article
from pipelines.extract.rows import Job, Rows, read_job

COUNTRIES = frozenset({"AFG", "PAK"})


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed two teachers in Afghanistan on Monday.",
        "Two Pakistani soldiers were wounded.",
        "The TTP said it had shot down a drone.",
        "Officials in Islamabad declined to comment.",
        "A bomb killed four people in Dera Ismail Khan, police said.",
        "A mine killed two shepherds near Parachinar.",
        "Floods cut the road to Swat.",
        "A gunman opened fire in Tank, killing a constable.",
        "TRUCKS WAITED AT TORKHAM FOR A THIRD DAY, DRIVERS SAID.",
        "The gate at Chaman–Spin Boldak opened again.",
    ],
)
def test_what_names_a_country_its_people_an_actor_or_a_place_is_on_the_beat(text: str) -> None:
    assert is_on_beat(Article("a", text), COUNTRIES)


@pytest.mark.parametrize(
    "text",
    [
        "Police shot a man dead in Cleveland on Monday. The Chamber of Commerce called for calm.",
        "A SWAT team freed the hostages in Denver.",
        "Rebels seized Goma and fighting went on in Congo.",
        "Farmers in Hyderabad blocked the motorway to Mumbai.",
        "The mayor said a new tank for the swimming hall would cost two million.",
    ],
)
def test_what_names_none_of_them_is_not(text: str) -> None:
    assert not is_on_beat(Article("a", text), COUNTRIES)


def test_a_title_counts() -> None:
    assert is_on_beat(Article("a", "Two people were killed in the blast.", "Blast in Quetta"), COUNTRIES)


def test_the_best_known_place_of_a_name_is_meant() -> None:
    """Hyderabad of Sindh is the smaller one; other countries' beats have other places."""
    text = "Farmers in Hyderabad blocked the motorway."
    assert is_on_beat(Article("a", text), frozenset({"IND"}))
    assert not is_on_beat(Article("a", text), frozenset({"PAK"}))


def test_off_the_beat_nothing_is_read() -> None:
    text = "Gunmen killed three soldiers in Goma on Monday, the army of Congo said."
    job = Job("a", 1, None, None, text, datetime.now(UTC))
    assert read_job(job).facts
    assert read_job(replace(job, countries=COUNTRIES)) == Rows([], [], is_off_beat=True)
    assert read_job(replace(job, countries=COUNTRIES | {"COD"})) == read_job(job)
