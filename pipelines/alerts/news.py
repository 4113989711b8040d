"""New and changed facts as an alert, read from the published copy, so it holds no more of an article than the copy does.

What belongs here: which facts changed after a moment, and how they are told.  Not here: the history itself (dbt).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from pipelines.alerts.outbox import Alert, alert
from pipelines.api import Reader
from pipelines.api.facts import ALL_FACTS

_KINDS = ("new", "changed", "gone")
_LATEST = "select max(changed_at) as latest from history.changes"
# A row of its own (one side's position, one state of a ceasefire) that came or went is a change of its fact.  A fact made
# and changed since is new; one that went is told by what it became, and one that came and went is not told.  Confidence is
# weighed anew with every version: that is no news.
_NEWS = f"""
with told as (
    select
        c.fact_id,
        arg_max(c.change, c.changed_at) filter (c.change <> 'changed' and c.row_key = c.fact_id) as coming,
        case
            when coming = 'created' then 'new'
            when coming is null then 'changed'
            when not bool_or(c.change = 'created' and c.row_key = c.fact_id) then 'gone'
        end as news,
        coalesce(any_value(f.family), min(replace(c.fact_table, 'fct_', ''))) as family,
        max(c.new_value) filter (c.change = 'vanished' and c.row_key = c.fact_id) as became,
        list(distinct case when c.row_key = c.fact_id then c.field else replace(c.fact_table, 'fct_', '') end) as fields,
        any_value(f.day_from)::varchar as day, any_value(f.place) as place, any_value(f.what) as what,
        any_value(f.doubt) as doubt, any_value(f.n_articles) as n_articles,
        any_value(concat_ws(' ', s.speaker, s.statement_type)) as said
    from history.changes as c
    left join ({ALL_FACTS}) as f on f.fact_id = c.fact_id
    left join marts.fct_statements as s on s.statement_id = c.fact_id
    where c.changed_at > ? and c.changed_at <= ? and c.field is distinct from 'confidence'
    group by c.fact_id
)
select * exclude (coming) replace (
    case when news = 'changed' then list_sort(list_filter(fields, lambda field: field is not null)) end as fields
)
from told
where news is not null
order by family = 'statements', list_position(['new', 'changed', 'gone'], news), family, day desc, fact_id
"""  # noqa: S608


def latest_change(reader: Reader) -> datetime | None:
    """When the published facts last changed (UTC)."""
    found: datetime | None = reader.sql(_LATEST)["latest"][0]
    return found


def news(reader: Reader, after: datetime, until: datetime) -> Alert | None:
    """Facts that are new, changed or gone after a moment; None where there are none."""
    found = reader.sql(_NEWS, [after, until])
    if found.is_empty():
        return None
    title = "Facts " + "; ".join(_counted(kind, found) for kind in _KINDS if kind in found["news"])
    return alert("facts", [until.isoformat()], title, [(_line(row), _item(row)) for row in _rows(found)])


def _counted(kind: str, found: pl.DataFrame) -> str:
    counts = found.filter(news=kind).group_by("family", maintain_order=True).len()
    return f"{kind}: " + ", ".join(f"{number} {family}" for family, number in counts.iter_rows())


def _rows(found: pl.DataFrame) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if value not in (None, "")} for row in found.to_dicts()]


def _item(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "said"}


def _line(row: dict[str, Any]) -> str:
    told = [row.get(name) for name in ("day", "place", "what", "said")]
    doubt = [f"in doubt: {row['doubt']}"] if "doubt" in row else []
    fields = [f"changed: {', '.join(row['fields'])}"] if row["news"] == "changed" else []
    became = [f"now {row['became']}"] if "became" in row else []
    return f"{row['news']} {row['fact_id']}: " + " · ".join([*filter(None, told), *doubt, *fields, *became])
