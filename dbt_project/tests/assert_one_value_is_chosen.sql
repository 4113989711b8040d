-- Of the values of one field exactly one is carried by the fact; none where a reviewer says it is not known.
select
    fact_id,
    field
from {{ ref('fct_conflicts') }}
group by fact_id, field
having
    count(*) filter (where is_chosen) > 1
    or count(*) filter (where is_chosen) = 0 and not bool_and(rule = 'manual')
