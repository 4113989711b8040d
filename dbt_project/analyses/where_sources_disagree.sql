-- Incidents whose sources contradict one another: the value the fact carries beside the ones it does not.
select
    incidents.incident_id,
    incidents.notes,
    conflicts.field,
    max(conflicts.value) filter (where conflicts.is_chosen) as carried,
    list(conflicts.value order by conflicts.value) filter (where not conflicts.is_chosen) as not_carried,
    max(conflicts.rule) as rule
from {{ ref('fct_conflicts') }} as conflicts
inner join {{ ref('fct_incidents') }} as incidents on conflicts.fact_id = incidents.incident_id
group by incidents.incident_id, incidents.notes, conflicts.field
order by incidents.incident_id, conflicts.field
