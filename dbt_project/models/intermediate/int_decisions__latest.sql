-- Reviewers' decisions in force: the latest one for each thing decided.
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
qualify
    row_number() over (
        partition by
            target_table,
            target_id,
            case when action in ('accept', 'reject') then 'verdict' else action end,
            field,
            case when action in ('merge', 'split', 'link_denial') then new_value end
        order by decided_at::timestamptz desc, decision_id desc
    ) = 1
