-- Pairs of article facts that were compared: 1 the same, 0 impossible.
-- Statements are never compared: each was made once.
with scored as (
    select left_id, right_id, score from {{ ref('int_incidents__paired') }}
    union all
    select left_id, right_id, score from {{ ref('int_talks__paired') }}
    union all
    select left_id, right_id, score from {{ ref('int_ceasefires__paired') }}
    union all
    select left_id, right_id, score from {{ ref('int_deportations__paired') }}
    union all
    select left_id, right_id, score from {{ ref('int_border_status__paired') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

decisions as (
    select * from {{ ref('int_decisions__latest') }}
    where action in ('merge', 'split')
),

-- A reviewer names facts by id; its last part is the start of the first claim's id.
decided as (
    select
        l.article_fact_id as left_id,
        r.article_fact_id as right_id,
        case decisions.action when 'merge' then 1.0 else 0.0 end as score
    from decisions
    inner join article_facts as l on starts_with(l.first_claim_id, split_part(decisions.target_id, '-', -1))
    inner join article_facts as r
        on starts_with(r.first_claim_id, split_part(decisions.new_value, '-', -1)) and l.fact_kind = r.fact_kind
    where l.article_fact_id <> r.article_fact_id
)

select
    scored.left_id,
    scored.right_id,
    scored.score,
    false as is_manual
from scored
where
    (scored.score = 0 or scored.score >= {{ var('link_from') }})
    and not exists (
        select 1 from decided
        where
            decided.left_id = scored.left_id and decided.right_id = scored.right_id
            or decided.left_id = scored.right_id and decided.right_id = scored.left_id
    )
union all
select
    decided.left_id,
    decided.right_id,
    decided.score,
    true as is_manual
from decided
