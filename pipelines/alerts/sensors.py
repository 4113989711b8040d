"""When alerts are made and sent.  All are off until switched on in the UI, and none can fail a run.

What belongs here: the sensors.  Not here: what they tell (news.py, troubles.py), how it is kept (outbox.py) and sent
(webhook.py).
"""

from __future__ import annotations

from datetime import datetime

import dagster as dg

from pipelines.alerts.news import latest_change, news
from pipelines.alerts.outbox import append, unsent
from pipelines.alerts.troubles import failed_checks, failed_run
from pipelines.alerts.webhook import WEBHOOK_VARIABLE, post, webhook
from pipelines.api import read
from pipelines.config import Home
from pipelines.errors import EnvironmentProblem

_EVERY = 30
_AT_ONCE = 20


@dg.sensor(
    minimum_interval_seconds=_EVERY,
    description="Tells which facts are new, changed or gone each time the published copy was made; from when it is switched on.",
)
def alert_on_facts(context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home]) -> dg.SkipReason:
    if not home.published.exists():
        return dg.SkipReason(f"{home.published} is not built yet")
    with read(home.root) as reader:
        latest = latest_change(reader)
        if latest is None or context.cursor == latest.isoformat():
            return dg.SkipReason("no fact changed")
        told = news(reader, datetime.fromisoformat(context.cursor), latest) if context.cursor else None
    if told:
        append(home.alerts, told)
    context.update_cursor(latest.isoformat())
    return dg.SkipReason(told.title if told else "facts are told from now on")


@dg.run_failure_sensor(
    minimum_interval_seconds=_EVERY,
    description="Tells of a run of the UI or of a schedule that failed: where, why, and what its checks found.",
)
def alert_on_failed_runs(context: dg.RunFailureSensorContext, home: dg.ResourceParam[Home]) -> None:
    append(home.alerts, failed_run(context.instance, context.dagster_run))


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    minimum_interval_seconds=_EVERY,
    description="Tells of checks that failed and stopped nothing, such as stale sources; once, until they tell otherwise.",
)
def alert_on_failed_checks(context: dg.RunStatusSensorContext, home: dg.ResourceParam[Home]) -> None:
    if told := failed_checks(context.instance, context.dagster_run):
        append(home.alerts, told)


@dg.sensor(
    minimum_interval_seconds=_EVERY,
    description=f"Sends what alerts.jsonl of the home holds to {WEBHOOK_VARIABLE}, in order; what is not taken is sent again later.",
)
def send_alerts(context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home]) -> dg.SkipReason:
    url = webhook()
    if url is None:
        return dg.SkipReason(f"{WEBHOOK_VARIABLE} is not set: alerts stay in {home.alerts}")
    sent = 0
    for offset, line in unsent(home.alerts, int(context.cursor or 0)):
        try:
            post(url, line)
        except EnvironmentProblem:
            if not sent:
                raise  # shows as a failed tick; with some sent, what was sent is kept first
            break
        context.update_cursor(str(offset))
        sent += 1
        if sent == _AT_ONCE:
            break
    return dg.SkipReason(f"{sent} alerts sent")


ALERTS = [alert_on_facts, alert_on_failed_runs, alert_on_failed_checks, send_alerts]
