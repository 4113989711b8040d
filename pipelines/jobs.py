"""Named jobs."""

from __future__ import annotations

import dagster as dg

_FETCHED = dg.AssetSelection.groups("fetched")

fetch_feeds = dg.define_asset_job(
    "fetch_feeds",
    selection=_FETCHED,
    description="Feeds of the sources into the inbox.",
    executor_def=dg.in_process_executor,
)

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=dg.AssetSelection.all() - _FETCHED,
    description="Inbox to published copy: ingest, clean, read, build the facts, check, publish.",
    executor_def=dg.in_process_executor,
)
