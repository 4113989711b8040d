"""The beat of a home: tables joined with those shipped, words added, what is wrong said at once."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines.beat import BEAT_VARIABLE, SEEDS_VARIABLE, SHIPPED_LEXICON, lexicon_file, seeds, use_beat
from pipelines.config import Home
from pipelines.errors import EnvironmentProblem

ACTORS = "actor_id,name,kind,iso3,sector,inter\n"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    (tmp_path / "beat" / "vocabulary").mkdir(parents=True)
    kept = {name: os.environ.pop(name, None) for name in (BEAT_VARIABLE, SEEDS_VARIABLE)}
    yield Home(tmp_path)
    for name, value in kept.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def rows(name: str) -> dict[str, dict[str, str]]:
    with (seeds() / name).open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def test_rows_are_added_and_take_the_place_of_shipped_ones(home: Home) -> None:
    shipped = rows("actors.csv")
    (home.beat / "actors.csv").write_text(
        ACTORS + "river-league,River League,armed_group,SSD,REB,2\nttp,Pakistani Taliban,armed_group,PAK,REB,2\n"
    )
    use_beat(home)
    joined = rows("actors.csv")
    assert set(joined) == {*shipped, "river-league"}
    assert joined["ttp"]["name"] == "Pakistani Taliban" != shipped["ttp"]["name"]
    assert rows("event_types.csv")


def test_words_are_added_to_the_shipped_file(home: Home) -> None:
    name = "ceasefires.yml"
    shipped = yaml.safe_load((SHIPPED_LEXICON / name).read_text(encoding="utf-8"))
    key = next(key for key, value in shipped.items() if isinstance(value, list))
    (home.beat / "vocabulary" / name).write_text(yaml.safe_dump({key: ["hush"]}))
    use_beat(home)
    assert yaml.safe_load(lexicon_file(name).read_text(encoding="utf-8")) == shipped | {key: [*shipped[key], "hush"]}
    assert lexicon_file("borders.yml") == SHIPPED_LEXICON / "borders.yml"


def test_a_home_without_a_beat_has_what_is_shipped(home: Home) -> None:
    use_beat(home)
    assert os.environ[BEAT_VARIABLE]
    use_beat(Home(home.root / "elsewhere"))
    assert BEAT_VARIABLE not in os.environ
    assert lexicon_file("borders.yml") == SHIPPED_LEXICON / "borders.yml"


def test_all_that_is_wrong_is_said_at_once(home: Home) -> None:
    (home.beat / "actors.csv").write_text("actor_id,name\nx,X\n")
    (home.beat / "places.csv").write_bytes(b"\xff\xfe\x00")
    (home.beat / "actor_aliases.csv").write_text("actor_id,alias\nnobody,No One\n,Empty\n")
    (home.beat / "crossings.csv").write_text("place_id,iso3_beyond\nfw:nowhere,ARM\n")
    (home.beat / "vocabulary" / "verbs.yml").write_text("{}")
    (home.beat / "vocabulary" / "borders.yml").write_text("[one, two]")
    (home.beat / "vocabulary" / "ceasefires.yml").write_text("{")
    with pytest.raises(EnvironmentProblem) as caught:
        use_beat(home)
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


def test_an_alias_of_nobody_is_said(home: Home) -> None:
    (home.beat / "actor_aliases.csv").write_text("actor_id,alias\nnobody,No One\n")
    with pytest.raises(EnvironmentProblem, match="actor_id 'nobody' stands in no row of actors"):
        use_beat(home)
