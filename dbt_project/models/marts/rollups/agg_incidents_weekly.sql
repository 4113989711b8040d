with incidents as (
    {{ countable_incidents() }}
),

dated as (
    select
        *,
        date_trunc('week', event_date)::date as week
    from incidents
    where date_prec <= 3
)

select
    {{ group_key(['week', 'iso3', 'admin1', 'event_type']) }} as group_id,
    week,
    country,
    iso3,
    admin1,
    event_type,
    {{ toll_sums() }}
from dated
group by week, country, iso3, admin1, event_type
