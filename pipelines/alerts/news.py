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

_LATEST = "select max(changed_at) as latest from history.changes"
# A fact made and changed since is new; one that went is told by what it became.
_NEWS = f"""
with since as (
    select * from history.changes where changed_at > ? and changed_at <= ?
)
select
    c.fact_table, c.fact_id,
    case when bool_or(c.change = 'created') then 'new'
        when bool_or(c.change = 'vanished' and c.row_key = c.fact_id) then 'gone' else 'changed' end as news,
    max(c.new_value) filter (c.change = 'vanished') as became,
    list(distinct c.field order by c.field) filter (c.field is not null) as fields,
    any_value(f.day_from)::varchar as day, any_value(f.place) as place, any_value(f.what) as what,
    any_value(f.doubt) as doubt, any_value(f.n_articles) as n_articles,
    any_value(concat_ws(' ', s.speaker_id, s.statement_type)) as said
from since as c
left join ({ALL_FACTS}) as f on f.fact_id = c.fact_id
left join marts.fct_statements as s on s.statement_id = c.fact_id
group by c.fact_table, c.fact_id
order by news = 'new' desc, news = 'changed' desc, c.fact_table, c.fact_id
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
    counts = dict(found.group_by("news").len().iter_rows())
    title = "Facts: " + ", ".join(f"{counts[news]} {news}" for news in ("new", "changed", "gone") if news in counts)
    return alert("facts", [until.isoformat()], title, [(_line(row), _item(row)) for row in _rows(found)])


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
