with named as (
    select * from {{ ref('int_facts__named') }}
    where fact_kind = 'talks'
),

claims as (
    select * from {{ ref('int_claims__current') }}
),

roles as (
    select * from {{ ref('actor_roles') }}
    where affiliation_id is not null
),

actors as (
    select * from {{ ref('int_actors__known') }}
),

aliases as (
    select
        actor_id::varchar as actor_id,
        lower(alias::varchar) as alias
    from {{ ref('actor_aliases') }}
    union
    select
        actor_id,
        lower(name) as alias
    from actors
),

alias_actors as (
    select
        alias,
        min(actor_id) as actor_id
    from aliases
    group by alias
    having count(distinct actor_id) = 1
),

stated as (
    select
        named.fact_id,
        claims.claim_id,
        claims.speaker_id,
        claims.published_on,
        claims.article_id,
        claims.char_start,
        {{ payload('outcome_as_stated', 'claims') }} as outcome_as_stated,
        {{ payload('blames', 'claims') }} as blames,
        {{ payload('demand_or_condition', 'claims') }} as demand_or_condition
    from named
    inner join claims on named.article_fact_id = claims.article_fact_id
    where claims.speaker_id is not null
),

-- A position is that of the side a person speaks for on that day, else the speaker's own.
by_side as (
    select
        stated.*,
        coalesce(roles.affiliation_id::varchar, stated.speaker_id) as actor_id,
        alias_actors.actor_id as blames_actor_id
    from stated
    left join roles
        on
            stated.speaker_id = roles.actor_id
            and coalesce(stated.published_on, '9999-12-31'::date)
            between coalesce(roles.valid_from::date, '0001-01-01'::date)
            and coalesce(roles.valid_to::date, '9999-12-31'::date)
    left join alias_actors on lower(stated.blames) = alias_actors.alias
    where
        stated.outcome_as_stated is not null
        or stated.blames is not null
        or stated.demand_or_condition is not null
    qualify
        row_number() over (partition by stated.claim_id order by roles.valid_from desc nulls last, roles.affiliation_id)
        = 1
),

ordered as (
    select
        *,
        row_number() over (
            partition by fact_id, actor_id
            order by outcome_as_stated is null, published_on desc nulls last, article_id, char_start, claim_id
        ) as choice
    from by_side
)

select
    fact_id::varchar as talks_id,
    actor_id,
    min_by(claim_id, choice) as claim_id,
    min_by(outcome_as_stated, choice) as outcome_as_stated,
    min_by(blames_actor_id, choice) as blames_actor_id,
    min_by(demand_or_condition, choice) as demand_or_condition
from ordered
group by fact_id, actor_id
