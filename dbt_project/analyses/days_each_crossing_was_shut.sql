-- On how many days of a span each crossing was closed to all traffic, on either side.
with days as (
    select unnest(generate_series(date '2025-10-01', date '2025-11-30', interval 1 day))::date as day
)

select
    intervals.crossing,
    count(distinct days.day) as days_shut,
    min(days.day) as first_day,
    max(days.day) as last_day
from {{ ref('fct_border_status') }} as intervals
inner join days
    on intervals.valid_from <= days.day and (intervals.valid_to is null or intervals.valid_to > days.day)
where intervals.status = 'closed' and intervals.traffic_class = 'all'
group by intervals.crossing
order by days_shut desc, intervals.crossing
