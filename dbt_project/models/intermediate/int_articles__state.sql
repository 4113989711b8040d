-- What is read of each article, as one number, and whether that is new.
with articles as (
    select * exclude (text) from {{ ref('int_articles__current') }}
),

article_facts as (
    select
        article_id,
        version,
        sum(hash(told)) as state
    from {{ source('staging', 'article_facts') }} as told
    group by article_id, version
),

claims as (
    select
        article_id,
        version,
        sum(hash(claim)) as state
    from {{ source('staging', 'claims') }} as claim
    group by article_id, version
),

states as (
    select
        articles.article_id,
        hash(articles, article_facts.state, claims.state) as state
    from articles
    left join article_facts
        on articles.article_id = article_facts.article_id and articles.version = article_facts.version
    left join claims on articles.article_id = claims.article_id and articles.version = claims.version
)

select
    article_id,
    state,
    {{ is_touched('article', 'states.article_id', 'states.state') }} as is_touched
from states
