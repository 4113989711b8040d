with decisions as (
    select * from {{ ref('int_decisions__judged') }}
)

select
    decision_id,
    target_table,
    target_id,
    fact_id::varchar as fact_id,
    field,
    old_value,
    new_value,
    action,
    reviewer,
    reason,
    decided_at,
    state
from decisions
