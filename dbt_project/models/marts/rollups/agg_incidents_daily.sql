with incidents as (
    {{ countable_incidents() }}
)

select
    {{ group_key(['event_date', 'iso3', 'admin1', 'event_type']) }} as group_id,
    event_date,
    country,
    iso3,
    admin1,
    event_type,
    {{ toll_sums() }}
from incidents
where date_prec = 1
group by event_date, country, iso3, admin1, event_type
