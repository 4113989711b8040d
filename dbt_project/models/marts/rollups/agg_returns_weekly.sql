-- Windows overlap and sources repeat one another, so that counts are never added blindly: of a week one measurement
-- that covers it is taken, and days are added only where no such measurement is.
{%- set series = ['week', 'measure', 'unit', 'document_status', 'from_iso3', 'to_iso3', 'crossing_place_id'] %}

with measurements as (
    select
        *,
        window_end - window_start + 1 as n_days,
        -- The week of the middle day: agencies count from Sunday to Saturday, this table from Monday to Sunday.
        date_trunc('week', window_start + ((window_end - window_start) // 2)::integer)::date as week
    from {{ ref('fct_deportations') }}
    where
        not is_cumulative
        and count_low is not null
        and window_end - window_start <= 7
),

-- Of measurements of one window the one of most sources, then the one with the greatest number.
windows as (
    select * from measurements
    qualify
        row_number() over (
            partition by {{ series | join(', ') }}, window_start, window_end
            order by n_sources desc, count_best desc, measure_id
        ) = 1
),

whole_weeks as (
    select * from windows
    where n_days >= 6
    qualify
        row_number() over (partition by {{ series | join(', ') }} order by n_days desc, window_start, measure_id) = 1
),

single_days as (
    select
        {{ series | join(', ') }},
        list(measure_id order by window_start) as measure_ids,
        count(*) as n_days,
        sum(count_low) as count_low,
        sum(count_best) as count_best,
        case when count(count_high) = count(*) then sum(count_high) end as count_high
    from windows
    where n_days = 1
    group by {{ series | join(', ') }}
),

counted as (
    select
        {{ series | join(', ') }},
        'week' as counted_by,
        [measure_id] as measure_ids,
        n_days,
        count_low,
        count_best,
        count_high
    from whole_weeks
    union all
    select
        {{ series | join(', ') }},
        'days' as counted_by,
        measure_ids,
        n_days,
        count_low,
        count_best,
        count_high
    from single_days
)

select
    {{ group_key(series) }} as group_id,
    {{ series | join(', ') }},
    counted_by,
    measure_ids,
    n_days::integer as n_days,
    count_low::bigint as count_low,
    count_best::bigint as count_best,
    count_high::bigint as count_high
from counted
qualify row_number() over (partition by {{ series | join(', ') }} order by counted_by desc) = 1
