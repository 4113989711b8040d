-- What the incidents of each year's news are told by, as one number (none is left of a year that vanished), and whether
-- that is new.  Words are weighed by the news of a year, so that a year is the least that is compared anew.
with told as (
    select
        article_fact_id,
        words,
        {{ news_year() }} as news_year
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'incident'
),

incidents as (
    select * exclude (telling) from {{ ref('int_incidents__described') }}
),

described as (
    select
        news_year,
        sum(hash(incidents)) as state
    from incidents
    group by news_year
),

worded as (
    select
        news_year,
        sum(hash(told)) as state
    from told
    group by news_year
),

states as (
    select
        worded.news_year,
        hash(
            worded.state,
            described.state,
            {{ settings_hash([
                'link_bar', 'link_weights', 'link_days', 'link_reach', 'link_toll_words', 'link_block_words', 'link_block_largest'
            ]) }}
        ) as state
    from worded
    left join described on worded.news_year = described.news_year
)

select
    news_year,
    state,
    {{ is_touched('year', 'states.news_year', 'states.state') }} as is_touched
from states
{{ and_vanished('year', 'news_year', 'bigint', 'states') }}
