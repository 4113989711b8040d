"""The default job in process, with real DuckDB and real dbt."""

from __future__ import annotations

import dagster as dg
import duckdb
import pytest

from pipelines.automation import inbox_sensor
from pipelines.config import Home
from pipelines.instance import alive, fail_dead_runs
from pipelines.resources.warehouse import Warehouse


def test_job_builds_and_publishes(built: dg.ExecuteInProcessResult, home: Home) -> None:
    assert built.success
    with duckdb.connect(str(home.published), read_only=True) as reader:
        assert reader.execute("select outlet, published_on::varchar from marts.dim_articles").fetchall() == [
            ("Valley Post", "2025-11-03")
        ]


def test_every_asset_reports_its_rows(built: dg.ExecuteInProcessResult) -> None:
    silent = [
        event.asset_key.to_user_string()
        for event in built.get_asset_materialization_events()
        if event.asset_key and "dagster/row_count" not in event.materialization.metadata
    ]
    assert silent == []


def test_what_was_refused_warns_and_blocks_nothing(built: dg.ExecuteInProcessResult, home: Home) -> None:
    evaluations = {e.check_name: e for e in built.get_asset_check_evaluations()}
    refused = evaluations["nothing_refused"]
    assert not refused.passed
    assert refused.severity is dg.AssetCheckSeverity.WARN
    [row] = Warehouse(home.warehouse).read("select file, reason, cure from raw.rejects").to_dicts()
    assert row["file"] == "broken.json"
    assert "JSON" in row["reason"]


def test_dbt_tests_show_as_checks(built: dg.ExecuteInProcessResult) -> None:
    on_marts = [e for e in built.get_asset_check_evaluations() if e.asset_key.path[0] == "marts"]
    assert len(on_marts) > 20
    assert all(e.passed for e in on_marts)


def test_a_blocking_check_keeps_the_published_copy(
    built: dg.ExecuteInProcessResult, definitions: dg.Definitions, instance: dg.DagsterInstance, home: Home
) -> None:
    before = home.published.stat().st_mtime_ns
    with duckdb.connect(str(home.warehouse)) as live:
        live.execute("update staging.sentences set text = 'not what the article says'")
    broken = definitions.resolve_job_def("build_warehouse").execute_in_process(instance=instance, raise_on_error=False)
    assert not broken.success
    assert home.published.stat().st_mtime_ns == before
    with duckdb.connect(str(home.warehouse)) as live:
        live.execute("delete from staging.extractions")  # the next run reads the article again
    mended = definitions.resolve_job_def("build_warehouse").execute_in_process(instance=instance, raise_on_error=False)
    assert mended.success


@pytest.mark.parametrize("what", ["damaged", "lost"])
def test_a_decision_that_cannot_be_read_stops_the_run(
    built: dg.ExecuteInProcessResult,
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    home: Home,
    what: str,
) -> None:
    """To go on without it would publish what somebody has overruled."""
    before = home.published.stat().st_mtime_ns
    home.decisions.parent.mkdir(exist_ok=True)
    home.decisions.write_text('{"action": "reject"' if what == "damaged" else "")
    with duckdb.connect(str(home.warehouse)) as live:
        if what == "lost":
            live.execute(
                "insert into raw.review_decisions by name select 'd1' as decision_id, 'fct_incidents' as target_table, "
                "'AFG-1' as target_id, 'reject' as action, 'mara' as reviewer, now() as decided_at, [] as target, [] as other"
            )
    broken = definitions.resolve_job_def("build_warehouse").execute_in_process(instance=instance, raise_on_error=False)
    home.decisions.unlink()
    with duckdb.connect(str(home.warehouse)) as live:
        live.execute("delete from raw.review_decisions")
    assert not broken.success
    [failure] = broken.get_step_failure_events()
    assert failure.step_key == "raw__review_decisions"
    assert what in str(failure.event_specific_data)
    assert home.published.stat().st_mtime_ns == before


def test_sensor_asks_for_a_run_once_per_change(home: Home) -> None:
    first = inbox_sensor.evaluate_tick(dg.build_sensor_context(resources={"home": home}))
    assert len(first.run_requests or []) == 1
    again = inbox_sensor.evaluate_tick(dg.build_sensor_context(resources={"home": home}, cursor=first.cursor))
    assert not again.run_requests
    (home.inbox / "later.txt").write_text("More news.")
    changed = inbox_sensor.evaluate_tick(dg.build_sensor_context(resources={"home": home}, cursor=first.cursor))
    (home.inbox / "later.txt").unlink()
    assert len(changed.run_requests or []) == 1


def test_dead_runs_are_failed_and_their_slots_freed(instance: dg.DagsterInstance, home: Home) -> None:
    run = instance.create_run(
        run_id=None,
        job_name="build_warehouse",
        run_config={},
        status=dg.DagsterRunStatus.STARTED,
        tags={},
        root_run_id=None,
        parent_run_id=None,
        step_keys_to_execute=None,
        execution_plan_snapshot=None,
        job_snapshot=None,
        parent_job_snapshot=None,
        asset_selection=None,
        asset_check_selection=None,
        resolved_op_selection=None,
        op_selection=None,
        remote_job_origin=None,
        job_code_origin=None,
        asset_graph=definitions_graph(),
    )
    lock = home.dagster / "locks" / run.run_id
    with alive(home, run.run_id):
        assert fail_dead_runs(instance, home) == []
    # Its process could not say that it ended: nobody holds the lock, and no other run waits for what it had.
    assert lock.exists()
    assert fail_dead_runs(instance, home) == [run.run_id]
    found = instance.get_run_by_id(run.run_id)
    assert found is not None
    assert found.status is dg.DagsterRunStatus.FAILURE
    assert not lock.exists()
    assert fail_dead_runs(instance, home) == []


def definitions_graph() -> object:
    return dg.Definitions().resolve_asset_graph()
