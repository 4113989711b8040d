"""How the project is built: layers, contracts, descriptions, groups; and that building changes nothing it should not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.config import PROJECT
from pipelines.publish.dictionary import dictionary
from pipelines.publish.lineage import Origin, origins
from pipelines.schemas import TABLES
from tests.dbt.conftest import world
from tests.dbt.warehouse import Staging, build, rows, run_dbt

MARTS = {
    "fct_claims",
    "fct_incidents",
    "fct_talks",
    "fct_talks_positions",
    "fct_ceasefires",
    "fct_ceasefire_events",
    "fct_ceasefire_states",
    "fct_deportations",
    "fct_deportation_checks",
    "fct_border_status",
    "fct_statements",
    "brg_fact_evidence",
    "brg_fact_links",
    "fct_conflicts",
    "dim_articles",
    "dim_sources",
    "dim_places",
    "dim_actors",
    "dim_actor_roles",
    "fact_id_aliases",
    "review_items",
    "review_decisions",
    "review_links",
    "agg_incidents_daily",
    "agg_incidents_weekly",
    "agg_actor_incidents_daily",
    "agg_actor_incidents_weekly",
    "agg_actors",
    "agg_talks_processes",
    "agg_returns_weekly",
}


@pytest.fixture(scope="module")
def manifest(built: Path, target: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((target / "manifest.json").read_text())
    return loaded


def models(manifest: dict[str, Any], schema: str) -> list[dict[str, Any]]:
    return [n for n in manifest["nodes"].values() if n["resource_type"] == "model" and n["schema"] == schema]


def test_the_project_parses_without_deprecations(built: Path, tmp_path: Path) -> None:
    strict = ["--warn-error-options", '{"error": ["Deprecations"]}']
    result = run_dbt(built, "parse", "--no-partial-parse", *strict, target=tmp_path)
    assert result.success, result.exception


def test_every_unit_test_holds(built: Path, target: Path) -> None:
    result = run_dbt(built, "test", "--select", "test_type:unit", target=target)
    outcomes = {r.node.name: r.message for r in result.result.results if r.status != "pass"}
    assert result.success, outcomes
    assert len(result.result.results) >= 10


def test_all_tables_of_the_data_model_stand(manifest: dict[str, Any]) -> None:
    assert {node["name"] for node in models(manifest, "marts")} == MARTS


def test_published_models_have_a_contract_a_key_and_a_grain(manifest: dict[str, Any]) -> None:
    for node in [*models(manifest, "marts"), *models(manifest, "history")]:
        assert node["config"]["contract"]["enforced"], node["name"]
        assert [c["type"] for c in node["constraints"]] == ["primary_key"], node["name"]
        assert "Grain: one row per" in node["description"], node["name"]
        assert all(column["description"] and column["data_type"] for column in node["columns"].values()), node["name"]
        tests = {
            n["test_metadata"]["name"]
            for n in manifest["nodes"].values()
            if n["resource_type"] == "test" and n.get("attached_node") == node["unique_id"]
        }
        assert "grain" in tests, node["name"]


def test_every_node_has_a_description_and_a_group(manifest: dict[str, Any]) -> None:
    for node in manifest["nodes"].values():
        if node["resource_type"] in ("model", "seed", "snapshot"):
            assert node["config"]["meta"]["dagster"]["group"], node["name"]
            assert node["description"], node["name"]


def test_layers_do_not_reach_past_one_another(manifest: dict[str, Any]) -> None:
    for node in models(manifest, "marts"):
        sources = [name for name in node["depends_on"]["nodes"] if name.startswith("source.")]
        assert not sources or node["name"].startswith("dim_"), node["name"]
    marts = {node["unique_id"] for node in models(manifest, "marts")}
    for node in models(manifest, "intermediate"):
        assert not marts & set(node["depends_on"]["nodes"]), node["name"]


def contents(file: Path) -> dict[str, list[str]]:
    """Every row of every table that dbt writes, in a fixed order; but for whether it was touched, and the pairs made anew."""
    tables = rows(
        file,
        "select table_schema || '.' || table_name as name from information_schema.tables "
        "where table_schema in ('intermediate', 'marts', 'history', 'seeds') and table_name <> 'int_incidents__compared' "
        "order by 1",
    )
    return {
        t["name"]: sorted(str(row) for row in rows(file, f"select columns(c -> c <> 'is_touched') from {t['name']}"))
        for t in tables
    }


def test_a_second_build_changes_no_row(warehouse: Path, target: Path) -> None:
    before = contents(warehouse)
    build(warehouse, target)
    after = contents(warehouse)
    assert [table for table in before if after.get(table) != before[table]] == []
    assert after.keys() == before.keys()


def facts_of(file: Path) -> list[dict[str, Any]]:
    return rows(
        file, "select fact_id, list_sort(list(claim_id)) as claims from marts.brg_fact_evidence group by 1 order by 1"
    )


def test_the_order_of_delivery_changes_no_id(built: Path, target: Path, tmp_path: Path) -> None:
    """Half of the articles first, the later half first, rows in reverse."""
    reversed_world, late = world(), Staging()
    late.articles = [a for a in reversed_world.articles if a["published_on"].isoformat() >= "2025-10-11"][::-1]
    names = {a["article_id"] for a in late.articles}
    for kind in ("sentences", "claims", "article_facts"):
        setattr(late, kind, [r for r in getattr(reversed_world, kind) if r["article_id"] in names][::-1])
    for article in late.articles:
        article["near_duplicate_of"] = None
    file = tmp_path / "warehouse.duckdb"
    late.write(file)
    build(file, target)
    complete = world()
    for kind in ("articles", "sentences", "claims", "article_facts"):
        getattr(complete, kind).reverse()
    complete.write(file)
    build(file, target)
    assert facts_of(file) == facts_of(built)
    gone = {
        r["old_id"] for r in rows(file, "select old_id, reason from marts.fact_id_aliases where reason <> 'withdrawn'")
    }
    assert gone
    assert not gone & {f["fact_id"] for f in facts_of(file)}


def test_dbt_leaves_no_connection_behind(warehouse: Path, target: Path) -> None:
    """Another process can open the file for writing as soon as dbt has returned."""
    assert run_dbt(warehouse, "run", "--select", "dim_sources", target=target).success
    script = "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table main.probe as select 1')"
    subprocess.run([sys.executable, "-c", script, str(warehouse)], check=True)


@pytest.fixture(scope="module")
def compiled(target: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The SQL of a first build, which reads no table that it makes."""
    nothing = tmp_path_factory.mktemp("nothing") / "warehouse.duckdb"
    assert run_dbt(nothing, "compile", target=target).success
    loaded: dict[str, Any] = json.loads((target / "manifest.json").read_text())
    return loaded


def test_the_data_dictionary_is_that_of_the_project(compiled: dict[str, Any]) -> None:
    written = (PROJECT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(compiled), "make docs"


def test_every_column_of_a_mart_says_what_it_is_made_from(compiled: dict[str, Any]) -> None:
    made = origins(compiled)
    for node in models(compiled, "marts"):
        assert made[f"marts.{node['name']}"].keys() == node["columns"].keys(), node["name"]
    assert made["marts.agg_incidents_weekly"]["killed_low"] == {Origin("marts.fct_incidents", "killed_low")}
    known = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}
    for columns in made.values():
        for one in set().union(*columns.values()):
            assert not one.table.startswith(("raw.", "staging.")) or f"{one.table}.{one.column}" in known, one


def test_a_row_that_was_made_twice_is_found(warehouse: Path, target: Path) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("insert into marts.brg_fact_evidence from marts.brg_fact_evidence limit 1")
    result = run_dbt(warehouse, "test", "--select", "brg_fact_evidence,test_type:generic", target=target)
    failed = [r.node.name for r in result.result.results if r.status == "fail"]
    assert [name.split("_")[0] for name in failed] == ["grain"]
