"""Alerts: told once, bounded, sent to a real server, kept while it is down, and never a reason for a run to fail."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import dagster as dg
import duckdb
import pytest

from pipelines.alerts.news import latest_change, news
from pipelines.alerts.outbox import CHARACTERS, ITEMS, alert, append, unsent
from pipelines.alerts.sensors import alert_on_facts, alert_on_failed_checks, alert_on_failed_runs, send_alerts
from pipelines.alerts.webhook import WEBHOOK_VARIABLE, webhook
from pipelines.api import read
from pipelines.config import Home
from pipelines.errors import EnvironmentProblem


class Receiver(HTTPServer):
    """A webhook that keeps what it was sent; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.got: list[dict[str, Any]] = []
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.status < 300:
            self.server.got.append(body)
        self.send_response(self.server.status)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    made = Receiver()
    Thread(target=made.serve_forever, daemon=True).start()
    monkeypatch.setenv(WEBHOOK_VARIABLE, f"http://127.0.0.1:{made.server_port}/hook?token=secret")
    yield made
    made.shutdown()
    made.server_close()


def tick(sensor: dg.SensorDefinition, home: Home, cursor: str | None = None) -> tuple[str | None, str]:
    """One evaluation; the cursor after it and what it says."""
    context = dg.build_sensor_context(resources={"home": home}, cursor=cursor)
    said = sensor(context)
    assert isinstance(said, dg.SkipReason)
    return context.cursor, said.skip_message or ""


def kept(home: Home) -> list[dict[str, Any]]:
    return [json.loads(line) for _, line in unsent(home.alerts, 0)]


def test_alerts_are_sent_in_order_and_once(tmp_path: Path, receiver: Receiver) -> None:
    home = Home(tmp_path)
    assert append(home.alerts, alert("facts", ["a"], "first"))
    assert append(home.alerts, alert("facts", ["b"], "second"))
    assert not append(home.alerts, alert("facts", ["a"], "first"))
    cursor, _ = tick(send_alerts, home)
    cursor, _ = tick(send_alerts, home, cursor)
    assert [each["title"] for each in receiver.got] == ["first", "second"]
    append(home.alerts, alert("facts", ["c"], "third"))
    tick(send_alerts, home, cursor)
    assert [each["title"] for each in receiver.got] == ["first", "second", "third"]


@pytest.mark.parametrize("status", [500, 429, 302])
def test_what_is_not_taken_is_sent_again(tmp_path: Path, receiver: Receiver, status: int) -> None:
    home = Home(tmp_path)
    append(home.alerts, alert("facts", ["a"], "first"))
    receiver.status = status
    with pytest.raises(EnvironmentProblem, match=f"status {status}") as told:
        tick(send_alerts, home)
    assert "secret" not in str(told.value)
    receiver.status = 200
    tick(send_alerts, home)
    assert [each["title"] for each in receiver.got] == ["first"]


def test_a_webhook_that_is_down_keeps_the_alerts(
    tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    append(home.alerts, alert("facts", ["a"], "first"))
    with monkeypatch.context() as down:
        down.setenv(WEBHOOK_VARIABLE, "http://127.0.0.1:9/")
        with pytest.raises(EnvironmentProblem, match="did not take"):
            tick(send_alerts, home)
    tick(send_alerts, home)
    assert [each["title"] for each in receiver.got] == ["first"]


def test_without_a_webhook_alerts_stay_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WEBHOOK_VARIABLE, raising=False)
    append(Home(tmp_path).alerts, alert("facts", ["a"], "first"))
    assert tick(send_alerts, Home(tmp_path)) == (
        None,
        f"{WEBHOOK_VARIABLE} is not set: alerts stay in {tmp_path / 'alerts.jsonl'}",
    )


@pytest.mark.parametrize(
    "address", ["http://desk.example/hook", "ftp://desk.example", "desk.example", "https:///hook", "http://[x"]
)
def test_an_address_that_is_not_safe_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(WEBHOOK_VARIABLE, address)
    with pytest.raises(EnvironmentProblem, match=WEBHOOK_VARIABLE) as told:
        webhook()
    assert address not in str(told.value)


def test_an_alert_is_bounded() -> None:
    made = alert("facts", ["a"], "many", [("line " * 200, {"quote": "word " * 500, "fields": ["f"] * 99})] * 999)
    assert made.n_items == 999
    assert len(made.items) == ITEMS
    assert len(made.items[0]["quote"]) == CHARACTERS
    assert len(made.items[0]["fields"]) == ITEMS
    assert made.text.endswith("… and 989 more")
    assert len(made.text) < 4000


def test_facts_are_told_once_from_when_it_is_switched_on(built: dg.ExecuteInProcessResult, home: Home) -> None:
    cursor, said = tick(alert_on_facts, home)
    assert said == "facts are told from now on"
    assert tick(alert_on_facts, home, cursor) == (cursor, "no fact changed")
    before = (datetime.fromisoformat(str(cursor)) - timedelta(days=1)).isoformat()
    for _ in range(2):  # a tick that broke off before its cursor was kept comes again
        assert tick(alert_on_facts, home, before)[0] == cursor
    [told] = [each for each in kept(home) if each["kind"] == "facts"]
    assert told["title"].startswith("Facts new: 1 incidents")
    [raid] = [each for each in told["items"] if each["family"] == "incidents"]
    assert raid["place"] == "Kunduz, Afghanistan"
    assert raid["fact_id"] in told["text"]
    assert "Gunmen attacked a police post" not in json.dumps(told)


def test_no_change_is_no_alert(built: dg.ExecuteInProcessResult, home: Home) -> None:
    with read(home.root) as reader:
        latest = latest_change(reader)
        assert latest is not None
        assert news(reader, latest, latest) is None
        assert news(reader, datetime.min.replace(tzinfo=UTC), latest) is not None


def test_what_changed_and_what_went_is_told_by_fact(
    built: dg.ExecuteInProcessResult, home: Home, tmp_path: Path
) -> None:
    copy = Home(tmp_path)
    copy.published.parent.mkdir()
    shutil.copyfile(home.published, copy.published)
    with read(home.root) as reader:
        latest = latest_change(reader)
        raid = reader.facts("incidents")["incident_id"][0]
        said = reader.facts("statements")["statement_id"].to_list()
    assert latest is not None
    changes = [
        ("fct_incidents", raid, raid, "changed", "killed_low", None),
        ("fct_incidents", raid, raid, "changed", "confidence", None),
        ("fct_talks_positions", raid, "side", "created", None, None),
        ("fct_incidents", "AFG-gone", "AFG-gone", "vanished", None, raid),
        ("fct_talks", "AFG-brief", "AFG-brief", "created", None, None),
        *(("fct_statements", each, each, "changed", "confidence", None) for each in said),
    ]
    with duckdb.connect(str(copy.published)) as published:
        for number, row in enumerate(changes):
            published.execute(
                "insert into history.changes by name select $1 as change_id, $2 as fact_table, $3 as fact_id, "
                "$4 as row_key, $5 as change, $6 as field, $7 as new_value, $8 as changed_at",
                [str(number), *row, latest + timedelta(seconds=1)],
            )
        published.execute(
            "insert into history.changes by name select 'last' as change_id, 'fct_talks' as fact_table, 'AFG-brief' as "
            "fact_id, fact_id as row_key, 'vanished' as change, $1 as changed_at",
            [latest + timedelta(seconds=2)],
        )
    with read(copy.root) as reader:
        told = news(reader, latest, latest + timedelta(seconds=2))
    assert told is not None
    assert told.title == "Facts changed: 1 incidents; gone: 1 incidents"
    changed, gone = told.items
    assert (changed["fact_id"], changed["fields"]) == (raid, ["killed_low", "talks_positions"])
    assert (gone["fact_id"], gone["became"]) == ("AFG-gone", raid)


def _context(result: dg.ExecuteInProcessResult, instance: dg.DagsterInstance, home: Home) -> dg.RunStatusSensorContext:
    run = instance.get_run_by_id(result.run_id)
    assert run is not None
    kind = dg.DagsterEventType.RUN_SUCCESS if result.success else dg.DagsterEventType.RUN_FAILURE
    [event] = [e for e in result.all_events if e.event_type is kind]
    made: dg.RunStatusSensorContext = dg.build_run_status_sensor_context(
        sensor_name="alerts", dagster_event=event, dagster_instance=instance, dagster_run=run, resources={"home": home}
    )
    return made


@pytest.fixture
def checked(tmp_path: Path) -> Iterator[tuple[dg.Definitions, dg.DagsterInstance, Home, dict[str, str]]]:
    """A small graph whose check and whose step fail as they are told."""
    told = {"check": "2 feeds failed or are stale", "step": ""}

    @dg.asset
    def feeds() -> None:
        if told["step"]:
            raise EnvironmentProblem(told["step"], expected="room", cure="make some")

    @dg.asset_check(asset=feeds)
    def feeds_answer() -> dg.AssetCheckResult:
        metadata = {"feeds": [{"source_id": "post", "problem": "stale: nothing new ever"}]}
        warn = dg.AssetCheckSeverity.WARN
        return dg.AssetCheckResult(
            passed=not told["check"], severity=warn, description=told["check"], metadata=metadata
        )

    job = dg.define_asset_job("fetch_feeds", executor_def=dg.in_process_executor)
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        yield dg.Definitions([feeds], asset_checks=[feeds_answer], jobs=[job]), instance, Home(tmp_path), told


def test_a_failed_check_is_told_until_it_tells_the_same(
    checked: tuple[dg.Definitions, dg.DagsterInstance, Home, dict[str, str]],
) -> None:
    definitions, instance, home, told = checked
    job = definitions.resolve_job_def("fetch_feeds")
    for says in (
        "2 feeds failed or are stale",
        "2 feeds failed or are stale",
        "3 feeds failed or are stale",
        "",
        "back",
    ):
        told["check"] = says
        alert_on_failed_checks(_context(job.execute_in_process(instance=instance), instance, home))
    assert [each["items"][0]["says"] for each in kept(home)] == [
        "2 feeds failed or are stale",
        "3 feeds failed or are stale",
        "back",
    ]
    [item] = kept(home)[0]["items"]
    assert (item["asset"], item["check"], item["severity"]) == ("feeds", "feeds_answer", "WARN")
    assert item["feeds"] == [{"source_id": "post", "problem": "stale: nothing new ever"}]


def test_a_failed_run_is_told_with_its_cause(
    checked: tuple[dg.Definitions, dg.DagsterInstance, Home, dict[str, str]],
) -> None:
    definitions, instance, home, told = checked
    told["step"] = "the disk is full"
    job = definitions.resolve_job_def("fetch_feeds")
    context = _context(job.execute_in_process(instance=instance, raise_on_error=False), instance, home)
    alert_on_failed_runs(context.for_run_failure())
    [made] = kept(home)
    assert made["kind"] == "run_failed"
    assert made["title"] == f"Run {context.dagster_run.run_id[:8]} of fetch_feeds failed"
    [item] = made["items"]
    assert item["step"] == "feeds"
    assert "the disk is full" in item["why"]
    assert "Traceback" not in made["text"]
