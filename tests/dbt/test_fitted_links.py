"""Links that reviewers judged move the weights of linking of their home, and of no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from pipelines.commands import links
from pipelines.commands.links import train_links
from pipelines.commands.status import show_status
from pipelines.config import Home
from pipelines.link.fit import Links
from pipelines.link.settings import shipped
from pipelines.publish.copy import publish
from pipelines.resources.dbt import Dbt
from pipelines.review.decisions import Mark
from pipelines.schemas import MARK
from tests.dbt.conftest import ATTACK
from tests.dbt.test_review import decide, of_article
from tests.dbt.warehouse import GUNMEN, Staging, days, rows

N_MERGED, N_SPLIT = 30, 6


def told(staging: Staging, article: str, day: date, quote: str, killed: int, at: str) -> None:
    toll = {"killed_low": killed, "killed_best": killed, "killed_high": killed}
    staging.article(article, day.isoformat()).told(
        "incident", quote, days(day.isoformat()), at=at, types=ATTACK, by=[GUNMEN], **toll
    )


def stories() -> Iterator[tuple[str, date]]:
    """Names of stories, each a month after the last."""
    kinds = ["merged"] * N_MERGED + ["split"] * N_SPLIT + ["new", "plain"]
    for number, kind in enumerate(kinds):
        yield f"{kind}-{number}", date(2020, 1, 6) + timedelta(days=30 * number)


def world() -> Staging:
    """Stories of two articles: one market, dated a day apart in few common words, is one event to these reviewers; a town
    and its province are two."""
    staging = Staging()
    for name, day in stories():
        if name.startswith("split"):
            told(staging, f"{name}-a", day, f"gunmen shot travellers {name} near depot noon truck", 8, "Quetta")
            told(
                staging, f"{name}-b", day, f"gunmen shot travellers {name} uphill after dark silently", 3, "Balochistan"
            )
        elif name.startswith("plain"):
            for side in "ab":
                told(staging, f"{name}-{side}", day, f"raiders burned {name} granary while farmers slept", 2, "Kabul")
        else:
            told(
                staging,
                f"{name}-a",
                day,
                f"market {name} stall owner wounded fatally by bandits riding mopeds",
                4,
                "Kabul",
            )
            later = day + timedelta(days=1)
            told(
                staging,
                f"{name}-b",
                later,
                "market police chief mourns merchants who died yesterday evening",
                5,
                "Kabul",
            )
    return staging


def built(home: Home) -> None:
    """Build and publish."""
    assert [r.node.name for r in Dbt(home).build() if r.status in ("error", "fail")] == []
    publish(home.warehouse, home.published)


def is_linked(home: Home, kind: str) -> bool:
    (name,) = (name for name, _ in stories() if name.startswith(kind))
    return of_article(home.warehouse, f"{name}-a") == of_article(home.warehouse, f"{name}-b")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home built with what its reviewers decided."""
    home = Home(tmp_path_factory.mktemp("reviewed"))
    staging = world()
    staging.write(home.warehouse)

    def marks(article: str) -> list[Mark]:
        (claim,) = (claim for claim in staging.claims if claim["article_id"] == article)
        return [Mark(**{name: str(v) if isinstance(v := claim[name], date) else v for name in MARK})]  # type: ignore[typeddict-item]

    for name, _ in stories():
        kind = name.split("-")[0]
        if kind in {"merged", "split"}:
            action = {"merged": "merge", "split": "split"}[kind]
            first, second = f"{name}-a", f"{name}-b"
            decide(home.warehouse, action, first, target=marks(first), other=marks(second), new_value=second)
    built(home)
    return home


def test_reviewed_links_say_what_the_measure_says(reviewed: Home) -> None:
    found = rows(
        reviewed.published,
        "select is_same, score >= 1 as is_linked, count(*) as n from marts.review_links group by all",
    )
    assert sorted((row["is_same"], row["is_linked"], row["n"]) for row in found) == [
        (False, True, N_SPLIT),
        (True, False, N_MERGED),
    ]
    given, _ = links._reviewed(reviewed)
    scores = Links(given, shipped()).scores(shipped()) / shipped().bar
    by_build = rows(reviewed.published, "select score from marts.review_links order by left_claim_id, right_claim_id")
    assert scores.tolist() == pytest.approx([row["score"] for row in by_build], abs=0.002)


def test_what_reviewers_say_moves_links(reviewed: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert not is_linked(reviewed, "new")
    train_links(reviewed)
    said = capsys.readouterr().out
    assert f"{N_MERGED} pairs by {N_MERGED} decisions joined, {N_SPLIT} pairs by {N_SPLIT} decisions set apart" in said
    assert "bar                            0.1500 →" in said
    show_status(reviewed)
    assert "in force from the next run on" in capsys.readouterr().out.replace("\n", " ")
    built(reviewed)
    assert (is_linked(reviewed, "new"), is_linked(reviewed, "plain")) == (True, True)
    show_status(reviewed)
    assert f"weights fitted to {N_MERGED + N_SPLIT} reviewed links" in capsys.readouterr().out
    reviewed.link.unlink()
    show_status(reviewed)
    assert "weights fitted" not in capsys.readouterr().out
