-- An actor's record: what it is reported to have done, suffered, negotiated and said.
with actors as (
    select * from {{ ref('dim_actors') }}
),

incidents as (
    {{ countable_incidents() }}
),

talks as (
    select * from {{ ref('fct_talks') }}
),

statements as (
    select * from {{ ref('fct_statements') }}
),

ceasefire_events as (
    select * from {{ ref('fct_ceasefire_events') }}
),

-- Responsibility that only its opponents assert is counted apart from what stands undisputed or claimed.
did as (
    select
        actor1_id as actor_id,
        count(*)::integer as n_incidents_by,
        count(*) filter (where responsibility_status in ('undisputed', 'claimed'))::integer as n_undisputed_by,
        sum(killed_low)::integer as killed_by_low,
        {{ upper_sum('killed') }} as killed_by_high,
        count(*) filter (where killed_low is null)::integer as n_without_toll_by,
        min(event_date) as first_on,
        max(event_date) as last_on
    from incidents
    where is_directional
    group by actor1_id
),

suffered as (
    select
        actor2_id as actor_id,
        count(*)::integer as n_incidents_against
    from incidents
    where is_directional
    group by actor2_id
),

fought as (
    select
        unnest(list_distinct([actor1_id, actor2_id])) as actor_id,
        event_date
    from incidents
    where is_directional is distinct from true
),

clashes as (
    select
        actor_id,
        count(*)::integer as n_clashes,
        min(event_date) as first_on,
        max(event_date) as last_on
    from fought
    group by actor_id
),

parties as (
    select
        unnest(party_ids) as actor_id,
        date_start
    from talks
    where outcome not in ('scheduled', 'cancelled')
),

negotiated as (
    select
        actor_id,
        count(*)::integer as n_talks
    from parties
    group by actor_id
),

said as (
    select
        speaker_id as actor_id,
        count(*)::integer as n_statements,
        count(*) filter (where statement_type = 'denial')::integer as n_denials,
        count(*) filter (where statement_type in ('threat', 'warning'))::integer as n_threats,
        count(*) filter (where statement_type = 'claim_of_responsibility')::integer as n_claims_of_responsibility
    from statements
    group by speaker_id
),

accused as (
    select
        against_actor as name,
        count(*)::integer as n_breaches_alleged
    from ceasefire_events
    where event = 'violation_alleged'
    group by against_actor
)

select
    actors.actor_id,
    actors.name,
    coalesce(did.n_incidents_by, 0) as n_incidents_by,
    coalesce(did.n_undisputed_by, 0) as n_undisputed_by,
    did.killed_by_low,
    did.killed_by_high,
    coalesce(did.n_without_toll_by, 0) as n_without_toll_by,
    coalesce(suffered.n_incidents_against, 0) as n_incidents_against,
    coalesce(clashes.n_clashes, 0) as n_clashes,
    least(did.first_on, clashes.first_on) as first_incident_on,
    greatest(did.last_on, clashes.last_on) as last_incident_on,
    coalesce(negotiated.n_talks, 0) as n_talks,
    coalesce(accused.n_breaches_alleged, 0) as n_breaches_alleged,
    coalesce(said.n_statements, 0) as n_statements,
    coalesce(said.n_denials, 0) as n_denials,
    coalesce(said.n_threats, 0) as n_threats,
    coalesce(said.n_claims_of_responsibility, 0) as n_claims_of_responsibility
from actors
left join did on actors.actor_id = did.actor_id
left join suffered on actors.actor_id = suffered.actor_id
left join clashes on actors.actor_id = clashes.actor_id
left join negotiated on actors.actor_id = negotiated.actor_id
left join accused on actors.name = accused.name
left join said on actors.actor_id = said.actor_id
where coalesce(
    did.actor_id, suffered.actor_id, clashes.actor_id, negotiated.actor_id, said.actor_id, accused.name
) is not null
