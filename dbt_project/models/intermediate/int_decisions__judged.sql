-- Every decision with the fact it is about now (none where it is about an article), and whether it is in force,
-- superseded or without its target.
with decisions as (
    select * from {{ source('raw', 'review_decisions') }}
),

located as (
    select * from {{ ref('int_decisions__located') }}
),

identified as (
    select * from {{ ref('int_facts__identified') }}
),

articles as (
    select * from {{ ref('int_articles__current') }}
),

in_force as (
    select distinct decision_id from {{ ref('int_decisions__latest') }}
),

found as (
    select
        located.decision_id,
        min_by(identified.fact_id, located.number) filter (where located.role = 'target') as fact_id,
        count(*) filter (where located.role = 'other') > 0 as is_other_found,
        count(distinct located.article_fact_id) > 1 as is_apart
    from located
    left join identified on located.article_fact_id = identified.article_fact_id
    group by located.decision_id
),

-- The last word on the day of an article that is held.
of_articles as (
    select
        decisions.decision_id,
        row_number() over (
            partition by articles.article_id
            order by decisions.decided_at desc, decisions.decision_id desc
        ) = 1 as is_last
    from decisions
    inner join articles on decisions.target_id = articles.article_id
    where decisions.target_table = 'dim_articles'
)

select
    decisions.decision_id,
    decisions.target_table,
    decisions.target_id,
    found.fact_id,
    decisions.field,
    decisions.old_value,
    decisions.new_value,
    decisions.action,
    decisions.reviewer,
    decisions.reason,
    decisions.decided_at,
    len(decisions.target) as n_tellings,
    case
        when in_force.decision_id is not null or of_articles.is_last then 'in_force'
        when found.fact_id is null and of_articles.decision_id is null then 'without_target'
        when decisions.action in ('merge', 'split', 'link_denial') and not found.is_other_found then 'without_target'
        -- What was to be set apart is one telling now; what was to be joined has become one by itself.
        when decisions.action = 'split' and not found.is_apart then 'without_target'
        else 'superseded'
    end as state
from decisions
left join in_force on decisions.decision_id = in_force.decision_id
left join found on decisions.decision_id = found.decision_id
left join of_articles on decisions.decision_id = of_articles.decision_id
