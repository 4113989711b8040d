-- The facts that stand: all but those a reviewer rejected.
with identified as (
    select * from {{ ref('int_facts__identified') }}
),

decisions as (
    select * from {{ ref('int_decisions__latest') }}
    where action = 'reject'
)

select
    identified.article_fact_id,
    identified.fact_kind,
    identified.fact_table,
    identified.fact_id
from identified
left join decisions on identified.fact_id = decisions.target_id
where decisions.target_id is null
