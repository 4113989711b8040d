-- ACLED's columns (ACLED Codebook, 2023; the export of its data tool), one row an incident.
-- Tolls over a period are no events and are left out.
select
    i.incident_id as event_id_cnty,
    i.event_date,
    year(i.event_date) as year,
    i.time_precision,
    i.disorder_type,
    i.event_type,
    i.sub_event_type,
    i.actor1,
    null::varchar as assoc_actor_1,
    i.inter1,
    i.actor2,
    null::varchar as assoc_actor_2,
    i.inter2,
    i.interaction,
    case when i.civilian_targeting then 'Civilian targeting' end as civilian_targeting,
    countries.iso_numeric as iso,
    null::varchar as region,
    i.country,
    i.admin1,
    i.admin2,
    null::varchar as admin3,
    i.location,
    i.latitude,
    i.longitude,
    i.geo_precision,
    told.outlets as source,
    null::varchar as source_scale,
    i.notes,
    coalesce(i.killed_best, i.killed_low) as fatalities,
    concat_ws('; ', 'responsibility ' || i.responsibility_status, 'sources differ: ' || nullif(array_to_string(i.conflict_fields, ', '), ''))
        as tags,
    epoch(i.last_changed_at)::bigint as timestamp
from marts.fct_incidents as i
left join told on told.fact_id = i.incident_id
left join countries on countries.iso3 = i.iso3
where i.casualty_scope = 'event' and i.event_date is not null
order by i.event_date, i.incident_id
