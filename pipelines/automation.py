"""What starts by itself: fetching by the hour, building by the day or when the inbox changed.  All are off until switched on
in the UI.
"""

import hashlib

import dagster as dg

from pipelines.config import Home
from pipelines.ingest.inbox import files_in
from pipelines.jobs import build_warehouse, fetch_feeds

daily_build = dg.ScheduleDefinition(
    name="daily_build",
    job=build_warehouse,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    description="Builds the warehouse from the inbox every day at 05:00 UTC.",
)


hourly_fetch = dg.ScheduleDefinition(
    name="hourly_fetch",
    job=fetch_feeds,
    cron_schedule="20 * * * *",
    execution_timezone="UTC",
    description="Fetches the feeds of all sources at 20 minutes past every hour.",
)


@dg.sensor(
    job=build_warehouse,
    minimum_interval_seconds=60,
    description="Builds the warehouse when a file of the inbox is new or changed.",
)
def inbox_sensor(context: dg.SensorEvaluationContext, home: dg.ResourceParam[Home]) -> dg.SensorResult | dg.SkipReason:
    files = files_in(home.inbox) if home.inbox.is_dir() else []
    if not files:
        return dg.SkipReason(f"{home.inbox} holds no file")
    state = hashlib.sha256()
    for file in files:
        stat = file.stat()
        state.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    cursor = state.hexdigest()
    if cursor == context.cursor:
        return dg.SkipReason("nothing in the inbox changed")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=cursor)], cursor=cursor)
