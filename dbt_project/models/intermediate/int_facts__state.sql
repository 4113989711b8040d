-- What each fact is made from, as one number, and whether that is new: all that its articles tell and which facts those
-- are, the places they name, what reviewers decided, denials linked to it.
with named as (
    select * from {{ ref('int_facts__named') }}
),

article_facts as (
    select
        article_fact_id,
        article_id,
        place_id
    from {{ ref('int_article_facts__current') }}
),

articles as (
    select * from {{ ref('int_articles__state') }}
),

claims as (
    select
        claim_id,
        article_id
    from {{ ref('int_claims__current') }}
),

known_actors as (
    select * from {{ ref('int_actors__known') }}
),

known_places as (
    select * from {{ ref('int_places__known') }}
),

actors as (
    select sum(hash(known_actors)) as state from known_actors
),

places as (
    select
        place_id,
        hash(known_places) as state
    from known_places
),

latest as (
    select * from {{ ref('int_decisions__latest') }}
),

members as (
    select
        named.fact_id,
        article_facts.article_id,
        hash(named) as state,
        places.state as place_state
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
    left join places on article_facts.place_id = places.place_id
),

-- A claim of an article may answer another one of it, and stands in the evidence of both.
told as (
    select
        members.article_id,
        hash(articles.state, sum(members.state)) as state
    from members
    inner join articles on members.article_id = articles.article_id
    group by members.article_id, articles.state
),

tellings as (
    select
        members.fact_id,
        sum(hash(members.state, members.place_state, told.state)) as state
    from members
    inner join told on members.article_id = told.article_id
    group by members.fact_id
),

decisions as (
    select
        latest.target_id as fact_id,
        sum(hash(latest, places.state)) as state
    from latest
    left join places on latest.field = 'place_id' and latest.new_value = places.place_id
    group by latest.target_id
),

denials as (
    select
        linked.fact_id,
        sum(hash(linked.claim_id, articles.state)) as state
    from {{ ref('int_denials__linked') }} as linked
    inner join claims on linked.claim_id = claims.claim_id
    inner join articles on claims.article_id = articles.article_id
    group by linked.fact_id
),

states as (
    select
        tellings.fact_id,
        hash(tellings.state, decisions.state, denials.state, actors.state, {{ settings_hash(['resolve']) }}) as state
    from tellings
    cross join actors
    left join decisions on tellings.fact_id = decisions.fact_id
    left join denials on tellings.fact_id = denials.fact_id
)

select
    fact_id,
    state,
    {{ is_touched('fact', 'states.fact_id', 'states.state') }} as is_touched
from states
