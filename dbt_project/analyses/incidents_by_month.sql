-- How many incidents, and how many dead at least, by country and month.
-- Tolls over a period are left out: they would be counted beside the events they add up.
select
    country,
    date_trunc('month', event_date) as month,
    count(*) as incidents,
    sum(killed_low) as killed_at_least,
    count(*) filter (where responsibility_status = 'disputed') as disputed
from {{ ref('fct_incidents') }}
where casualty_scope = 'event' and date_prec <= 4
group by country, date_trunc('month', event_date)
order by month, country
