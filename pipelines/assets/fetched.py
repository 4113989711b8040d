"""Feeds of the sources as an asset: what was fetched lies in the inbox, the state says how each feed answered."""

from datetime import timedelta

import dagster as dg
from pydantic import Field

from pipelines.assets.owners import OWNERS
from pipelines.config import Home
from pipelines.fetch.run import fetch_home
from pipelines.instance import alive

# Fetched every hour: what was published meanwhile may be gone from the feeds after a day.
_HOURLY = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=24), warn_window=timedelta(hours=3))


class Fetch(dg.Config):
    """What to fetch: ids or names of sources; all that have feeds where none is named."""

    sources: list[str] = Field(default_factory=list)


@dg.asset(
    key=["fetched", "feeds"],
    group_name="fetched",
    owners=OWNERS,
    kinds={"http", "warc"},
    pool="fetch",
    freshness_policy=_HOURLY,
    description="Feeds of the sources, and pages where their definition asks for them: WARC files in the home's inbox.",
)
def fetched_feeds(
    context: dg.AssetExecutionContext, config: Fetch, home: dg.ResourceParam[Home]
) -> dg.MaterializeResult[None]:
    """Fetch what is new; a source that fails is told by the check and stops nothing."""
    with alive(home, context.run.run_id):
        outcomes = list(fetch_home(home, config.sources))
    rows = [
        dg.TableRecord(
            {
                "source": o.source_id,
                "feed": o.what,
                "status": o.status,
                "entries": o.entries,
                "new": o.new,
                "note": o.note or "",
            }
        )
        for o in outcomes
    ]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(o.new for o in outcomes),
            "failed": sum(o.status == "failed" for o in outcomes),
            "outcomes": dg.MetadataValue.table(rows) if rows else "no source has a feed",
        }
    )
