"""The report as people use it: what it draws, filters, sorts and tells, by mouse and by keyboard, on a phone and on paper."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, expect

from pipelines.config import Home
from pipelines.publish.report.page import write_report
from pipelines.publish.texts import Texts
from tests.browser.conftest import Altered, Open

CHARTS = ("map", "timeline", "tolls", "returns", "totals", "accusations")
MARKS = "#map .incidents_marks path"
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}


def count(page: Page, family: str) -> int:
    """Facts of the family that the filters leave, as its tab says."""
    text = page.locator(f"#tab-{family}").inner_text()
    return int(text.rpartition("(")[2].rstrip(")").replace(",", ""))


def marks(page: Page) -> int:
    return page.locator(MARKS).count()


def test_it_draws_every_chart_and_fetches_nothing(sample_report: Path, opened: Open) -> None:
    seen = opened(sample_report, offline=True)
    for chart in CHARTS:
        assert seen.page.locator(f"#{chart} svg [aria-roledescription]").count() > 0, chart
    # Incidents without a mark are told of below the map.
    unmarked = sum(int(number) for number in re.findall(r"\d+", seen.page.locator("#off-map").inner_text()))
    assert 0 < marks(seen.page) == count(seen.page, "incidents") - unmarked
    seen.assert_quiet(sample_report)
    assert sample_report.stat().st_size < 3_000_000


def test_the_numbers_are_those_of_the_warehouse(sample_home: Path, sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    with duckdb.connect(str(Home.find(sample_home).published), read_only=True) as connection:
        for family in ("incidents", "talks", "ceasefires", "deportations", "border_status", "statements"):
            assert count(page, family) == connection.sql(f"select count(*) from marts.fct_{family}").fetchall()[0][0]
        weeks = connection.sql(
            "select strftime(week, '%-d %b %Y'), sum(n_incidents)::int from marts.agg_incidents_weekly group by week order by week"
        ).fetchall()
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
    rows = [row.locator("td").all_inner_texts() for row in page.locator("[data-numbers=tolls] tbody tr").all()]
    assert [(row[0], int(row[2])) for row in rows] == weeks


def test_filters_act_on_tables_and_charts_at_once(sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    families = ("incidents", "talks", "ceasefires", "deportations", "border_status", "statements")
    everything, drawn = {family: count(page, family) for family in families}, marks(page)

    page.select_option("[name=type]", "incidents|Battles")
    battles = count(page, "incidents")
    assert 0 < battles < everything["incidents"]
    expect(page.locator(MARKS)).to_have_count(battles)
    assert count(page, "talks") == count(page, "statements") == 0
    expect(page.locator("#returns .none")).to_be_visible()

    page.click("button[type=reset]")
    expect(page.locator(MARKS)).to_have_count(drawn)
    assert {family: count(page, family) for family in families} == everything

    page.select_option("[name=country]", "THA")
    assert 0 < count(page, "incidents") < everything["incidents"]
    assert 0 < count(page, "statements") < everything["statements"]
    page.click("button[type=reset]")

    page.fill("[name=actor]", "jamaat-ul")
    claimed = count(page, "incidents")
    assert 0 < claimed < everything["incidents"]
    expect(page.locator(MARKS)).to_have_count(claimed)
    page.click("button[type=reset]")

    page.fill("[name=from]", "2025-11-20")
    page.fill("[name=to]", "2025-11-24")
    assert 0 < count(page, "incidents") < everything["incidents"]
    assert count(page, "ceasefires") > 0  # one that lasts is of those days too
    assert "lie outside the dates" in page.locator("#shown").inner_text()


def test_a_row_shows_its_evidence_by_mouse(sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    page.locator("#panel-incidents tr[data-id]", has_text="cause disputed").click()
    panel = page.locator("#evidence")
    assert "What disagrees" in panel.inner_text()
    assert panel.locator("li blockquote").count() > 1
    assert "Zabihullah Mujahid, chief spokesman" in panel.inner_text()
    assert panel.locator("li a[href^='https://']").first.get_attribute("rel") == "noopener noreferrer"
    assert "Arghandab News Agency, 10 Oct 2025" in panel.inner_text()
    assert "Air/drone strike · " in panel.inner_text()
    assert "fields on which sources disagree" in page.locator("#told").inner_text()
    page.click("#close")
    assert panel.is_hidden()


def test_a_mark_shows_its_evidence_by_mouse(sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    page.locator("#map .incidents_marks path[aria-label*='cause disputed']").click(force=True)
    assert page.locator("#evidence h2").inner_text() == "Explosion, cause disputed"
    page.keyboard.press("Escape")
    page.locator("#tolls .layer_0_marks path").first.click()
    assert page.locator("#evidence .pick").count() > 1  # a week has several: one is chosen
    page.locator("#evidence .pick").first.click()
    assert page.locator("#evidence blockquote").count() > 0


def test_everything_is_reached_by_keyboard(sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    page.locator("#tab-incidents").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#panel-talks").is_visible()
    row = page.locator("#panel-talks tr[data-id]").first
    while not row.evaluate("it => it === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("Enter")
    assert page.locator("#evidence").is_visible()
    assert page.evaluate("document.activeElement.id") == "evidence-title"
    assert page.locator("#evidence .note").inner_text().startswith(chosen)
    page.keyboard.press("Escape")
    assert page.locator("#evidence").is_hidden()
    assert page.evaluate("document.activeElement.dataset.id") == chosen


def test_tables_sort_and_search(sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    page.get_by_role("button", name="Killed").click()
    page.get_by_role("button", name="Killed").click()
    rows = page.locator("#panel-incidents tbody tr")
    killed = [int(re.sub(r"\D.*", "", row.locator("td").nth(5).inner_text()) or -1) for row in rows.all()]
    assert killed == sorted(killed, reverse=True)
    assert killed[0] > killed[1]
    assert page.locator("#panel-incidents th[aria-sort=descending]").inner_text().startswith("Killed")
    page.fill("[aria-label='Search Incidents']", "khost")
    assert rows.count() == 1


def test_it_is_labelled_for_screen_readers(sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    assert page.locator("html").get_attribute("lang") == "en"
    for landmark in ("header", "main", "aside", "footer"):
        assert page.locator(landmark).count() == 1
    unlabelled = page.evaluate(
        "[...document.querySelectorAll('input, select, button')].filter(it => !it.labels?.length && !it.ariaLabel && !it.textContent).length"
    )
    assert unlabelled == 0
    assert page.locator("#told").get_attribute("aria-live") == "polite"
    nameless = page.evaluate(
        "[...document.querySelectorAll('#map .incidents_marks path')].filter(it => !it.getAttribute('aria-label')).length"
    )
    assert nameless == 0


def test_a_phone_scrolls_one_way_only(sample_report: Path, opened: Open) -> None:
    seen = opened(sample_report, **PHONE)
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 375
    seen.page.locator("#panel-incidents tr[data-id]").first.click()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 375
    assert seen.page.locator("#evidence blockquote").first.is_visible()
    seen.assert_quiet(sample_report)


def test_paper_has_charts_and_tables_and_no_controls(sample_report: Path, opened: Open) -> None:
    page = opened(sample_report).page
    page.emulate_media(media="print")
    assert page.locator("#filters").is_hidden()
    for family in ("incidents", "talks", "ceasefires", "deportations", "border_status"):
        assert page.locator(f"#panel-{family} table").is_visible()
    assert page.locator("#panel-statements").is_hidden()
    assert page.locator("#map svg").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_words_withheld_are_not_in_the_file(sample_home: Path, tmp_path: Path, opened: Open) -> None:
    file = tmp_path / "offsets.html"
    home = Home.find(sample_home)
    write_report(home, file, Texts.OFFSETS)
    with duckdb.connect(str(home.published), read_only=True) as connection:
        # Titles refer to an article as its address does, and stay.
        quotes = connection.sql(
            "select quote from marts.fct_claims where length(quote) > 40 "
            "and not exists (from marts.dim_articles where contains(title, quote))"
        ).fetchall()
    text = file.read_text(encoding="utf-8")
    assert quotes
    assert [quote for (quote,) in quotes if quote in text] == []
    page = opened(file).page
    page.locator("#panel-incidents tr[data-id]").first.click()
    assert "words are withheld" in page.locator("#evidence").inner_text()


def test_a_home_without_facts_says_so(altered: Altered, opened: Open) -> None:
    def empty(connection: duckdb.DuckDBPyConnection) -> None:
        for (table,) in connection.sql(
            "select table_name from duckdb_tables() where schema_name = 'marts' and table_name not like 'dim_%'"
        ).fetchall():
            connection.execute(f"delete from marts.{table}")

    file = altered(empty)
    seen = opened(file)
    assert seen.page.locator("#shown").inner_text() == "0 facts of 0 shown"
    assert seen.page.locator(".chart .none").count() == len(CHARTS) - 1
    seen.assert_quiet(file)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(sample_report: Path, opened: Open, scheme: str) -> None:
    """WCAG AA: 4.5 to 1 for words, notes and links."""
    page = opened(sample_report, color_scheme=scheme).page
    ratio = """selector => {
        const light = rgb => { const [r, g, b] = rgb.match(/\\d+/g).map(n => n / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
        const it = document.querySelector(selector);
        let ground = it; while (getComputedStyle(ground).backgroundColor == 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
        const [a, b] = [getComputedStyle(it).color, getComputedStyle(ground).backgroundColor].map(light);
        return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    }"""
    for selector in ("h1", "#shown", "main .note", "summary", "#tabs [aria-selected=true]", "td"):
        assert page.evaluate(ratio, selector) >= 4.5, selector
