"""The code location: it loads, every asset says what it is, and its public surface changes only on purpose."""

from __future__ import annotations

import json
from pathlib import Path

import dagster as dg
import yaml

from pipelines.config import PROJECT

SURFACE = Path(__file__).with_name("surface.json")


def specs(definitions: dg.Definitions) -> list[dg.AssetSpec]:
    return [spec for spec in definitions.resolve_all_asset_specs() if spec.key.path[0] != "seeds"]


def test_definitions_are_loadable(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)
    assert definitions.resolve_job_def("build_warehouse").op_selection_data is None


def test_building_fetches_nothing(definitions: dg.Definitions) -> None:
    nodes = {node.name for node in definitions.resolve_job_def("build_warehouse").nodes}
    assert "ingest_articles" in nodes
    assert {node.name for node in definitions.resolve_job_def("fetch_feeds").nodes}.isdisjoint(nodes)


def test_nothing_starts_by_itself_until_switched_on(definitions: dg.Definitions) -> None:
    assert {s.default_status for s in definitions.schedules or []} == {dg.DefaultScheduleStatus.STOPPED}
    assert {s.default_status for s in definitions.sensors or []} == {dg.DefaultSensorStatus.STOPPED}


def test_workspace_names_the_code_location() -> None:
    workspace = yaml.safe_load((PROJECT / "workspace.yaml").read_text())
    assert workspace["load_from"][0]["python_module"]["module_name"] == "pipelines.definitions"


def test_every_asset_has_group_owner_description_and_kinds(definitions: dg.Definitions) -> None:
    bare = [
        spec.key.to_user_string()
        for spec in specs(definitions)
        if not (spec.group_name and spec.group_name != "default" and spec.owners and spec.description and spec.kinds)
    ]
    assert bare == []


def test_a_column_says_what_it_is_made_from(definitions: dg.Definitions) -> None:
    [spec] = [s for s in specs(definitions) if s.key == dg.AssetKey(["marts", "agg_incidents_weekly"])]
    columns = {column.name: column for column in spec.metadata["dagster/column_schema"].columns}
    assert columns["killed_low"].type == "integer"
    assert (columns["killed_low"].description or "").endswith("Made from marts.fct_incidents: killed_low.")
    assert "Made from" not in (columns["n_incidents"].description or "")


def test_every_writer_takes_the_pool(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    free = {
        key.to_user_string()
        for assets in definitions.assets or []
        if isinstance(assets, dg.AssetsDefinition)
        for key in assets.keys
        if assets.op.pool != "duckdb_write"
    }
    # They write files: the first would keep a build waiting, the other only reads the published copy.
    assert free == {"fetched/feeds", "published/report"}
    assert graph.get_all_asset_keys()


def test_surface(definitions: dg.Definitions) -> None:
    """Asset keys, checks, jobs and automation: to change them on purpose, write what this test found into surface.json."""
    graph = definitions.resolve_asset_graph()
    found = {
        "assets": sorted(key.to_user_string() for key in graph.materializable_asset_keys),
        "checks": sorted(
            f"{key.asset_key.to_user_string()}:{key.name}"
            for key in graph.asset_check_keys
            if key.asset_key.path[0] in {"fetched", "raw", "staging"} or key.name == "every_fact_has_evidence"
        ),
        "jobs": sorted(job.name for job in definitions.jobs or []),
        "schedules": sorted(s.name for s in definitions.schedules or []),
        "sensors": sorted(s.name for s in definitions.sensors or []),
    }
    assert found == json.loads(SURFACE.read_text()), json.dumps(found, indent=1)


def test_lineage_leads_from_raw_to_published(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    reached = {dg.AssetKey(["published", "warehouse"])}
    while True:
        above = {parent for key in reached for parent in graph.get(key).parent_keys} - reached
        if not above:
            break
        reached |= above
    assert {"raw/articles", "staging/articles", "staging/sentences", "staging/claims", "marts/fct_incidents"} <= {
        key.to_user_string() for key in reached
    }
