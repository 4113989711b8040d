"""Decisions of reviewers into `raw.review_decisions`: the whole file of the home, read anew in every run."""

import dagster as dg

from pipelines.assets.owners import OWNERS
from pipelines.config import Home
from pipelines.resources.warehouse import Warehouse, Write
from pipelines.review.decisions import read, refuse_lost
from pipelines.schemas import RAW_REVIEW_DECISIONS


@dg.asset(
    key=RAW_REVIEW_DECISIONS.name.split("."),
    group_name="raw",
    owners=OWNERS,
    kinds={"python", "duckdb"},
    pool="duckdb_write",
    description=RAW_REVIEW_DECISIONS.meaning,
)
def review_decisions(
    home: dg.ResourceParam[Home], warehouse: dg.ResourceParam[Warehouse]
) -> dg.MaterializeResult[None]:
    """A damaged or lost line fails the run: without that decision the facts would be wrong."""
    decisions = read(home.decisions)
    held = warehouse.read("select decision_id from raw.review_decisions")["decision_id"].to_list()
    refuse_lost(home.decisions, decisions, held)
    frame = RAW_REVIEW_DECISIONS.frame([decision.row() for decision in decisions])
    warehouse.write(Write(RAW_REVIEW_DECISIONS, frame, everything=True))
    return dg.MaterializeResult(
        metadata={"dagster/row_count": len(decisions), "path": dg.MetadataValue.path(str(home.decisions))}
    )
