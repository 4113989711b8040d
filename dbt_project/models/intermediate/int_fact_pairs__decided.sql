-- Pairs of article facts that a reviewer joined (1) or set apart (0): of two decisions on a pair, the later one.
with decisions as (
    select * from {{ source('raw', 'review_decisions') }}
    where action in ('merge', 'split')
),

located as (
    select * from {{ ref('int_decisions__located') }}
)

select
    least(l.article_fact_id, r.article_fact_id) as left_id,
    greatest(l.article_fact_id, r.article_fact_id) as right_id,
    case decisions.action when 'merge' then 1.0 else 0.0 end as score,
    decisions.decision_id
from decisions
inner join located as l on decisions.decision_id = l.decision_id and l.role = 'target'
inner join located as r on decisions.decision_id = r.decision_id and r.role = 'other'
where l.article_fact_id <> r.article_fact_id
qualify
    row_number() over (
        partition by least(l.article_fact_id, r.article_fact_id), greatest(l.article_fact_id, r.article_fact_id)
        order by decisions.decided_at desc, decisions.decision_id desc
    ) = 1
