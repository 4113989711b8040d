"""Named jobs."""

from __future__ import annotations

from typing import Any

import dagster as dg

from pipelines.redo import days

_FETCHED = dg.AssetSelection.groups("fetched")
_BUILT = dg.AssetSelection.all() - _FETCHED
# What was done is not done again whatever the retry begins with, so it begins with the first step and is one whole run.
_RETRY = {"dagster/retry_strategy": "ALL_STEPS"}


def _redo(config: dict[str, Any]) -> dict[str, Any]:
    days(config["first_day"], config["last_day"])
    redo = {"redo_from": config["first_day"], "redo_to": config["last_day"]}
    return {"ops": {"read_articles": {"config": redo}}}


fetch_feeds = dg.define_asset_job(
    "fetch_feeds",
    selection=_FETCHED,
    description="Feeds of the sources into the inbox.",
    executor_def=dg.in_process_executor,
    tags=_RETRY,
)

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=_BUILT,
    description="Inbox to published copy: ingest, clean, read, build the facts, check, publish.",
    executor_def=dg.in_process_executor,
    tags=_RETRY,
)

read_again = dg.define_asset_job(
    "read_again",
    selection=_BUILT,
    description=(
        "Inbox to published copy, where articles published from first_day to last_day are read again though they were "
        "read.  Name the days in the launchpad (the arrow beside Materialize all)."
    ),
    executor_def=dg.in_process_executor,
    tags=_RETRY,
    config=dg.ConfigMapping(
        config_fn=_redo,
        config_schema={
            "first_day": dg.Field(str, description="First day of publication to read again, as 2025-10-09."),
            "last_day": dg.Field(str, description="Last day of publication to read again, included."),
        },
    ),
)
