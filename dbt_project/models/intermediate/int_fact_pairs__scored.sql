-- Pairs of article facts that were compared, on one scale: 1 just links them, below 0 speaks against it.
-- is_settled: a reviewer, or the rules of a kind, decided; no mean of other pairs matters.
-- Statements are never compared: each was made once.
with scored as (
    {{ pairs_on_one_scale('int_incidents__paired', 'incident') }}
    union all
    {{ pairs_on_one_scale('int_talks__paired', 'talks') }}
    union all
    {{ pairs_on_one_scale('int_ceasefires__paired', 'ceasefire', is_settled=true) }}
    union all
    {{ pairs_on_one_scale('int_deportations__paired', 'deportation') }}
    union all
    {{ pairs_on_one_scale('int_border_status__paired', 'border_status') }}
),

article_facts as (
    select
        article_fact_id,
        fact_kind
    from {{ ref('int_article_facts__current') }}
),

decided as (
    select
        decided.left_id,
        decided.right_id,
        l.fact_kind,
        case decided.score when 0 then -1e6 else decided.score end as score
    from {{ ref('int_fact_pairs__decided') }} as decided
    inner join article_facts as l on decided.left_id = l.article_fact_id
    inner join article_facts as r on decided.right_id = r.article_fact_id
)

select
    left_id,
    right_id,
    fact_kind,
    score,
    is_settled,
    false as is_manual
from scored
where
    (least(left_id, right_id), greatest(left_id, right_id)) not in (
        select (least(decided.left_id, decided.right_id), greatest(decided.left_id, decided.right_id)) from decided
    )
union all
select
    left_id,
    right_id,
    fact_kind,
    score,
    true as is_settled,
    true as is_manual
from decided
