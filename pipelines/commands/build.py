"""`factwire run`: one run of the job `build_warehouse` in this process where anything changed, then the facts it published."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import dagster as dg
from rich.console import Console
from rich.status import Status

from pipelines.beat import use_beat
from pipelines.commands.stopped import why
from pipelines.commands.summary import print_facts
from pipelines.config import HOME_VARIABLE, PROJECT, Home
from pipelines.current import State, inputs, left, remember, unchanged_since
from pipelines.errors import EnvironmentProblem
from pipelines.ingest.inbox import GONE, STDIN, existing
from pipelines.ingest.parser import OVERDUE
from pipelines.ingest.sources import load_sources
from pipelines.instance import confirm_published, fail_dead_runs, instance_of_one_run, use_instance
from pipelines.link.settings import read as read_link_settings
from pipelines.resources.lake import Lake
from pipelines.resources.runner import chosen_runner
from pipelines.resources.warehouse import Warehouse
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
    given = inputs(home, paths)
    since = unchanged_since(home, given) if given and not full_refresh else None
    if not since:
        _refuse_what_would_stop_it(home)
    os.environ[HOME_VARIABLE] = str(home.root)
    try:
        use_instance(home)
        with instance_of_one_run(home) as instance:
            for run_id in fail_dead_runs(instance, home):
                console.print(f"run {run_id[:8]} had been killed: marked as failed", style="dim")
            if since and confirm_published(instance, since):
                told = f"nothing new since {since:%Y-%m-%d %H:%M} UTC: the warehouse and the published copy are current"
                console.print(told, soft_wrap=True)
            else:
                made = _run(instance, home, _run_config(paths, full_refresh), console)
                # What changed while it was read has not been read as it is now.
                if given and made and inputs(home, paths) == given:
                    remember(home, given, made)
    except Exception as error:
        raise why(error, home) from error
    print_facts(home)


def _refuse_what_would_stop_it(home: Home) -> None:
    """Said before anything starts, it costs nothing."""
    # Slow to import, and of no use to a run with nothing to do.
    from pipelines.extract.attribution.tagger import plugged_in

    plugged_in()
    chosen_runner()
    read_decisions(home.decisions)
    read_link_settings(home.link)
    load_sources(*home.source_folders)
    use_beat(home)


def _run(instance: dg.DagsterInstance, home: Home, config: dict[str, Any], console: Console) -> State | None:
    """One run of the job; what it left, None where another run may find more in the same files."""
    made: list[State] = []

    def at_end(warehouse: Warehouse) -> None:
        to_try = "from raw.rejects where resolved_at is null and (starts_with(reason, ?) or reason = ?)"
        if warehouse.read(to_try, [OVERDUE, GONE]).is_empty():
            made.append(left(home))

    with console.status("starting") as status:
        from pipelines.definitions import build_defs, warehouse_resource

        loggers = {"console": _progress_logger(status, console)}
        definitions = build_defs(home, {"warehouse": warehouse_resource(home, at_end)}, loggers)
        job = definitions.resolve_job_def("build_warehouse")
        job.execute_in_process(instance=instance, run_config=config)
    return made[0] if made else None


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


def _progress_logger(status: Status, console: Console) -> dg.LoggerDefinition:
    """A Dagster logger that says which step is at work and for whom the run waits; all else is in the UI."""

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta = getattr(record, "dagster_meta", {})
            event = meta.get("dagster_event")
            step = meta.get("step_key")
            if event is not None and event.event_type_value == "STEP_START" and step:
                status.update(STEPS.get(step, "checking"))
            elif record.levelno == logging.INFO and event is None and "waiting" in record.getMessage():
                status.update(str(meta.get("orig_message")))
                if not console.is_terminal:
                    console.print(meta.get("orig_message"))

    @dg.logger
    def progress(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("factwire", logging.DEBUG)  # Dagster logs its step events as DEBUG
        logger.addHandler(Handler())
        return logger

    return progress
