"""The dbt models, seeds and snapshots as assets, their data tests as asset checks; run in this process."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from pipelines.assets.owners import OWNERS
from pipelines.assets.pages import sql_page
from pipelines.config import DBT_PROJECT
from pipelines.resources.dbt import Dbt
from pipelines.resources.warehouse import Warehouse


class Translator(DagsterDbtTranslator):
    """One name everywhere: asset key = schema.table = dbt node."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_asset_checks=True, enable_source_tests_as_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        return dg.AssetKey(
            [dbt_resource_props["schema"], dbt_resource_props.get("alias") or dbt_resource_props["name"]]
        )

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        metadata = super().get_metadata(dbt_resource_props)
        file = DBT_PROJECT / dbt_resource_props["original_file_path"]
        columns = metadata.get("dagster/column_schema")
        return {**metadata, **sql_page(self.get_asset_key(dbt_resource_props), file, columns)}

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        if dbt_resource_props["resource_type"] == "seed":  # there is no SQL to show
            return str(dbt_resource_props["description"])
        return super().get_description(dbt_resource_props)

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:  # noqa: ARG002
        return OWNERS


class Build(dg.Config):
    """full_refresh: rebuild incremental models from nothing (history and the registry of fact ids are kept)."""

    full_refresh: bool = False


def dbt_models(dbt: Dbt) -> dg.AssetsDefinition:
    """Every node of the dbt project as an asset."""
    manifest = dbt.manifest()
    translator = Translator()

    @dbt_assets(manifest=manifest, dagster_dbt_translator=translator, name="dbt_models", pool="duckdb_write")
    def models(
        context: dg.AssetExecutionContext,
        config: Build,
        dbt: dg.ResourceParam[Dbt],
        warehouse: dg.ResourceParam[Warehouse],
    ) -> Iterator[dg.Output[None] | dg.AssetCheckResult]:
        select = _selected(context, manifest, translator) if context.is_subset else ()
        results = dbt.build(select=select, full_refresh=config.full_refresh)
        counts = _row_counts(warehouse)
        broken: list[str] = []
        for result in results:
            node = manifest["nodes"].get(result.node.unique_id, {})
            passed = str(result.status) in {"success", "pass", "warn"}
            kind = str(result.node.resource_type)
            if kind == "test":
                check = get_asset_check_key_for_test(manifest, translator, result.node.unique_id, project=None)
                if check is not None and check in context.selected_asset_check_keys:
                    yield _check_result(check, result, node)
            elif passed and kind in {"model", "seed", "snapshot"}:
                key = translator.get_asset_key(node)
                yield dg.Output(
                    None,
                    output_name=key.to_python_identifier(),
                    metadata={
                        "dagster/row_count": counts.get(tuple(key.path), 0),
                        "seconds": round(result.execution_time, 2),
                    },
                )
            if not passed and str(result.status) != "skipped":
                broken.append(f"{result.node.name}: {result.message}")
        if broken:
            raise dg.Failure(
                "the build does not hold:\n  "
                + "\n  ".join(broken)
                + "\nthe published copy stays as it was; see <home>/dbt/logs/dbt.log"
            )

    return models


def _check_result(check: dg.AssetCheckKey, result: Any, node: Mapping[str, Any]) -> dg.AssetCheckResult:
    is_warning = str(node.get("config", {}).get("severity", "error")).lower() == "warn"
    return dg.AssetCheckResult(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=str(result.status) == "pass",
        severity=dg.AssetCheckSeverity.WARN if is_warning else dg.AssetCheckSeverity.ERROR,
        metadata={"failures": int(result.failures or 0), "message": result.message or ""},
    )


def _selected(context: dg.AssetExecutionContext, manifest: Mapping[str, Any], translator: Translator) -> list[str]:
    """Names of the nodes whose assets are selected."""
    kinds = {"model", "seed", "snapshot"}
    nodes = [node for node in manifest["nodes"].values() if node["resource_type"] in kinds]
    return [node["name"] for node in nodes if translator.get_asset_key(node) in context.selected_asset_keys]


def _row_counts(warehouse: Warehouse) -> dict[tuple[str, ...], int]:
    """Estimated size (exact for a table just built) of every table, by schema and name."""
    sizes = warehouse.read("select schema_name, table_name, estimated_size from duckdb_tables()")
    return {(schema, table): size for schema, table, size in sizes.iter_rows()}
