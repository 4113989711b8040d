"""Copies over the whole archive: whom to compare by equal fingerprints, who copies whom, what was compared kept.

What belongs here: the SQL on sketches and its outcome in `staging.articles`.  Not here: likeness of two texts (compare.py).

Every step is a function of the articles held, so the order in which they were delivered changes nothing: an original that
comes late takes its place before the copies.  Only comparisons are kept, by the texts compared, since they are what costs.
An article is compared with the first published of those that share a fingerprint, which keeps the number of pairs in
proportion to the archive where a thousand articles share a paragraph.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from pipelines.clean.duplicates.compare import compare, words_of
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.schemas import STAGING_COMPARISONS

# Pairs compared in one transaction; their texts are in memory together, their words, which take much more, only of a few.
CHUNK = 5000
_WORDS_OF = 64
# Articles whose fingerprints, some 100 each, are grouped in one statement, and whose pairs are formed in one.
AT_ONCE = 100_000
# Fingerprints two texts must share to be compared: so many, and so large a part of the shorter text's.
MIN_SHARED = 2
MIN_PART = 0.12

# The order in which articles can be each other's original.  Days are compared, not hours: clocks and zones of feeds are
# too often wrong.  On one day a story that credits another publisher comes after one that does not, and an official
# source, which the others quote, before them.
_RANKED = """
create or replace temp table ranked as
select
    sketches.article_id, sketches.text_sha256,
    row_number() over (
        order by articles.published_on nulls last, sketches.is_credited_elsewhere, not sources.is_official, sketches.article_id
    ) as place
from staging.sketches as sketches
inner join staging.articles as articles on articles.article_id = sketches.article_id and articles.is_current
inner join staging.sources as sources on sources.source_id = articles.source_id
"""
_EMPTY = (
    "create or replace temp table meetings (later bigint, earlier bigint, n bigint)",
    "create or replace temp table pairs (later bigint, earlier bigint, article_id varchar, earlier_id varchar, "
    "later_sha256 varchar, earlier_sha256 varchar)",
)
# Who meets whom by some of the fingerprints, those of one part; all that hold one are in its part.
_MEETINGS = """
insert into meetings
with postings as (
    select place, print
    from (
        select ranked.place, unnest(sketches.sketch) as print
        from ranked inner join staging.sketches as sketches on sketches.article_id = ranked.article_id
    )
    where hash(print) % {parts} = {part}
),
firsts as (
    select print, min(place) as place from postings group by print having count(*) > 1
)
select postings.place, firsts.place, count(*)
from postings inner join firsts on firsts.print = postings.print
where firsts.place < postings.place
group by all
"""
# The pairs of which some articles are the later ones, those of one range of places.
_PAIRS = f"""
insert into pairs
with met as (
    select later, earlier from meetings
    where later between {{first}} and {{last}}
    group by all
    having sum(n) >= {MIN_SHARED}
)
select met.later, met.earlier, l.article_id, e.article_id, l.text_sha256, e.text_sha256
from met
inner join ranked as l on l.place = met.later
inner join ranked as e on e.place = met.earlier
inner join staging.sketches as ls on ls.article_id = l.article_id
inner join staging.sketches as es on es.article_id = e.article_id
where len(list_intersect(ls.sketch, es.sketch)) >= {MIN_PART} * least(len(ls.sketch), len(es.sketch))
"""  # noqa: S608  (numbers)
_TO_COMPARE = """
select later_sha256, earlier_sha256, min(article_id) as later, min(earlier_id) as earlier
from pairs
where (later_sha256, earlier_sha256) not in (select (later_sha256, earlier_sha256) from staging.comparisons)
group by all
order by all
"""
# What an article repeats as a whole counts before what it only contains, and of several the one published first; a copy of
# a copy belongs to the report it all began with.
_OUTCOME = """
create or replace temp table outcome as
with recursive chosen as (
    select
        pairs.later, pairs.article_id, comparisons.kind,
        unnest(arg_min(
            {earlier: pairs.earlier, earlier_id: pairs.earlier_id, likeness: comparisons.likeness, spans: comparisons.spans},
            pairs.earlier
        ))
    from pairs
    inner join staging.comparisons as comparisons
        on comparisons.later_sha256 = pairs.later_sha256 and comparisons.earlier_sha256 = pairs.earlier_sha256
    where comparisons.kind is not null
    group by pairs.later, pairs.article_id, comparisons.kind
),
copies as (
    select * from chosen
    qualify row_number() over (partition by later order by kind = 'partial', earlier, kind) = 1
),
whole as (
    select * from copies where kind <> 'partial'
),
origins as (
    select later, earlier as origin, earlier_id as origin_id from whole where earlier not in (select later from whole)
    union all
    select whole.later, origins.origin, origins.origin_id
    from whole inner join origins on origins.later = whole.earlier
)
select
    copies.article_id, coalesce(own.origin_id, others.origin_id, copies.earlier_id) as near_duplicate_of,
    copies.kind as duplicate_kind, copies.likeness, copies.spans as shared_spans
from copies
left join origins as own on own.later = copies.later and copies.kind <> 'partial'
left join origins as others on others.later = copies.earlier and copies.kind = 'partial'
"""
_STORE = """
update staging.articles set
    near_duplicate_of = found.near_duplicate_of, duplicate_kind = found.duplicate_kind, likeness = found.likeness,
    shared_spans = found.shared_spans
from (
    select articles.article_id, articles.version, outcome.* exclude (article_id)
    from staging.articles as articles
    left join outcome on outcome.article_id = articles.article_id and articles.is_current
    where
        (articles.near_duplicate_of, articles.duplicate_kind, articles.likeness, articles.shared_spans)
        is distinct from (outcome.near_duplicate_of, outcome.duplicate_kind, outcome.likeness, outcome.shared_spans)
) as found
where articles.article_id = found.article_id and articles.version = found.version
"""


def settle_copies(warehouse: Warehouse, rules: str) -> int:
    """Which current article copies which, once any of them changed; how many pairs had to be compared.

    rules: version of the code that compares; what another one compared is compared again.
    """
    if not warehouse.read("select 1 from staging.sketches where not is_settled limit 1").height:
        return 0
    with warehouse.session():
        warehouse.run(f"delete from staging.comparisons where rules <> '{rules}'", _RANKED, *_EMPTY)  # noqa: S608
        for step in _steps(warehouse.count("ranked")):
            warehouse.run(step)
        asked = warehouse.read(_TO_COMPARE)
        for chunk in asked.iter_slices(CHUNK):
            warehouse.write(Write(STAGING_COMPARISONS, _compare(warehouse, chunk, rules)))
        warehouse.run(_OUTCOME)
        warehouse.run(_STORE, "update staging.sketches set is_settled = true where not is_settled")
        warehouse.run(*(f"drop table {name}" for name in ("ranked", "meetings", "pairs", "outcome")))
    return asked.height


def _steps(articles: int) -> Iterator[str]:
    """Statements that find the pairs, each over as much as DuckDB holds in the memory of a session."""
    parts = 1 + articles // AT_ONCE
    for part in range(parts):
        yield _MEETINGS.format(parts=parts, part=part)
    for first in range(1, articles + 1, AT_ONCE):
        yield _PAIRS.format(first=first, last=first + AT_ONCE - 1)


def _compare(warehouse: Warehouse, pairs: pl.DataFrame, rules: str) -> pl.DataFrame:
    """Rows of `staging.comparisons` for pairs of articles."""
    texts = warehouse.read(
        "select article_id, text from staging.articles where is_current and article_id in (from given)",
        given=pl.concat([pairs["later"], pairs["earlier"]]).unique().to_frame(),
    )
    text_of = dict(texts.iter_rows())
    words = lru_cache(_WORDS_OF)(lambda article: words_of(text_of[article]))
    rows: list[dict[str, object]] = []
    for later_sha256, earlier_sha256, later, earlier in pairs.iter_rows():
        found = compare(words(later), words(earlier))
        rows.append(
            {
                "later_sha256": later_sha256,
                "earlier_sha256": earlier_sha256,
                "kind": found.kind if found else None,
                "likeness": found.share if found else None,
                "spans": json.dumps(found.spans) if found and found.spans else None,
                "rules": rules,
            }
        )
    return STAGING_COMPARISONS.frame(rows)
