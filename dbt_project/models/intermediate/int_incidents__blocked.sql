{{ config(materialized='view') }}

-- Blocks of incidents worth comparing: told by articles within about two weeks, sharing a telling word, a place, or
-- country and day.  What very many share in one week tells nothing apart.
with incidents as (
    select * from {{ ref('int_incidents__described') }}
),

days as (
    select
        telling,
        link_start as first_day,
        link_end as last_day
    from incidents
    where link_start is not null
    union
    select
        telling,
        published_on as first_day,
        published_on as last_day
    from incidents
    where published_on is not null
),

weeks as (
    select distinct
        telling,
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
        hash(keys.block_key, weeks.week) as block
    from keys
    inner join weeks on keys.telling = weeks.telling
),

blocks as (
    select
        block,
        row_number() over (order by min(telling), max(telling), block) - 1 as block_no
    from members
    group by block
    having count(*) between 2 and {{ var('link_block_largest') }}
)

select
    members.telling,
    blocks.block_no
from members
inner join blocks on members.block = blocks.block
