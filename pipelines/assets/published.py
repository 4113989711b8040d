"""What is published, as assets: the copy, made after every table and every check of the build, and the report of it."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from pipelines.assets.owners import OWNERS
from pipelines.config import Home
from pipelines.publish.copy import publish
from pipelines.publish.lake import publish_to_lake
from pipelines.publish.report.page import write_report
from pipelines.publish.texts import chosen_texts
from pipelines.resources.lake import Lake
from pipelines.resources.warehouse import Warehouse

# Built every day: an hour or two late is said, a day missed is stale.
_DAILY = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=50), warn_window=timedelta(hours=26))


def published_warehouse(upstream: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset `published/warehouse`, after the given tables."""

    @dg.asset(
        key=["published", "warehouse"],
        deps=list(upstream),
        group_name="published",
        owners=OWNERS,
        kinds={"duckdb"},
        pool="duckdb_write",
        freshness_policy=_DAILY,
        description="Read-only copy of marts, history and the articles' text: what people query while a run goes on.",
    )
    def warehouse_copy(
        home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse]
    ) -> dg.MaterializeResult[None]:
        texts = chosen_texts()
        counts = publish(warehouse.path, home.published, texts)
        lake = Lake.find()
        changed = {"rows_changed_in_lake": publish_to_lake(home.published, lake)} if lake else {}
        return dg.MaterializeResult(
            metadata={
                "path": dg.MetadataValue.path(str(home.published)),
                "dagster/row_count": sum(counts.values()),
                "tables": counts,
                "texts": texts.value,
                "bytes": home.published.stat().st_size,
                **changed,
            }
        )

    return warehouse_copy


@dg.asset(
    key=["published", "report"],
    deps=[dg.AssetKey(["published", "warehouse"])],
    group_name="published",
    owners=OWNERS,
    kinds={"html"},
    description="One page that opens from the disk: map, timeline, charts and tables of the facts, with their evidence.",
)
def published_report(home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
    written = write_report(home, home.report)
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(home.report)),
            "dagster/row_count": written["facts"],
            "bytes": written["bytes"],
        }
    )
