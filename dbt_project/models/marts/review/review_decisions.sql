with decisions as (
    select * from {{ source('raw', 'review_decisions') }}
),

located as (
    select * from {{ ref('int_decisions__located') }}
),

in_force as (
    select
        decision_id,
        min(target_id) as fact_id
    from {{ ref('int_decisions__latest') }}
    group by decision_id
),

found as (
    select
        decision_id,
        count(distinct article_fact_id) filter (where role = 'target') > 0 as is_target_found,
        count(*) filter (where role = 'other') > 0 as is_other_found,
        count(distinct article_fact_id) > 1 as is_apart
    from located
    group by decision_id
)

select
    decisions.decision_id,
    decisions.target_table,
    decisions.target_id,
    in_force.fact_id::varchar as fact_id,
    decisions.field,
    decisions.old_value,
    decisions.new_value,
    decisions.action,
    decisions.reviewer,
    decisions.reason,
    decisions.decided_at,
    case
        when in_force.decision_id is not null then 'in_force'
        when not coalesce(found.is_target_found, false) then 'without_target'
        when decisions.action in ('merge', 'split', 'link_denial') and not found.is_other_found then 'without_target'
        -- What was to be set apart is one telling now; what was to be joined has become one by itself.
        when decisions.action = 'split' and not found.is_apart then 'without_target'
        else 'superseded'
    end as state
from decisions
left join in_force on decisions.decision_id = in_force.decision_id
left join found on decisions.decision_id = found.decision_id
