with claims as (
    select * from {{ source('staging', 'claims') }}
),

articles as (
    select * from {{ ref('int_articles__current') }}
)

select
    claims.* exclude (article_fact_id, version, actors, recipients),
    claims.article_fact_id,
    articles.version,
    claims.actors,
    claims.recipients,
    [actor.actor_id for actor in claims.actors if actor.actor_id is not null] as actor_ids,
    [actor.actor_id for actor in claims.recipients if actor.actor_id is not null] as recipient_ids,
    articles.published_on
from claims
inner join articles on claims.article_id = articles.article_id and claims.version = articles.version
