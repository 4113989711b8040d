"""Article facts that tell of one fact: groups of the scored pairs by average link, then what is settled beforehand."""

import numpy as np

from pipelines.link.average import groups, united

# One article tells several events of a ceasefire, but its facts of every other kind apart on purpose.  Statements are never
# compared.
TOLD = """
    select
        article_fact_id,
        row_number() over (order by telling) - 1 as number,
        case when fact_kind = 'ceasefire' then -1 else dense_rank() over (order by article_id) end as article,
        fact_kind = 'incident' and not is_main as is_beside
    from facts
    where fact_kind <> 'statement'
    order by number
"""
PAIRS = """
    select l.number, r.number, pairs.score, pairs.is_settled
    from pairs
    inner join told as l on pairs.left_id = l.article_fact_id
    inner join told as r on pairs.right_id = r.article_fact_id
"""
# What no pair is about tells of a fact of its own.
CLUSTERED = """
    select facts.article_fact_id, facts.fact_kind, coalesce(clusters.cluster, facts.article_fact_id) as cluster
    from facts
    left join clusters on facts.article_fact_id = clusters.article_fact_id
"""


def model(dbt, session):
    """One row an article fact; `cluster` is the first telling of its group."""
    dbt.config(materialized="table")
    facts = dbt.ref("int_article_facts__current")
    pairs = dbt.ref("int_fact_pairs__scored")
    told = session.sql(TOLD).to_arrow_table()
    left, right, score, is_settled = session.sql(PAIRS).fetchnumpy().values()
    joins = is_settled & (score > 0)
    compared = (left[~joins], right[~joins], score[~joins])
    labels = united(
        groups(compared, told["article"].to_numpy(), told["is_beside"].to_numpy()), (left[joins], right[joins])
    )
    first = np.full(len(labels), len(labels), dtype=np.int64)
    np.minimum.at(first, labels, np.arange(len(labels)))
    ids = told["article_fact_id"]
    clusters = told.select(["article_fact_id"]).append_column("cluster", ids.take(first[labels]))
    return session.sql(CLUSTERED)
