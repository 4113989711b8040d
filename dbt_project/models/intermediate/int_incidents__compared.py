"""Pairs of incidents that can decide which tellings are one: all of a part that share a block, where they are made anew."""

from pipelines.link.incidents import compare


def model(dbt, session):
    """One row a pair: the earlier and the later telling, likeness of their words, the shared words that say most."""
    dbt.config(materialized="table")
    dbt.ref("int_incidents__described")
    dbt.ref("int_incidents__parted")
    dbt.ref("int_incidents__blocked")
    dbt.ref("int_incidents__vectors")
    dbt.ref("int_incidents__vocabulary")
    return compare(session, dbt.this.schema)
