-- What is read of each article, as one number, and whether that is new.
with articles as (
    select * exclude (text) from {{ ref('int_articles__current') }}
),

article_facts as (
    select * from {{ source('staging', 'article_facts') }}
),

claims as (
    select * from {{ source('staging', 'claims') }}
),

told as (
    select
        article_id,
        version,
        sum(hash(article_facts)) as state
    from article_facts
    group by article_id, version
),

claimed as (
    select
        article_id,
        version,
        sum(hash(claims)) as state
    from claims
    group by article_id, version
),

states as (
    select
        articles.article_id,
        hash(articles, told.state, claimed.state) as state
    from articles
    left join told on articles.article_id = told.article_id and articles.version = told.version
    left join claimed on articles.article_id = claimed.article_id and articles.version = claimed.version
)

select
    article_id,
    state,
    {{ is_touched('article', 'states.article_id', 'states.state') }} as is_touched
from states
