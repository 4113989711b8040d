"""Copies: what newsrooms make of a story is found, other stories of the same event or form are not, in any order of delivery."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.assets.raw import store
from pipelines.assets.staging import clean_pending, resolve_sources
from pipelines.clean.duplicates.archive import settle_copies
from pipelines.clean.duplicates.compare import Likeness, compare, words_of
from pipelines.clean.duplicates.sketches import credit
from pipelines.clean.written import read_day
from pipelines.config import SAMPLE
from pipelines.ingest.inbox import read_paths
from pipelines.ingest.records import Delivered, from_fields
from pipelines.ingest.registry import Registry
from pipelines.ingest.sources import Source
from pipelines.resources.warehouse import Warehouse
from tests.unit.copies import distinct_article, noisy_copy, weekly_bulletin

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WIRE = (
    "Traders on both sides of the pass said on Monday that queues of lorries had grown to nine kilometres since the gate was "
    "shut, and that fruit worth millions of rupees was rotting in the heat while officials in the two capitals blamed each "
    "other for the delay and gave no date for a meeting that might end it."
)
OTHER = (
    "The gate remains shut and the line of lorries is now nine kilometres long, merchants told this newspaper on Monday. "
    "Loads of grapes and apples are spoiling. Neither government would say when its envoys will sit down together, and each "
    "says the other one is responsible for what has become the longest closure in years."
)
OWN = (
    "Our reporter spent the night among the drivers. Some had lit fires of crates, others slept under the axles. A boy sold "
    "tea at twice the price of last week. One man from Swabi had written down every hour of his wait in a school book, and "
    "he reckoned that the loss already came to more than he earns in a season. He will not drive this road again, he says, "
    "and his brother has sold his lorry. Behind the last bend the noise of the engines stops and the river can be heard. "
    "An old customs clerk recalled that the gate once closed for a whole winter, when the snow lay to the eaves and letters "
    "went over the ridge on foot."
)
PLAIN = Registry([])


def likeness(later: str, earlier: str) -> Likeness | None:
    return compare(words_of(later), words_of(earlier))


def kind(later: str, earlier: str) -> str | None:
    found = likeness(later, earlier)
    return found.kind if found else None


def delivered(fields: dict[str, Any]) -> Delivered:
    made = from_fields(fields, file="f.json", item=None, delivered_format="json")
    assert isinstance(made, Delivered)
    return made


class Archive:
    """A warehouse up to its staging layer."""

    def __init__(self, folder: Path, registry: Registry = PLAIN) -> None:
        self.warehouse = Warehouse(folder / "warehouse.duckdb")
        self.warehouse.prepare()
        self.registry = registry

    def take(self, articles: Sequence[dict[str, Any]]) -> int:
        """Deliver and clean; how many pairs were compared."""
        store(self.warehouse, [delivered(fields) for fields in articles], NOW)
        clean_pending(self.warehouse, self.registry)
        resolve_sources(self.warehouse, self.registry)
        return settle_copies(self.warehouse, "rules")

    def copies(self) -> dict[str, tuple[str, str]]:
        """external id of each copy → that of its original, and the kind."""
        found = self.warehouse.read(
            "select c.external_id, o.external_id, c.duplicate_kind from staging.articles as c "
            "join staging.articles as o on o.article_id = c.near_duplicate_of and o.is_current"
        ).rows()
        return {copy: (original, kind) for copy, original, kind in found}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def story(name: str, text: str, day: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": name,
        "text": text,
        "date": (date(2025, 11, 1) + timedelta(days=day)).isoformat(),
        "outlet": name,
    } | fields


def test_kinds() -> None:
    assert kind(WIRE, "  " + WIRE.upper().replace("'", "’")) == "exact"
    assert kind("QUETTA — " + WIRE.replace("said on Monday", "said Monday") + " (agency)", WIRE) == "near"
    assert kind(WIRE[: len(WIRE) // 2] + " [+140 chars]", WIRE) == "near"
    assert kind(OWN[:300] + "\n\n" + WIRE + "\n\n" + OWN[300:], WIRE) == "partial"
    assert kind(OTHER, WIRE) is None


def test_spans_of_a_partial_copy_are_what_it_shares() -> None:
    text = OWN[:300] + "\n\n" + WIRE + "\n\n" + OWN[300:]
    found = likeness(text, WIRE)
    assert found is not None
    assert [text[start:end] for start, end in found.spans] == [WIRE.rstrip(".")]


def test_same_words_with_other_numbers_are_no_copy() -> None:
    first, second = (weekly_bulletin(random.Random(seed)) for seed in (1, 2))  # noqa: S311
    assert kind(second, first) is None
    assert kind(noisy_copy(first, 3), first) is not None
    assert kind(first.replace("families with", "family groups with"), first) == "near"


def test_a_flash_is_no_copy() -> None:
    assert kind("Gate shut.", "Gate shut.") is None


def test_words_survive_a_wrong_encoding() -> None:
    text = "Pakistan’s “only” café — open"
    expected = ["pakistans", "only", "caf", "open"]
    assert words_of(text).keys == expected
    assert words_of(text.encode().decode("cp1252", errors="replace")).keys == expected
    assert words_of(text.replace("é", "").encode("ascii", errors="replace").decode()).keys == expected


def test_credit_stands_in_the_dateline() -> None:
    assert credit("Gate opens\n\nISLAMABAD, Nov 11 (Northern Wire) - The gate opened.") == "Northern Wire"
    assert credit("The Pakistani Taliban (TTP) denied it - again.") is None
    assert credit("ISLAMABAD — The gate (again) opened.") is None


def test_noisy_copies_of_the_sample_are_found(archive: Archive) -> None:
    sample = [item for item in read_paths([SAMPLE]) if isinstance(item, Delivered)]
    days = [read_day(item.published or "") or date(2025, 12, 3) for item in sample]
    archive.take([story(f"o{n}", item.text, 0, date=days[n].isoformat()) for n, item in enumerate(sample)])
    of_each_other = set(archive.copies())
    archive.take(
        [
            story(
                f"c{n}",
                noisy_copy(sample[n % len(sample)].text, n),
                0,
                date=(days[n % len(sample)] + timedelta(days=1 + n % 3)).isoformat(),
            )
            for n in range(300)
        ]
    )
    found = {copy: original for copy, (original, _) in archive.copies().items() if copy.startswith("c")}
    assert len(found) >= 295
    wrong = {c: o for c, o in found.items() if o != f"o{int(c[1:]) % len(sample)}"}
    assert {c for c, o in wrong.items() if f"o{int(c[1:]) % len(sample)}" not in of_each_other} == set()


def test_distinct_articles_are_not_merged(archive: Archive) -> None:
    archive.take([story(f"a{n}", distinct_article(n), n % 28) for n in range(1000)])
    assert len(archive.copies()) <= 2


COPIES = [
    story("wire", WIRE, 0),
    story("morning", "MULTAN: " + WIRE + " Drivers slept in their cabs.", 1),
    story("evening", "MULTAN: " + WIRE + " Drivers slept in their cabs. More later.", 2),
    story("short", WIRE[: len(WIRE) // 2], 2),
    story("weekend", OWN[:300] + "\n\n" + WIRE + "\n\n" + OWN[300:], 3),
    story("reprint", OWN[:300] + "\n\n" + WIRE + "\n\n" + OWN[300:], 4),
    story("rival", OTHER, 1),
    story("undated", WIRE + " From our archive.", 0, date=None),
]
FOUND = {
    "morning": ("wire", "near"),
    "evening": ("wire", "near"),
    "short": ("wire", "near"),
    "weekend": ("wire", "partial"),
    "reprint": ("weekend", "exact"),
    "undated": ("wire", "near"),
}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_delivery_changes_nothing(archive: Archive, seed: int) -> None:
    order = random.Random(seed).sample(COPIES, len(COPIES))  # noqa: S311
    if seed == 0:
        archive.take(order)
    else:
        for piece in order:
            archive.take([piece])
    assert archive.copies() == FOUND


def test_in_parts_the_same_pairs_are_found(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large archive is gone through by parts of its fingerprints and ranges of its articles."""
    monkeypatch.setattr("pipelines.clean.duplicates.archive.AT_ONCE", 2)
    archive.take(COPIES)
    assert archive.copies() == FOUND


def test_what_was_compared_is_not_compared_again(archive: Archive) -> None:
    assert archive.take(COPIES) > 0
    assert archive.take([]) == 0
    assert archive.take([story("late", WIRE + " Late edition.", 9)]) < 4


def test_a_corrected_article_is_compared_anew(archive: Archive) -> None:
    archive.take([story("wire", WIRE, 0), story("copy", WIRE, 1)])
    assert archive.copies() == {"copy": ("wire", "exact")}
    archive.take([story("copy", OTHER, 1)])
    assert archive.copies() == {}


def test_of_one_day_the_credited_and_the_official_are_the_original(tmp_path: Path) -> None:
    ministry = Source(id="ministry", title="Ministry", is_official=True)
    for number in range(4):  # ids are hashes: whichever comes first by id must not decide
        archive = Archive(tmp_path / str(number), Registry([ministry]))
        text = f"{number} " + WIRE
        archive.take([story("Ministry", text, 0), story("paper", text + " Report.", 0)])
        archive.take(
            [
                story("wire", f"Edition {number} " + OWN, 0),
                story("daily", f"ZHOB, Nov 1 (Wire) - Edition {number} " + OWN, 0),
            ]
        )
        assert {copy: original for copy, (original, _) in archive.copies().items()} == {
            "paper": "Ministry",
            "daily": "wire",
        }
