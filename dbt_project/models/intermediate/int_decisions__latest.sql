-- Reviewers' decisions in force, each by the id its fact has now: the latest one for each thing decided.
with decisions as (
    select * from {{ source('raw', 'review_decisions') }}
),

located as (
    select * from {{ ref('int_decisions__located') }}
),

identified as (
    select * from {{ ref('int_facts__identified') }}
),

pairs as (
    select * from {{ ref('int_fact_pairs__decided') }}
),

places as (
    select * from {{ ref('int_places__known') }}
),

-- A fact is the one that holds its first telling still read; a claim is itself.
applied as (
    select
        located.decision_id,
        min_by(identified.fact_id, located.number) filter (where located.role = 'target') as fact_id,
        min(located.claim_id) filter (where located.role = 'other') as other_claim_id
    from located
    left join identified on located.article_fact_id = identified.article_fact_id
    group by located.decision_id
),

verdicts as (
    select
        decisions.decision_id,
        applied.fact_id,
        decisions.field,
        case decisions.action when 'link_denial' then applied.other_claim_id else decisions.new_value end as new_value
    from decisions
    inner join applied on decisions.decision_id = applied.decision_id
    where
        applied.fact_id is not null
        and (
            decisions.action in ('accept', 'reject', 'edit')
            or decisions.action = 'link_denial' and applied.other_claim_id is not null
        )
    qualify
        row_number() over (
            partition by
                applied.fact_id,
                case when decisions.action in ('accept', 'reject') then 'verdict' else decisions.action end,
                decisions.field,
                case when decisions.action = 'link_denial' then applied.other_claim_id end
            order by decisions.decided_at desc, decisions.decision_id desc
        ) = 1
),

-- A merge or split is about every fact that holds one of its tellings.
groupings as (
    select distinct
        pairs.decision_id,
        identified.fact_id,
        null as field,
        null as new_value
    from pairs
    inner join identified on pairs.left_id = identified.article_fact_id or pairs.right_id = identified.article_fact_id
),

standing as (
    select * from verdicts
    union all
    select * from groupings
)

select
    decisions.decision_id,
    decisions.target_table,
    standing.fact_id as target_id,
    standing.field,
    decisions.old_value,
    standing.new_value,
    case
        when standing.field = 'date' then {{ precision_of_days('standing.new_value') }}
        when standing.field = 'place_id' then {{ precision_of_place('places.feature_code') }}
    end as value_prec,
    decisions.action,
    decisions.reviewer,
    decisions.reason,
    decisions.decided_at
from standing
inner join decisions on standing.decision_id = decisions.decision_id
left join places on standing.field = 'place_id' and standing.new_value = places.place_id
