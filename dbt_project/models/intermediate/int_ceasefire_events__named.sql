{{ config(materialized='view') }}

-- Events of ceasefires as each article tells them, with the id of the ceasefire they belong to.
with named as (
    select * from {{ ref('int_facts__named') }}
    where fact_kind = 'ceasefire'
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
)

select
    named.fact_id,
    article_facts.telling,
    article_facts.first_claim_id,
    {{ payload('event', 'article_facts') }} as event,
    {{ status_of('article_facts') }} as status,
    article_facts.date_start,
    article_facts.date_prec,
    article_facts.published_on,
    ceil(try_cast({{ payload('planned_duration_hours', 'article_facts') }} as double) / 24)::integer as planned_days,
    {{ payload('by_actor', 'article_facts') }} as by_actor,
    {{ payload('against_actor', 'article_facts') }} as against_actor,
    article_facts.party_keys,
    [party.name for party in article_facts.actors if party.name is not null] as party_names,
    [broker.name for broker in article_facts.recipients if broker.name is not null] as broker_names
from named
inner join article_facts on named.article_fact_id = article_facts.article_fact_id
