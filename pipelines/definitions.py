"""The one assembly point of the Dagster code location: assets, checks, jobs, automation, resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import dagster as dg

from pipelines.alerts.sensors import ALERTS
from pipelines.assets.claims import read_articles
from pipelines.assets.fetched import fetched_feeds
from pipelines.assets.pages import with_page
from pipelines.assets.published import published_report, published_warehouse
from pipelines.assets.raw import ingest_articles
from pipelines.assets.reviews import review_decisions
from pipelines.assets.staging import staged_articles
from pipelines.assets.warehouse import dbt_models
from pipelines.automation import daily_build, hourly_fetch, inbox_sensor
from pipelines.beat import use_beat
from pipelines.checks import all_checks
from pipelines.config import Home
from pipelines.instance import sole_run
from pipelines.jobs import build_warehouse, fetch_feeds, read_again
from pipelines.resources.dbt import Dbt
from pipelines.resources.warehouse import Warehouse

_WRITTEN_BY_PYTHON = [
    fetched_feeds,
    ingest_articles,
    review_decisions,
    staged_articles,
    read_articles,
    published_report,
]


def warehouse_resource(home: Home, at_end: Callable[[Warehouse], None] = lambda _: None) -> dg.ResourceDefinition:
    """The warehouse, held by one run at a time from its first step to its last; `at_end` while it is still held."""

    @dg.resource
    def open_warehouse(context: dg.InitResourceContext) -> Iterator[Warehouse]:
        def say(pid: str) -> None:
            if context.log:
                context.log.info(f"waiting for {f'the run of process {pid}' if pid else 'a reader of the live file'}")

        with sole_run(home, context.run.run_id if context.run else "none", on_wait=say):
            warehouse = Warehouse(home.warehouse)
            warehouse.prepare()
            yield warehouse
            at_end(warehouse)

    return open_warehouse


def build_defs(
    home: Home | None = None,
    overrides: Mapping[str, Any] | None = None,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
) -> dg.Definitions:
    """Everything of the code location over one home; `overrides` replaces resources by name."""
    home = home or Home.find()
    use_beat(home)
    dbt = Dbt(home)
    models = dbt_models(dbt)
    published = published_warehouse(
        [key for key in sorted(models.keys) if key.path[0] in {"marts", "history"}]
        + [dg.AssetKey(["staging", "articles"]), dg.AssetKey(["staging", "sentences"])]
    )
    resources = {"home": home, "dbt": dbt, "warehouse": warehouse_resource(home)}
    return dg.Definitions(
        assets=[*map(with_page, [*_WRITTEN_BY_PYTHON, published]), models],
        asset_checks=all_checks(),
        jobs=[build_warehouse, fetch_feeds, read_again],
        schedules=[daily_build, hourly_fetch],
        sensors=[inbox_sensor, *ALERTS],
        resources=resources | dict(overrides or {}),
        loggers=loggers,
        executor=dg.in_process_executor,
    )


defs = build_defs()
