-- UCDP GED's columns (UCDP GED Codebook, version 24.1), one row an incident with at least one death, as GED has it.
-- type_of_violence: 1 a state's forces against an organised side, 2 organised sides without a state, 3 against civilians.
with events as (
    select
        *,
        list_filter([inter1, inter2], x -> x is not null) as sides
    from marts.fct_incidents
    where casualty_scope = 'event' and killed_low >= 1 and date_start is not null
)

select
    e.incident_id as id,
    e.incident_id as relid,
    year(e.date_start) as year,
    case
        when e.civilian_targeting then 3
        when len(e.sides) < 2 then null
        when list_has_any(e.sides, [5, 6, 7]) then null
        when list_has_any(e.sides, [1, 8]) then 1
        else 2
    end as type_of_violence,
    e.actor1 as side_a,
    e.actor2 as side_b,
    e.n_sources as number_of_sources,
    told.headlines as source_article,
    told.outlets as source_office,
    told.first_published_on as source_date,
    told.first_headline as source_headline,
    e.where_prec,
    e.location as where_coordinates,
    concat_ws(', ', e.location, nullif(e.admin2, e.location), nullif(e.admin1, e.location), e.country) as where_description,
    e.admin1 as adm_1,
    e.admin2 as adm_2,
    e.latitude,
    e.longitude,
    case when e.latitude is not null then 'POINT (' || e.longitude || ' ' || e.latitude || ')' end as geom_wkt,
    -- PRIO-GRID: cells of half a degree, counted from the south-west corner (Tollefsen et al. 2012).
    (floor((e.latitude + 90) * 2) * 720 + floor((e.longitude + 180) * 2) + 1)::integer as priogrid_gid,
    e.country,
    1 as event_clarity,
    e.date_prec,
    e.date_start,
    e.date_end,
    null::integer as deaths_a,
    null::integer as deaths_b,
    e.deaths_civilians,
    null::integer as deaths_unknown,
    coalesce(e.killed_best, e.killed_low) as best,
    e.killed_high as high,
    e.killed_low as low
from events as e
left join told on told.fact_id = e.incident_id
order by e.date_start, e.incident_id
