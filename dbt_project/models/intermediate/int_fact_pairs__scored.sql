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

decided as (
    select * from {{ ref('int_fact_pairs__decided') }}
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
