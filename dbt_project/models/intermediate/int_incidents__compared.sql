-- Pairs of incidents worth comparing: told by two articles within about two weeks, sharing a telling word, a place,
-- or country and day.
-- A toll over a period belongs to no single event.  What very many share in one week tells nothing apart.
with incidents as (
    select *
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'incident' and coalesce({{ payload('casualty_scope') }}, 'event') = 'event'
),

days as (
    select
        article_fact_id,
        link_start as first_day,
        link_end as last_day
    from incidents
    where link_start is not null
    union
    select
        article_fact_id,
        published_on as first_day,
        published_on as last_day
    from incidents
    where published_on is not null
),

weeks as (
    select distinct
        article_fact_id,
        {{ weeks_of('first_day', 'last_day', 6) }} as week
    from days
),

keys as (
    select
        article_fact_id,
        word as block_key
    from {{ ref('int_incidents__worded') }}
    where word_rank <= {{ var('link_block_words') }}
    union all
    select
        article_fact_id,
        place_id as block_key
    from incidents
    where place_id is not null and where_prec <= 4
    union all
    select
        article_fact_id,
        concat_ws(' ', iso3, date_start) as block_key
    from incidents
    where iso3 is not null and date_prec = 1
),

blocks as (
    select
        keys.block_key,
        weeks.week,
        incidents.article_fact_id,
        incidents.article_id,
        incidents.telling
    from keys
    inner join weeks on keys.article_fact_id = weeks.article_fact_id
    inner join incidents on keys.article_fact_id = incidents.article_fact_id
    qualify count(*) over (partition by keys.block_key, weeks.week) between 2 and {{ var('link_block_largest') }}
)

select distinct
    l.article_fact_id as left_id,
    r.article_fact_id as right_id
from blocks as l
inner join blocks as r
    on
        l.block_key = r.block_key
        and l.week = r.week
        and l.telling < r.telling
        and l.article_id <> r.article_id
