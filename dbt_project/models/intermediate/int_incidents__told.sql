{{ config(materialized='kept', kept_by='article') }}

-- What incidents are compared by, in narrow rows.  A toll over a period belongs to no single event.
select
    telling,
    article_fact_id,
    article_id,
    date_start,
    date_prec,
    published_on,
    {{ news_year() }} as news_year,
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
    len(words) as n_words,
    len(list_filter(words, lambda told: told.word = 'toll')) > 0 as is_toll_named,
    try_cast({{ payload('killed_low') }} as bigint) as killed_low,
    try_cast({{ payload('killed_high') }} as bigint) as killed_high,
    try_cast({{ payload('killed_best') }} as bigint) as killed_best,
    case
        when event_type in ('Protests', 'Riots') then 'crowd'
        when event_type = 'Strategic developments' then sub_event_type else 'violence'
    end as family,
    list_filter(
        list_concat({{ payload_list('victims') }}, {{ payload_list('perpetrator_individuals') }}),
        lambda who: regexp_full_match(who, '(\p{Lu}[\p{L}.''’-]+ ?){2,4}')
    ) as persons
from {{ ref('int_article_facts__current') }}
where
    fact_kind = 'incident'
    and coalesce({{ payload('casualty_scope') }}, 'event') = 'event'
    and {{ among_touched('article_id', 'article') }}
