"""Parts of the tellings of incidents: those that a chain of pairs over the bar joins; only within one are groups sought."""

from pipelines.link.incidents import divide


def model(dbt, session):
    """One row a telling: the number of its part, and whether its pairs are made anew."""
    dbt.config(materialized="table")
    dbt.ref("int_incidents__described")
    dbt.ref("int_incidents__years")
    dbt.ref("int_incidents__blocked")
    dbt.ref("int_incidents__vectors")
    return divide(session, dbt.this.schema, "int_incidents__paired")
