"""The gazetteer: names levelled, countries by name, candidates with their units, the cache on disk."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from pipelines.beat import BEAT_VARIABLE, seeds
from pipelines.extract.places import gazetteer as module
from pipelines.extract.places.gazetteer import (
    Candidate,
    Gazetteer,
    country_iso3,
    country_name,
    demonyms,
    gazetteer,
)
from pipelines.extract.places.gazetteer_build import NAMES_SCHEMA, PLACES_SCHEMA, _dump, _middle
from pipelines.extract.places.names import fold, is_printable_alias, plain_name


@pytest.fixture
def no_memory() -> Iterator[None]:
    gazetteer.cache_clear()
    yield
    gazetteer.cache_clear()


def only(name: str, iso3: str, code: str) -> Candidate:
    found = [c for c in gazetteer().candidates(name) if c.iso3 == iso3 and c.feature_code.startswith(code)]
    assert found, f"{name} is no {code} of {iso3}"
    return found[0]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Sana'a", "SANAA"),
        ("St. Louis", "Saint Louis"),
        ("Ürümqi", "Urumqi"),
        ("the Hague", "Hague"),
        ("Mt Vernon", "mount vernon"),
    ],
)
def test_spellings_of_one_name_fold_together(written: str, same: str) -> None:
    assert fold(written) == fold(same)


def test_different_names_stay_apart() -> None:
    assert fold("Paris") != fold("Parys")
    assert fold("the") == "the"


def test_marks_of_transliteration_go_and_marks_of_spelling_stay() -> None:
    assert plain_name("Khōst") == "Khost"
    assert plain_name("Ḩalab") == "Halab"
    assert plain_name("São Paulo") == "São Paulo"


def test_codes_and_transcripts_are_no_aliases() -> None:
    assert is_printable_alias("Peschawar")
    assert not any(map(is_printable_alias, ("PEW", "SPRING", "pes war", "Пешавар", "Area 51")))


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        *[
            ("Pakistan", "PAK"),
            ("pakistani", "PAK"),
            ("Afghans", "AFG"),
            ("Türkiye", "TUR"),
            ("Turkey", "TUR"),
            ("the U.S.", "USA"),
        ],
        *[
            ("US", "USA"),
            ("us", None),
            ("Uk", None),
            ("Czechs", "CZE"),
            ("Frenchmen", "FRA"),
            ("Texas", None),
            ("", None),
        ],
    ],
)
def test_countries_by_name_and_demonym(name: str, iso3: str | None) -> None:
    assert country_iso3(name) == iso3


def test_country_names_are_plain_english_and_unknown_codes_come_back() -> None:
    assert country_name("TUR") == "Turkey"
    assert country_name("CZE") == "Czech Republic"
    assert country_name("QQQ") == "QQQ"


def test_demonyms_name_countries_that_exist() -> None:
    assert all(country_name(iso3) != iso3 for iso3 in demonyms().values())


def test_both_names_of_a_crossing_are_one_place() -> None:
    assert only("Turkham", "AFG", "BRDR") == only("Torkham", "AFG", "BRDR")
    assert only("Friendship Gate", "PAK", "PPL").name == "Chaman"
    assert only("Torkham", "AFG", "BRDR").is_crossing


def test_a_town_lies_in_the_unit_as_news_names_it() -> None:
    assert only("Gardez", "AFG", "PPL").admin1 == "Paktia"
    assert only("Gurbuz", "AFG", "ADM2").admin1 == "Khost"


def test_units_without_a_point_take_the_middle_of_their_towns() -> None:
    texas = only("Texas", "USA", "ADM1")
    assert texas.latitude == pytest.approx(31.3, abs=1.0)
    assert texas.longitude == pytest.approx(-99, abs=1.5)


def test_one_great_city_does_not_draw_the_middle_to_itself() -> None:
    crowded = [(0.01 * i, 0.0) for i in range(40)]
    latitude, _ = _middle([*crowded, (10.0, 0.0)], cell=1.0)
    assert latitude > 4


def test_capitals_know_their_country() -> None:
    assert only("Kabul", "AFG", "PPLC").capital_of == "AFG"
    assert only("Lima", "PER", "PPLC").capital_of == "PER"
    assert all(c.capital_of is None for c in gazetteer().candidates("Lima") if c.iso3 == "USA")


def test_no_name_is_no_place() -> None:
    assert gazetteer().candidates("") == ()
    assert gazetteer().candidates("Xyzzyville-on-Nothing") == ()
    assert gazetteer().candidates("\ud800") == ()


def test_every_row_of_the_table_is_whole() -> None:
    with (seeds() / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = [row["place_id"] for row in rows]
    assert len(ids) == len(set(ids))
    for row in rows:
        assert row["name"]
        assert (row["geonameid"] == "") == row["place_id"].startswith("fw:"), row
        assert row["is_crossing"] in ("true", "false"), row
        assert not row["iso3"] or country_name(row["iso3"]) == row["country"], row
        assert not row["latitude"] or (abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180), row


def small_world(*_: object) -> tuple[pl.DataFrame, pl.DataFrame]:
    return pl.DataFrame(schema=PLACES_SCHEMA), pl.DataFrame(schema=NAMES_SCHEMA)


@pytest.mark.usefixtures("no_memory")
def test_the_cache_is_written_once_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTWIRE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("pipelines.extract.places.gazetteer_build.build", small_world)
    gazetteer()
    folders = list((tmp_path / "cache").iterdir())
    assert [sorted(f.name for f in folder.iterdir()) for folder in folders] == [["names.parquet", "places.parquet"]]
    gazetteer.cache_clear()
    monkeypatch.setattr("pipelines.extract.places.gazetteer_build.build", None)
    assert gazetteer().candidates("Kabul") == ()


@pytest.mark.usefixtures("no_memory")
def test_a_folder_no_one_may_write_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    monkeypatch.setenv("FACTWIRE_CACHE", str(blocked))
    monkeypatch.setattr("pipelines.extract.places.gazetteer_build.build", small_world)
    assert isinstance(gazetteer(), Gazetteer)


def test_the_key_of_the_cache_follows_its_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = module._fingerprint(None)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "places.csv").write_text("place_id\n")
    monkeypatch.setenv(BEAT_VARIABLE, str(tmp_path))
    assert module._fingerprint(None) != before


def test_a_full_dump_names_its_units(tmp_path: Path) -> None:
    unit = "1\tKhōst\tKhost\tKhost Province\t33.3\t69.9\tA\tADM1\tAF\t\t37\t\t\t\t500000\t\t\tAsia/Kabul\t2020-01-01"
    town = '2\tZor "Kot\tZor Kot\tZorkot\t33.5\t69.8\tP\tPPL\tAF\t\t37\t\t\t\t900\t\t\tAsia/Kabul\t2020-01-01'
    shop = "3\tShop\tShop\t\t33.5\t69.8\tS\tBLDG\tAF\t\t37\t\t\t\t0\t\t\tAsia/Kabul\t2020-01-01"
    path = tmp_path / "allCountries.txt"
    path.write_text("\n".join((unit, town, shop)) + "\n", encoding="utf-8")
    found = {record.place["name"]: record for record in _dump(path)}
    assert set(found) == {"Khost", 'Zor "Kot'}
    assert found['Zor "Kot'].place["admin1"] == "Khost"
    assert found['Zor "Kot'].place["iso3"] == "AFG"
