-- Whether what links the tellings of a fact is new: the fact itself, or the evidence on a pair of its tellings, which
-- the news of a year weighs anew.
with named as (
    select * from {{ ref('int_facts__named') }}
),

pairs as (
    select left_id from {{ ref('int_incidents__compared') }}
),

weighed as (
    select distinct named.fact_id
    from named
    inner join pairs on named.article_fact_id = pairs.left_id
)

select
    states.fact_id,
    states.is_touched or weighed.fact_id is not null as is_touched
from {{ ref('int_facts__state') }} as states
left join weighed on states.fact_id = weighed.fact_id
