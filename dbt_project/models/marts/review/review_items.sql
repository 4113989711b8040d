with facts as (
    select * from {{ ref('int_facts__summarised') }}
),

incidents as (
    select * from {{ ref('fct_incidents') }}
),

measurements as (
    select * from {{ ref('fct_deportations') }}
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

parts as (
    select
        parts.part_of_measure_id as fact_id,
        'arithmetic_mismatch' as reason,
        concat('a part counts at least ', max(parts.count_low), ', the whole at most ', any_value(wholes.count_high))
            as detail
    from measurements as parts
    inner join measurements as wholes on parts.part_of_measure_id = wholes.measure_id
    group by parts.part_of_measure_id
    having max(parts.count_low) > any_value(wholes.count_high)
),

series as (
    select
        *,
        concat_ws('|', measure, unit, coalesce(document_status, 'all'), from_iso3, to_iso3, authority_id) as series_key
    from measurements
    where count_best is not null and window_end is not null
),

-- Two running totals and the count of the days between them; a rounded number proves nothing.
between_totals as (
    select
        counted.measure_id as fact_id,
        'arithmetic_mismatch' as reason,
        'the running total rose by ' || (later.count_best - earlier.count_best) || ', the window counts '
        || counted.count_best as detail
    from series as counted
    inner join series as earlier
        on counted.series_key = earlier.series_key and counted.window_start - 1 = earlier.window_end
    inner join series as later
        on counted.series_key = later.series_key and counted.window_end = later.window_end
    where
        not counted.is_cumulative and earlier.is_cumulative and later.is_cumulative
        and coalesce(earlier.window_start = later.window_start, true)
        and counted.approximator = 'exact' and earlier.approximator = 'exact' and later.approximator = 'exact'
        and later.count_best - earlier.count_best <> counted.count_best
),

shrinking as (
    select
        later.measure_id as fact_id,
        'arithmetic_mismatch' as reason,
        'a running total of ' || later.count_high || ' follows one of ' || earlier.count_low as detail
    from series as later
    inner join series as earlier
        on
            later.series_key = earlier.series_key
            and later.window_start = earlier.window_start
            and later.window_end > earlier.window_end
    where later.is_cumulative and earlier.is_cumulative and later.count_high < earlier.count_low
),

items as (
    select * from low_confidence
    union all
    select * from date_conflicts
    union all
    select * from disputed
    union all
    select * from parts
    union all
    select * from between_totals
    union all
    select * from shrinking
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
