-- An actor's record: every incident in which it is named, its side, and whether that is disputed.
select
    incidents.event_date,
    incidents.date_start,
    incidents.incident_id,
    if(incidents.actor1_id = 'pak-gov', 'acts', 'is acted on') as side,
    incidents.sub_event_type,
    incidents.location,
    incidents.killed_low,
    incidents.killed_high,
    incidents.responsibility_status
from {{ ref('fct_incidents') }} as incidents
where 'pak-gov' in (incidents.actor1_id, incidents.actor2_id)
order by incidents.date_start, incidents.incident_id
