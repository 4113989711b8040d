with decisions as (
    select * from {{ ref('decisions') }}
)

select
    decision_id,
    target_table,
    target_id,
    field,
    old_value,
    new_value,
    action,
    reviewer,
    reason,
    decided_at::timestamptz as decided_at
from decisions
