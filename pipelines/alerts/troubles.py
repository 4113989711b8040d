"""Failed runs and failed checks as alerts, read from Dagster's record of a run.

What belongs here: what of a run is worth telling.  Not here: news of facts (news.py), when it is told (automation).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile
from typing import Any

import dagster as dg
from dagster._core.events import JobFailureData
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus as Status
from dagster_shared.error import SerializableErrorInfo

from pipelines.alerts.outbox import Alert, alert

_LOOK_BACK = 20
_COMPLETED = {Status.SUCCEEDED, Status.FAILED}
_STEP_FAILED = {dg.DagsterEventType.STEP_FAILURE}
_OUTSIDE = {dg.DagsterEventType.ENGINE_EVENT, dg.DagsterEventType.RUN_FAILURE}
_UNKNOWN = "no word why"
_CHECKED = {dg.DagsterEventType.ASSET_CHECK_EVALUATION}


def failed_run(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Alert:
    """A run that failed: at which steps and why, what its checks found, whether it is tried again."""
    will_retry = run.tags.get("dagster/will_retry") == "true"
    told = []
    for entry in instance.all_logs(run.run_id, of_type=_STEP_FAILED):
        event = entry.get_dagster_event()
        why = _why(event)
        told.append((f"{event.step_key}: {why}", {"step": event.step_key, "why": why}))
    if not told:  # it failed beside its steps: its process died, or it could not begin
        why = _why_outside(instance, run)
        told = [(why, {"why": why})]
    title = f"Run {run.run_id[:8]} of {run.job_name} failed" + (" and is tried again" if will_retry else "")
    return alert("run_failed", [run.run_id], title, told + list(_failed_checks(instance, run.run_id, only_new=False)))


def failed_checks(instance: dg.DagsterInstance, run: dg.DagsterRun) -> Alert | None:
    """Checks that failed in a run, unless each told the same the time before."""
    told = list(_failed_checks(instance, run.run_id, only_new=True))
    if not told:
        return None
    title = f"{len(told)} checks failed in run {run.run_id[:8]} of {run.job_name}"
    return alert("checks_failed", [run.run_id], title, told)


def _failed_checks(
    instance: dg.DagsterInstance, run_id: str, *, only_new: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in instance.all_logs(run_id, of_type=_CHECKED):
        found = entry.get_dagster_event().asset_check_evaluation_data
        if found.passed or (only_new and _told_before(instance, run_id, found)):
            continue
        asset = found.asset_key.to_user_string()
        says = _says(found)
        item: dict[str, Any] = {
            "asset": asset,
            "check": found.check_name,
            "severity": found.severity.value,
            "says": says,
        }
        if feeds := found.metadata.get("feeds"):  # which sources, since that is what to act on
            item["feeds"] = feeds.value
        yield f"{found.severity.value} {asset} {found.check_name}: {says}", item


def _told_before(instance: dg.DagsterInstance, run_id: str, found: dg.AssetCheckEvaluation) -> bool:
    """Whether the check failed in the same words in the run before."""
    history = instance.event_log_storage.get_asset_check_execution_history(
        found.asset_check_key, limit=_LOOK_BACK, status=_COMPLETED
    )
    until_this = dropwhile(lambda record: record.run_id != run_id, history)
    before = next((record.event for record in until_this if record.run_id != run_id), None)
    if before is None:
        return False
    last = before.get_dagster_event().asset_check_evaluation_data
    return not last.passed and _says(last) == _says(found)


def _says(found: dg.AssetCheckEvaluation) -> str:
    """What the check says: a dbt test has a message and no description."""
    message = found.metadata.get("message")
    return found.description or (str(message.value) if message else "") or "failed"


def _why(event: dg.DagsterEvent) -> str:
    """Why a step failed, without the stack."""
    described = event.step_failure_data.user_failure_data
    return (described.description if described else None) or _innermost(event.step_failure_data.error) or _UNKNOWN


def _why_outside(instance: dg.DagsterInstance, run: dg.DagsterRun) -> str:
    """Why a run failed of which no step did: its error, else what Dagster last said before it gave the run up."""
    said = ""
    for entry in instance.all_logs(run.run_id, of_type=_OUTSIDE):
        event = entry.get_dagster_event()
        if event.event_type is dg.DagsterEventType.RUN_FAILURE:
            failure = event.event_specific_data
            error = failure.error if isinstance(failure, JobFailureData) else None
            return _innermost(error) or said or event.message or _UNKNOWN
        said = event.message or said
    return said or _UNKNOWN


def _innermost(error: SerializableErrorInfo | None) -> str:
    while error and error.cause:
        error = error.cause
    return error.message.strip() if error else ""
