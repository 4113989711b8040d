-- Blocks of incidents worth comparing: told by articles within about two weeks, sharing a telling word, a place, or
-- country and day.  What very many share in one week tells nothing apart.
with incidents as (
    select * from {{ ref('int_incidents__described') }}
),

days as (
    select
        telling,
        news_year,
        link_start as first_day,
        link_end as last_day
    from incidents
    where link_start is not null
    union
    select
        telling,
        news_year,
        published_on as first_day,
        published_on as last_day
    from incidents
    where published_on is not null
),

weeks as (
    select distinct
        telling,
        news_year,
        {{ weeks_of('first_day', 'last_day', 6) }} as week
    from days
),

keys as (
    select
        incidents.telling,
        words.word as block_key
    from incidents
    inner join {{ ref('int_incidents__worded') }} as words on incidents.article_fact_id = words.article_fact_id
    where words.word_rank <= {{ var('link_block_words') }}
    union all
    select
        telling,
        place_id as block_key
    from incidents
    where place_id is not null and where_prec <= 4
    union all
    select
        telling,
        concat_ws(' ', iso3, date_start) as block_key
    from incidents
    where iso3 is not null and date_prec = 1
),

members as (
    select
        weeks.telling,
        weeks.news_year,
        year(weeks.week) as block_year,
        hash(keys.block_key, weeks.week) as block
    from keys
    inner join weeks on keys.telling = weeks.telling
),

-- How many share a block is counted in the news of its own year, so that it is known from that year alone.
blocks as (
    select block
    from members
    group by block
    having count(*) > 1 and count(*) filter (where news_year = block_year) <= {{ var('link_block_largest') }}
)

select
    members.telling,
    members.block_year::integer as block_year,
    members.block
from members
inner join blocks on members.block = blocks.block
