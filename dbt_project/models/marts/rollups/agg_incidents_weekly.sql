with incidents as (
    {{ countable_incidents() }}
)

select
    {{ group_key(['week', 'iso3', 'admin1', 'event_type']) }} as group_id,
    date_trunc('week', event_date)::date as week,
    country,
    iso3,
    admin1,
    event_type,
    {{ toll_sums() }}
from incidents
where date_prec <= 3
group by week, country, iso3, admin1, event_type
