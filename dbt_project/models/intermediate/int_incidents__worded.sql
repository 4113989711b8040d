{{ config(materialized='kept', kept_by='year', at_once=1) }}

-- How much each word says of an incident: often in its telling, rarely in the year's news; a unit vector a telling.
-- The year is the corpus: an archive of decades weighs words by their day, and new articles touch no other year.
-- [tf-idf: Spärck Jones 1972; logarithmic counts: Salton and Buckley 1988]
with incidents as (
    select
        article_fact_id,
        words,
        {{ news_year() }} as news_year
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'incident' and {{ among_touched(news_year(), 'year') }}
),

words_told as (
    select
        article_fact_id,
        news_year,
        unnest(words) as told
    from incidents
),

years as (
    select
        news_year,
        count(*) as n_incidents
    from incidents
    group by news_year
),

known as (
    select
        news_year,
        told.word,
        count(*) as n_told
    from words_told
    group by news_year, told.word
),

weighted as (
    select
        words_told.article_fact_id,
        words_told.news_year,
        words_told.told.word,
        (1 + ln(words_told.told.n)) * (1 + ln((1 + years.n_incidents) / (1 + known.n_told))) as weight
    from words_told
    inner join known
        on words_told.news_year = known.news_year and words_told.told.word = known.word
    inner join years on words_told.news_year = years.news_year
)

select
    article_fact_id,
    news_year,
    word,
    round(weight / sqrt(sum(weight * weight) over (partition by article_fact_id)), 4) as weight,
    row_number() over (partition by article_fact_id order by weighted.weight desc, word) as word_rank
from weighted
