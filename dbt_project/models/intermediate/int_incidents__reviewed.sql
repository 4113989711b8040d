-- Pairs of incidents of two articles that a reviewer joined or set apart, of several decisions the last, with the
-- evidence on them: what the weights of linking can be fitted to.  A merge joins across its two facts, a split sets
-- apart, a fact accepted with several tellings stands joined.
with decisions as (
    select
        decision_id,
        action,
        decided_at
    from {{ source('raw', 'review_decisions') }}
    where
        action in ('merge', 'split')
        -- A fact accepted and then rejected joins nothing.
        or action = 'accept' and decision_id in (select decision_id from {{ ref('int_decisions__latest') }})
),

told as (
    select
        located.decision_id,
        located.role,
        incidents.telling,
        incidents.article_fact_id,
        incidents.article_id
    from {{ ref('int_decisions__located') }} as located
    inner join {{ ref('int_incidents__described') }} as incidents on located.article_fact_id = incidents.article_fact_id
),

reviewed as (
    select
        decisions.decision_id,
        decisions.action <> 'split' as is_same,
        least(l.telling, r.telling) as left_telling,
        greatest(l.telling, r.telling) as right_telling
    from decisions
    inner join told as l on decisions.decision_id = l.decision_id and l.role = 'target'
    inner join told as r
        on
            decisions.decision_id = r.decision_id
            and l.article_id <> r.article_id
            and r.role = case decisions.action when 'accept' then 'target' else 'other' end
    qualify
        row_number() over (
            partition by least(l.telling, r.telling), greatest(l.telling, r.telling)
            order by decisions.decided_at desc, decisions.decision_id desc
        ) = 1
),

common as (
    select
        reviewed.left_telling,
        reviewed.right_telling,
        sum(left_words.weight * right_words.weight) as likeness
    from reviewed
    inner join {{ ref('int_incidents__described') }} as l on reviewed.left_telling = l.telling
    inner join {{ ref('int_incidents__described') }} as r on reviewed.right_telling = r.telling
    inner join {{ ref('int_incidents__worded') }} as left_words on l.article_fact_id = left_words.article_fact_id
    inner join {{ ref('int_incidents__worded') }} as right_words
        on r.article_fact_id = right_words.article_fact_id and left_words.word = right_words.word
    group by reviewed.left_telling, reviewed.right_telling
),

alike as (
    select
        reviewed.*,
        coalesce(common.likeness, 0) as likeness
    from reviewed
    left join common on reviewed.left_telling = common.left_telling and reviewed.right_telling = common.right_telling
),

evidence as (
    {{ incident_evidence('alike', ref('int_incidents__described')) | indent(4) }}
)

select
    left_id,
    right_id,
    decision_id,
    is_same,
    round(likeness, 4) as likeness,
    days_apart,
    fewest_words,
    place,
    toll,
    kind,
    actors,
    persons,
    score / {{ var('link_bar')['incident'] }} as score
from evidence
