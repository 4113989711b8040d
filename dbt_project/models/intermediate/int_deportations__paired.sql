{{ config(materialized='view') }}

-- Two articles give one measurement where definition, window and number agree.
with measurements as (
    select
        *,
        {{ payload('measure') }} as measure,
        coalesce({{ payload('unit') }}, 'individuals') as unit,
        coalesce(try_cast({{ payload('is_cumulative') }} as boolean), false) as is_cumulative,
        {{ payload('document_status') }} as document_status,
        {{ payload('from_iso3') }} as from_iso3,
        {{ payload('to_iso3') }} as to_iso3,
        try_cast({{ payload('count_low') }} as bigint) as count_low,
        try_cast({{ payload('count_best') }} as bigint) as count_best,
        try_cast({{ payload('count_high') }} as bigint) as count_high,
        -- A running total ends when it is told, if nothing else is said.
        coalesce(date_end, published_on) as window_end
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'deportation'
),

blocks as (
    select
        *,
        {{ weeks_of('window_end', 'window_end') }} as week
    from measurements
    where window_end is not null
),

pairs as (
    select distinct on (l.article_fact_id, r.article_fact_id)
        l.article_fact_id as left_id,
        r.article_fact_id as right_id,
        {{ clash('l.from_iso3', 'r.from_iso3') }} or {{ clash('l.to_iso3', 'r.to_iso3') }}
        or {{ clash('l.document_status', 'r.document_status') }} or {{ clash('l.place_id', 'r.place_id') }}
            as is_other_series,
        abs(l.window_end - r.window_end) as ends_apart,
        coalesce(abs(l.date_start - r.date_start), 0) as starts_apart,
        abs(l.count_best - r.count_best) <= 0.01 * greatest(l.count_best, r.count_best) as is_same_count,
        l.count_low <= coalesce(r.count_high, l.count_low) and r.count_low <= coalesce(l.count_high, r.count_low)
            as is_count_compatible,
        l.is_cumulative
    from blocks as l
    inner join blocks as r
        on
            l.week = r.week
            and l.measure = r.measure
            and l.unit = r.unit
            and l.is_cumulative = r.is_cumulative
            and l.telling < r.telling
            and l.article_id <> r.article_id
)

select
    left_id,
    right_id,
    case
        when is_other_series or not coalesce(is_same_count, false) then 0.0
        when is_cumulative and ends_apart <= 7 then 0.9
        when ends_apart <= 1 and starts_apart <= 1 then 1.0
        else 0.5
    end as score
from pairs
