with facts as (
    select * from {{ ref('int_facts__summarised') }}
),

incidents as (
    select * from {{ ref('fct_incidents') }}
),

measurements as (
    select * from {{ ref('fct_deportations') }}
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

conflicts as (
    select * from {{ ref('fct_conflicts') }}
),

chosen_values as (
    select * from {{ ref('int_fact_values__observed') }}
    where is_chosen
),

decisions as (
    select * from {{ ref('int_decisions__judged') }}
    where state = 'without_target'
),

doubted_days as (
    select * from {{ ref('int_publication_days__doubted') }}
),

misdated as (
    select fact_id from facts
    where has_date_conflict
    union
    select fact_id from conflicts
    where field = 'date' and not is_chosen
),

low_confidence as (
    select
        fact_id,
        'low_confidence' as reason,
        'confidence ' || round(confidence, 3) || ' is under {{ var("review_below") }}' as detail
    from facts
    where confidence < {{ var('review_below') }}
),

date_conflicts as (
    select
        misdated.fact_id,
        'date_conflict' as reason,
        concat('dated in ways that clash: ', string_agg(distinct claims.date_text, ' / ' order by claims.date_text))
            as detail
    from misdated
    inner join evidence on misdated.fact_id = evidence.fact_id
    inner join claims on evidence.claim_id = claims.claim_id
    group by misdated.fact_id
),

disputed as (
    select
        incident_id as fact_id,
        'disputed_responsibility' as reason,
        notes as detail
    from incidents
    where responsibility_status = 'disputed'
),

-- Other values on which sources contradict one another; whose deed it was and when have reasons of their own.
told as (
    select
        fact_id,
        field,
        string_agg(value, ' / ' order by is_chosen desc, value) as field_values
    from conflicts
    where field not in ('date', 'responsibility_status')
    group by fact_id, field
),

differing as (
    select
        fact_id,
        'value_conflict' as reason,
        string_agg(field || ': ' || field_values, '; ' order by field) as detail,
        count(*) as n_values,
        bool_and(starts_with(field, 'killed') or starts_with(field, 'injured') or starts_with(field, 'count'))
            as is_of_counts
    from told
    group by fact_id
),

arithmetic as (
    select
        measure_id as fact_id,
        'arithmetic_mismatch' as reason,
        detail,
        case
            when check_kind = 'share' then 0 else greatest(found_low - expected_high, expected_low - found_high, 0)
        end as n_persons
    from checks
    where verdict = 'mismatch'
),

-- Persons each fact counts, and how far its reports are apart.
counted as (
    select
        incident_id as fact_id,
        coalesce(killed_best, killed_low, 0) + coalesce(injured_best, injured_low, 0) as n_counted,
        coalesce(coalesce(killed_high, killed_best) - killed_low, 0)
        + coalesce(coalesce(injured_high, injured_best) - injured_low, 0) as n_apart
    from incidents
    union all
    select
        measure_id as fact_id,
        coalesce(count_best, count_low, 0) as n_counted,
        coalesce(coalesce(count_high, count_best) - count_low, 0) as n_apart
    from measurements
),

carried as (
    select
        fact_id,
        count(*) as n_values
    from chosen_values
    where fact_id in (select low_confidence.fact_id from low_confidence)
    group by fact_id
),

told_by as (
    select distinct
        article_id,
        fact_id
    from evidence
    where role <> 'context' and article_id in (select doubted_days.article_id from doubted_days)
),

-- What each article tells counts its days from the day of publication.
dated as (
    select
        told_by.article_id,
        count(*) as n_facts,
        sum(counted.n_counted) as n_persons
    from told_by
    left join counted on told_by.fact_id = counted.fact_id
    group by told_by.article_id
),

-- What another verdict would change.  A fact read unsurely stands or falls with all its values; a day, a deed or a type
-- moves all whom the fact counts; a toll moves by as much as its reports are apart.
items as (
    select
        low_confidence.*,
        carried.n_values,
        counted.n_counted as n_persons
    from low_confidence
    left join carried on low_confidence.fact_id = carried.fact_id
    left join counted on low_confidence.fact_id = counted.fact_id
    union all
    select
        date_conflicts.*,
        1 as n_values,
        counted.n_counted as n_persons
    from date_conflicts
    left join counted on date_conflicts.fact_id = counted.fact_id
    union all
    select
        disputed.*,
        1 as n_values,
        counted.n_counted as n_persons
    from disputed
    left join counted on disputed.fact_id = counted.fact_id
    union all
    select
        differing.fact_id,
        differing.reason,
        differing.detail,
        differing.n_values,
        case when differing.is_of_counts then counted.n_apart else counted.n_counted end as n_persons
    from differing
    left join counted on differing.fact_id = counted.fact_id
    union all
    select
        fact_id,
        any_value(reason) as reason,
        min(detail) as detail,
        1 as n_values,
        max(n_persons) as n_persons
    from arithmetic
    group by fact_id
),

raised as (
    select
        items.reason || ':' || items.fact_id as item_id,
        facts.fact_table as target_table,
        items.fact_id as target_id,
        items.reason,
        items.detail,
        coalesce(items.n_values, 0) as n_values,
        facts.n_articles,
        coalesce(items.n_persons, 0) as n_persons,
        facts.confidence,
        facts.last_changed_at as raised_at,
        facts.review_status,
        facts.is_open
    from items
    inner join facts on items.fact_id = facts.fact_id
    union all
    select
        'publication_date:' || doubted_days.article_id as item_id,
        'dim_articles' as target_table,
        doubted_days.article_id as target_id,
        'publication_date' as reason,
        doubted_days.detail,
        coalesce(dated.n_facts, 0) as n_values,
        1 as n_articles,
        coalesce(dated.n_persons, 0) as n_persons,
        null as confidence,
        doubted_days.first_seen_at as raised_at,
        doubted_days.review_status,
        doubted_days.is_open
    from doubted_days
    left join dated on doubted_days.article_id = dated.article_id
    union all
    select
        'decision_without_target:' || decisions.decision_id as item_id,
        decisions.target_table,
        decisions.target_id,
        'decision_without_target' as reason,
        concat_ws(
            ' ',
            decisions.reviewer, 'decided', concat_ws(' ', decisions.action, decisions.field, decisions.new_value),
            'on', strftime(decisions.decided_at, '%Y-%m-%d') || ', but what it was about is no longer read'
        ) as detail,
        1 as n_values,
        greatest(decisions.n_tellings, 1) as n_articles,
        0 as n_persons,
        null as confidence,
        decisions.decided_at as raised_at,
        null as review_status,
        true as is_open
    from decisions
),

weighed as (
    select
        *,
        round(n_values + n_articles + log2(1 + n_persons), 1) as impact
    from raised
)

select
    row_number() over (order by is_open desc, impact desc, confidence nulls last, item_id)::integer as rank,
    impact,
    item_id,
    target_table,
    target_id::varchar as target_id,
    reason,
    detail,
    n_values::integer as n_values,
    n_articles::integer as n_articles,
    n_persons::bigint as n_persons,
    confidence,
    raised_at,
    review_status,
    is_open
from weighed
