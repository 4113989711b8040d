-- The dead of each province by week, with bounds: an open upper bound stays open, tolls over a period are left out.
select
    iso3,
    admin1,
    date_trunc('week', date_start)::date as week,
    count(*) as n_incidents,
    sum(killed_low) as killed_low,
    case
        when count(*) filter (where killed_low is not null and killed_high is null) = 0 then sum(killed_high)
    end as killed_high,
    count(*) filter (where killed_low is null) as n_without_toll
from {{ ref('fct_incidents') }}
where casualty_scope = 'event' and date_prec <= 3
group by iso3, admin1, week
order by week, iso3, admin1
