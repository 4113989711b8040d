"""Named jobs."""

from __future__ import annotations

import dagster as dg

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=dg.AssetSelection.all(),
    description="Inbox to published copy: ingest, clean, read, build the facts, check, publish.",
    executor_def=dg.in_process_executor,
)
