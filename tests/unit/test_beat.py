"""The beat of a home: tables joined with those shipped, words added, what is wrong said at once."""

from __future__ import annotations

import csv
import os
import re

import pytest
import yaml

from pipelines.beat import BEAT_VARIABLE, SHIPPED_LEXICON, covered, lexicon_file, seeds, use_beat
from pipelines.config import Home
from pipelines.errors import EnvironmentProblem

ACTORS = "actor_id,name,kind,iso3,sector,inter\n"


def rows(name: str) -> dict[str, dict[str, str]]:
    with (seeds() / name).open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def test_rows_are_added_and_take_the_place_of_shipped_ones(beat_home: Home) -> None:
    shipped = rows("actors.csv")
    (beat_home.beat / "actors.csv").write_text(
        ACTORS + "river-league,River League,armed_group,SSD,REB,2\nttp,Pakistani Taliban,armed_group,PAK,REB,2\n"
    )
    use_beat(beat_home)
    joined = rows("actors.csv")
    assert set(joined) == {*shipped, "river-league"}
    assert joined["ttp"]["name"] == "Pakistani Taliban" != shipped["ttp"]["name"]
    assert rows("event_types.csv")


def test_words_are_added_to_the_shipped_file(beat_home: Home) -> None:
    name = "ceasefires.yml"
    shipped = yaml.safe_load((SHIPPED_LEXICON / name).read_text(encoding="utf-8"))
    key = next(key for key, value in shipped.items() if isinstance(value, list))
    (beat_home.beat / "vocabulary" / name).write_text(yaml.safe_dump({key: ["hush"]}))
    use_beat(beat_home)
    assert yaml.safe_load(lexicon_file(name).read_text(encoding="utf-8")) == shipped | {key: [*shipped[key], "hush"]}
    assert lexicon_file("borders.yml") == SHIPPED_LEXICON / "borders.yml"


def test_a_home_without_a_beat_has_what_is_shipped(beat_home: Home) -> None:
    use_beat(beat_home)
    assert os.environ[BEAT_VARIABLE]
    use_beat(Home(beat_home.root / "elsewhere"))
    assert BEAT_VARIABLE not in os.environ
    assert lexicon_file("borders.yml") == SHIPPED_LEXICON / "borders.yml"


def test_all_that_is_wrong_is_said_at_once(beat_home: Home) -> None:
    (beat_home.beat / "actors.csv").write_text("actor_id,name\nx,X\n")
    (beat_home.beat / "places.csv").write_bytes(b"\xff\xfe\x00")
    (beat_home.beat / "actor_aliases.csv").write_text("actor_id,alias\nnobody,No One\n,Empty\n")
    (beat_home.beat / "crossings.csv").write_text("place_id,iso3_beyond\nfw:nowhere,ARM\n")
    (beat_home.beat / "vocabulary" / "verbs.yml").write_text("{}")
    (beat_home.beat / "vocabulary" / "borders.yml").write_text("[one, two]")
    (beat_home.beat / "vocabulary" / "ceasefires.yml").write_text("{")
    with pytest.raises(EnvironmentProblem) as caught:
        use_beat(beat_home)
    said = str(caught.value)
    for part in (
        "actors.csv: columns actor_id, name; expected actor_id, name, kind",
        "places.csv: no CSV in UTF-8",
        "actor_aliases.csv line 3: actor_id is empty",
        "crossings.csv: place_id 'fw:nowhere' stands in no row of places.csv",
        "vocabulary/verbs.yml: no file of that name",
        "vocabulary/borders.yml: a list, expected a dict as shipped",
        "vocabulary/ceasefires.yml: no valid YAML",
    ):
        assert part in said


def test_an_alias_of_nobody_is_said(beat_home: Home) -> None:
    (beat_home.beat / "actor_aliases.csv").write_text("actor_id,alias\nnobody,No One\n")
    with pytest.raises(EnvironmentProblem, match="actor_id 'nobody' stands in no row of actors"):
        use_beat(beat_home)


def test_the_countries_covered_are_those_of_the_file(beat_home: Home) -> None:
    use_beat(beat_home)
    assert covered() == frozenset()
    (beat_home.beat / "coverage.yml").write_text("countries: [PAK, AFG]\n")
    use_beat(beat_home)
    assert covered() == {"AFG", "PAK"}
    (beat_home.beat / "coverage.yml").write_text("countries: []\n")
    use_beat(beat_home)
    assert covered() == frozenset()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("countries: [Pakistan, AFG]", "coverage.yml: 'Pakistan' is no code of a country"),
        ("countries: [4]", "coverage.yml: 4 is no code of a country"),
        ("countries: AFG", "coverage.yml: expected `countries:` and a list of codes"),
        ("country: [AFG]", "coverage.yml: expected `countries:` and a list of codes"),
        ("", "coverage.yml: expected `countries:` and a list of codes"),
        ("countries: [", "coverage.yml: no valid YAML"),
    ],
)
def test_what_names_no_country_is_said(beat_home: Home, written: str, said: str) -> None:
    (beat_home.beat / "coverage.yml").write_text(written)
    with pytest.raises(EnvironmentProblem, match=re.escape(said)):
        use_beat(beat_home)
