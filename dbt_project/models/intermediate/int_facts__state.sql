-- What the values of each fact are chosen from, as one number, and whether that is new: all that its articles tell,
-- what reviewers decided, denials linked to it.
with named as (
    select * from {{ ref('int_facts__named') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

articles as (
    select * from {{ ref('int_articles__state') }}
),

known as (
    select * from {{ ref('int_actors__known') }}
),

latest as (
    select * from {{ ref('int_decisions__latest') }}
),

actors as (
    select sum(hash(known)) as state from known
),

tellings as (
    select
        named.fact_id,
        sum(hash(named, articles.state)) as state
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
    inner join articles on article_facts.article_id = articles.article_id
    group by named.fact_id
),

decisions as (
    select
        target_id as fact_id,
        sum(hash(latest)) as state
    from latest
    group by target_id
),

denials as (
    select
        fact_id,
        sum(hash(claim_id)) as state
    from {{ ref('int_denials__linked') }}
    group by fact_id
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
