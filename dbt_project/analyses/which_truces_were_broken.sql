-- Ceasefires of which a violation was alleged: how soon, by whom against whom, and whether it was denied.
with denials as (
    select distinct ceasefire_id
    from {{ ref('fct_ceasefire_events') }}
    where event = 'violation_denied'
)

select
    truces.ceasefire_id,
    truces.parties,
    truces.declared_date,
    events.event_date as alleged_on,
    date_diff('day', truces.declared_date, events.event_date) as days_after,
    events.by_actor,
    events.against_actor,
    claims.speaker as alleged_by,
    denials.ceasefire_id is not null as is_denied
from {{ ref('fct_ceasefires') }} as truces
inner join {{ ref('fct_ceasefire_events') }} as events on truces.ceasefire_id = events.ceasefire_id
inner join {{ ref('fct_claims') }} as claims on events.claim_id = claims.claim_id
left join denials on truces.ceasefire_id = denials.ceasefire_id
where events.event in ('violation_alleged', 'ended')
order by truces.declared_date, events.event_date, events.claim_id
