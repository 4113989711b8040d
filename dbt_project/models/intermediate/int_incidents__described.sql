-- Incidents as they are compared, numbered in the order in which they were told: every pair reads two of them.
select
    row_number() over (order by telling) as telling,
    article_fact_id,
    article_id,
    date_start,
    date_prec,
    published_on,
    news_year,
    link_start,
    link_end,
    place_id,
    where_prec,
    admin1,
    iso3,
    latitude,
    longitude,
    sub_event_type,
    identified_keys,
    n_words,
    -- A few words, one of them "toll": told for the sake of it.
    is_toll_named and n_words <= {{ var('link_toll_words') }} as is_toll_told,
    killed_low,
    killed_high,
    killed_best,
    family,
    persons
from {{ ref('int_incidents__told') }}
