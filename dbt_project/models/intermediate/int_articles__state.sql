-- What each article is and which reading of it stands, as one number, and whether that is new.  All that is read of an
-- article is written with the record of its reading, so that nothing of it is another where that record is the same.
with articles as (
    select * exclude (text) from {{ ref('int_articles__current') }}
),

readings as (
    select * from {{ source('staging', 'extractions') }}
),

read_last as (
    select
        article_id,
        version,
        hash(readings) as state
    from readings
),

states as (
    select
        articles.article_id,
        hash(articles, read_last.state) as state
    from articles
    left join read_last on articles.article_id = read_last.article_id and articles.version = read_last.version
)

select
    article_id,
    state,
    {{ is_touched('article', 'states.article_id', 'states.state') }} as is_touched
from states
