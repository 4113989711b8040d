with events as (
    select * from {{ ref('int_ceasefire_events__named') }}
    -- That a truce holds is its state (fct_ceasefires.status), not an event.
    where event <> 'in_effect'
)

-- Articles that tell one event of one day tell it once.
select
    fact_id::varchar as ceasefire_id,
    event,
    date_start as event_date,
    min(date_prec)::integer as date_prec,
    by_actor,
    against_actor,
    min_by(first_claim_id, telling) as claim_id
from events
group by fact_id, event, date_start, by_actor, against_actor
