with facts as (
    select * from {{ ref('int_facts__summarised') }}
),

incidents as (
    select * from {{ ref('fct_incidents') }}
),

checks as (
    select * from {{ ref('fct_deportation_checks') }}
),

evidence as (
    select * from {{ ref('brg_fact_evidence') }}
),

claims as (
    select * from {{ ref('fct_claims') }}
),

date_values as (
    select distinct fact_id from {{ ref('fct_conflicts') }}
    where field = 'date' and not is_chosen
),

low_confidence as (
    select
        fact_id,
        'low_confidence' as reason,
        'confidence ' || round(confidence, 2) || ' is under {{ var("review_below") }}' as detail
    from facts
    where confidence < {{ var('review_below') }}
),

date_conflicts as (
    select
        facts.fact_id,
        'date_conflict' as reason,
        concat('dated in ways that clash: ', string_agg(distinct claims.date_text, ' / ' order by claims.date_text))
            as detail
    from facts
    inner join evidence on facts.fact_id = evidence.fact_id
    inner join claims on evidence.claim_id = claims.claim_id
    left join date_values on facts.fact_id = date_values.fact_id
    where facts.has_date_conflict or date_values.fact_id is not null
    group by facts.fact_id
),

disputed as (
    select
        incident_id as fact_id,
        'disputed_responsibility' as reason,
        notes as detail
    from incidents
    where responsibility_status = 'disputed'
),

arithmetic as (
    select
        measure_id as fact_id,
        'arithmetic_mismatch' as reason,
        detail
    from checks
    where verdict = 'mismatch'
),

items as (
    select * from low_confidence
    union all
    select * from date_conflicts
    union all
    select * from disputed
    union all
    select * from arithmetic
)

select
    items.reason || ':' || items.fact_id as item_id,
    any_value(facts.fact_table) as target_table,
    items.fact_id::varchar as target_id,
    items.reason,
    min(items.detail) as detail,
    any_value(facts.confidence) as confidence,
    any_value(facts.last_changed_at) as raised_at,
    any_value(facts.review_status) as review_status
from items
inner join facts on items.fact_id = facts.fact_id
group by items.reason, items.fact_id
