"""Pairs that are compared anew after a delivery: what stands then is what one comparison of everything finds."""

from __future__ import annotations

import random
from datetime import date, timedelta

import duckdb
import pytest

from pipelines.link.incidents import compare, divide

# The words of each telling of an incident, by its id and the day it was published on.
News = dict[tuple[str, date], list[str]]

# What dbt makes of the news, in short: words weighed by their year, blocks of a word and week that few of that year share.
MADE = """
    create or replace table link.described as
    select row_number() over (order by day, id) as telling, id as article_fact_id, id as article_id, day as published_on,
        day as link_start, day as link_end, year(day) as news_year, words
    from news;
    create or replace table link.int_incidents__described as select * exclude (words) from link.described;
    create or replace table link.told as select telling, published_on, news_year, unnest(words) as word from link.described;
    create or replace table link.int_incidents__vocabulary as
    select word, row_number() over (order by word) - 1 as word_no from (select distinct word from link.told);
    create or replace table link.int_incidents__vectors as
    with weighed as (select telling, word, 1 / count(*) over (partition by news_year, word) as weight from link.told)
    select telling, word_no, weight / sqrt(sum(weight * weight) over (partition by telling)) as weight
    from weighed inner join link.int_incidents__vocabulary using (word);
    create or replace table link.int_incidents__blocked as
    with members as (
        select telling, news_year, word, unnest(generate_series(
            date_trunc('week', published_on - 6)::timestamp, date_trunc('week', published_on + 6)::timestamp, interval 7 day
        )) as week
        from link.told
    )
    select telling, year(week) as block_year, hash(word, week) as block from members
    qualify count(*) filter (news_year = block_year) over (partition by word, week) <= 4;
    create or replace macro link.strong_pairs(some_pairs) as table
    select left_telling, right_telling from query_table(some_pairs) where likeness >= 0.6;
"""

# What dbt keeps of the pairs (int_incidents__paired): those of tellings of which none is touched or gone.
KEPT = """
    create table if not exists link.pairs as from link.made limit 0;
    create or replace temp table untouched as select article_fact_id from link.int_incidents__parted where not is_touched;
    delete from link.pairs where left_id not in (from untouched) or right_id not in (from untouched);
    insert into link.pairs from link.made;
"""


def compared(connection: duckdb.DuckDBPyConnection, news: News, before: News) -> set[tuple[str, str, float, bool]]:
    """The pairs after a delivery: of news by article, day and words; a year is touched where it tells something else."""
    connection.execute(
        "create schema if not exists link; create or replace table news (id text, day date, words text[])"
    )
    connection.executemany("insert into news values (?, ?, ?)", [[*key, words] for key, words in news.items()])
    connection.execute(MADE)
    connection.execute("create or replace table link.int_incidents__years (news_year bigint, is_touched boolean)")
    for year in {day.year for _, day in news | before}:
        of_year = [{key: words for key, words in told.items() if key[1].year == year} for told in (news, before)]
        connection.execute("insert into link.int_incidents__years values (?, ?)", [year, of_year[0] != of_year[1]])
    divide(connection, "link", "pairs").create("link.fresh")
    connection.execute(
        "drop table if exists link.int_incidents__parted; alter table link.fresh rename to int_incidents__parted"
    )
    connection.execute("drop table if exists link.made")
    compare(connection, "link").project("*, likeness >= 0.6 as is_strong").create("link.made")
    connection.execute(KEPT)
    rows = connection.execute("select left_id, right_id, round(likeness, 9), is_strong from link.pairs").fetchall()
    assert len({row[:2] for row in rows}) == len(rows), "a pair stands once"
    return set(rows)


def told(chance: random.Random) -> News:
    """Some weeks on either side of a new year, now and then of a year before."""
    days = [date(2024, 12, 1) + timedelta(days=chance.randrange(62)) for _ in range(60)]
    return {
        (f"t{number:02}", day - timedelta(days=365 if number % 15 == 0 else 0)): [
            f"w{word}" for word in chance.sample(range(14), 3)
        ]
        for number, day in enumerate(days)
    }


@pytest.mark.parametrize("seed", range(12))
def test_what_stands_after_a_delivery_is_what_one_comparison_finds(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    news = told(chance)
    # Before, the news of one year was another: some of it unread, some read otherwise.
    year = chance.choice([2024, 2025])
    before = {
        key: words if key[1].year != year or chance.random() < 0.7 else [*words[:2], "w99"]
        for key, words in news.items()
        if key[1].year != year or chance.random() < 0.8
    }
    at_once = compared(duckdb.connect(), news, {})
    connection = duckdb.connect()
    compared(connection, before, {})
    in_steps = compared(connection, news, before)
    assert at_once
    assert at_once - in_steps == set()
    # Pairs that are left of a part that fell apart decide nothing.
    joined = [{left, right} for left, right, _, is_strong in at_once if is_strong]
    part = {name: number for number, (name, _) in enumerate(news)}
    for _ in joined:
        for pair in joined:
            lowest = min(part[name] for name in pair)
            part |= dict.fromkeys(pair, lowest)
    assert {row for row in in_steps - at_once if row[3] or part[row[0]] == part[row[1]]} == set()


def test_a_block_that_its_year_opens_is_compared_on_both_sides_of_the_new_year() -> None:
    # What six tell in January is told too often in its own week; in the week before, the news of December decides.
    january = {(f"new{number}", date(2025, 1, 2)): ["bridge"] for number in range(6)}
    december = {(f"old{number}", date(2024, 12, 30)): ["bridge"] for number in range(6)}
    connection = duckdb.connect()
    assert not compared(connection, january | december, {})
    assert len(compared(connection, january, january | december)) == 15
