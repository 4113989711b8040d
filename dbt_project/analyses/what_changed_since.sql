-- What is known now of incidents that was not known, or not so, at the end of a day.
with then_known as (
    select * from history.incidents_as_of(date '2025-11-10')
),

now_known as (
    select * from {{ ref('fct_incidents') }}
)

select
    now_known.incident_id,
    now_known.notes,
    then_known.notes as notes_then,
    case when then_known.incident_id is null then 'new' else 'changed' end as change
from now_known
left join then_known on now_known.incident_id = then_known.incident_id
where then_known.notes is distinct from now_known.notes
order by now_known.event_date, now_known.incident_id
