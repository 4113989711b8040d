"""Article facts that tell of one fact: groups of the scored pairs by average link, then what is settled beforehand."""

import pyarrow as pa

from pipelines.link.average import groups, united


def model(dbt, session):
    """One row an article fact; `cluster` is the number of the first telling of its group."""
    dbt.config(materialized="table")
    facts = dbt.ref("int_article_facts__current")
    pairs = dbt.ref("int_fact_pairs__scored")
    # One article tells several events of a ceasefire, but its facts of every other kind apart on purpose.
    told = facts.query(
        "facts",
        """
        select article_fact_id, fact_kind,
            case when fact_kind = 'ceasefire' then -1 else dense_rank() over (order by article_id) end as article,
            fact_kind = 'incident' and not is_main as is_beside
        from facts order by telling
        """,
    ).to_arrow_table()
    scored = (
        pairs.filter("not is_settled or score < 0").project("left_telling - 1, right_telling - 1, score").fetchnumpy()
    )
    settled = pairs.filter("is_settled and score > 0").project("left_telling - 1, right_telling - 1").fetchnumpy()
    labels = groups(tuple(scored.values()), told["article"].to_numpy(), told["is_beside"].to_numpy())
    labels = united(labels, tuple(settled.values()))
    return told.drop_columns(["article", "is_beside"]).append_column("cluster", pa.array(labels + 1))
