"""`factwire run`: one run of the job `build_warehouse` in this process, then the facts it published."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import dagster as dg
from rich.console import Console
from rich.status import Status

from pipelines.beat import use_beat
from pipelines.commands.summary import print_facts
from pipelines.config import HOME_VARIABLE, PROJECT, Home
from pipelines.errors import DataProblem, EnvironmentProblem, FactwireError
from pipelines.extract.attribution.tagger import plugged_in
from pipelines.ingest.inbox import STDIN, existing
from pipelines.ingest.sources import load_sources
from pipelines.instance import fail_dead_runs, use_instance
from pipelines.link.settings import read as read_link_settings
from pipelines.resources.lake import Lake
from pipelines.resources.runner import chosen_runner
from pipelines.review.decisions import read as read_decisions

STEPS = {
    "ingest_articles": "taking in articles",
    "clean_articles": "settling dates, sources and copies",
    "read_articles": "reading articles",
    "dbt_models": "building the fact tables",
    "published__warehouse": "publishing",
    "published__report": "writing the report",
}


def build(home: Home, inbox: list[Path], *, full_refresh: bool) -> None:
    """Run the job; raise what went wrong as an error a user can act on, and leave the published copy as it was."""
    console = Console(stderr=True)
    paths = _existing(home, inbox)
    plugged_in()  # a model that does not fit stops the run before it starts
    chosen_runner()
    Lake.find()
    read_decisions(home.decisions)  # a damaged line would stop the run; said now, it costs nothing
    read_link_settings(home.link)
    load_sources(*home.source_folders)  # so would a wrong definition
    use_beat(home)
    use_instance(home)
    os.environ[HOME_VARIABLE] = str(home.root)
    with console.status("starting") as status:
        from pipelines.definitions import build_defs

        with dg.DagsterInstance.get() as instance:
            for run_id in fail_dead_runs(instance, home):
                console.print(f"run {run_id[:8]} had been killed: marked as failed", style="dim")
            job = build_defs(home, loggers={"console": _progress_logger(status)}).resolve_job_def("build_warehouse")
            try:
                job.execute_in_process(instance=instance, run_config=_run_config(paths, full_refresh))
            except Exception as error:
                raise _failure(error) from error
    print_facts(home)


def _existing(home: Home, inbox: list[Path]) -> list[Path]:
    """The paths to read; checked before anything starts, so that a mistyped path costs nothing."""
    for path in inbox:
        existing(path)
    if inbox or home.warehouse.exists() or Lake.find() or (home.inbox.is_dir() and any(home.inbox.iterdir())):
        return [path if str(path) == STDIN else path.absolute() for path in inbox]
    raise EnvironmentProblem(
        f"no articles to read: {home.inbox} is empty or missing",
        expected="articles in that folder, or named by --inbox",
        cure="put articles there (docs/own-articles.md says in what formats), or try: factwire run --inbox "
        f"{os.path.relpath(PROJECT / 'data' / 'sample')}",
    )


def _run_config(paths: list[Path], full_refresh: bool) -> dict[str, Any]:
    refresh = {"config": {"full_refresh": full_refresh}}
    return {
        "loggers": {"console": {}},
        "ops": {
            "ingest_articles": {"config": {"inbox": [str(path) for path in paths]}},
            "read_articles": refresh,
            "dbt_models": refresh,
        },
    }


def _progress_logger(status: Status) -> dg.LoggerDefinition:
    """A Dagster logger that says which step is at work and prints warnings; all else is in the UI."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta = getattr(record, "dagster_meta", {})
            event = meta.get("dagster_event")
            step = meta.get("step_key")
            if event is not None and event.event_type_value == "STEP_START" and step:
                status.update(STEPS.get(step, "checking"))
            elif record.levelno == logging.INFO and event is None and "waiting" in record.getMessage():
                status.update(str(meta.get("orig_message")))

    @dg.logger
    def progress(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("factwire", logging.DEBUG)  # Dagster logs its step events as DEBUG
        logger.addHandler(Handler())
        return logger

    return progress


def _failure(error: Exception) -> FactwireError:
    """What stopped the run, in words a user can act on."""
    if isinstance(error, FactwireError):
        return error
    if isinstance(error, dg.Failure):
        found = error.description or "a step failed"
    elif isinstance(error, dg.DagsterError):
        found = str(error)
    else:
        found = f"a step failed with {type(error).__name__}: {error}"
    return DataProblem(
        found,
        expected="a build whose checks all pass",
        cure="look at the run in the UI (factwire ui), mend and run again; the published copy is the last good one",
    )
