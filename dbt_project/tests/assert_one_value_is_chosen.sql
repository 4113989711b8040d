-- Of the values of one field exactly one is carried by the fact.
select
    fact_id,
    field
from {{ ref('fct_conflicts') }}
group by fact_id, field
having count(*) filter (where is_chosen) <> 1
