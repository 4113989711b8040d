-- PLOVER event records (Open Event Data Alliance, PLOVER manual): what happened, with its mode, source and target.
with coded as (
    select
        incident_id as fact_id,
        'fct_incidents' as fact_table,
        date_start,
        date_end,
        case when event_type in ('Protests', 'Riots') then 'PROTEST' when sub_event_type = 'Arrests' then 'COERCE' else 'ASSAULT' end as event,
        case sub_event_type
            when 'Air/drone strike' then 'aerial'
            when 'Shelling/artillery/missile attack' then 'heavy-weapons'
            when 'Suicide bomb' then 'suicide-attack'
            when 'Remote explosive/landmine/IED' then 'explosives'
            when 'Grenade' then 'explosives'
            when 'Explosion, cause disputed' then 'explosives'
            when 'Chemical weapon' then 'unconventional'
            when 'Sexual violence' then 'sexual'
            when 'Abduction/forced disappearance' then 'abduct'
            when 'Armed clash' then 'firearms'
            when 'Peaceful protest' then 'demo'
            when 'Protest with intervention' then 'demo'
            when 'Excessive force against protesters' then 'demo'
            when 'Violent demonstration' then 'riot'
            when 'Mob violence' then 'riot'
            when 'Arrests' then 'arrest'
        end as mode,
        list_filter([actor1_id], x -> x is not null) as source_ids,
        list_filter([actor2_id], x -> x is not null) as target_ids,
        {name: location, admin1: admin1, iso3: iso3, latitude: latitude, longitude: longitude, geonameid: geonameid} as location,
        {killed_low: killed_low, killed_high: killed_high, injured_low: injured_low, injured_high: injured_high} as magnitude,
        confidence
    from marts.fct_incidents
    where casualty_scope = 'event' and event_type <> 'Strategic developments'
        or sub_event_type = 'Arrests' and casualty_scope = 'event'
    union all by name
    select
        talks_id as fact_id,
        'fct_talks' as fact_table,
        date_start,
        date_end,
        'CONSULT' as event,
        case when len(mediators) > 0 then 'third-party' when len(parties) > 2 then 'multilateral' else 'visit' end as mode,
        party_ids as source_ids,
        party_ids as target_ids,
        {name: venue, admin1: null::varchar, iso3: null::varchar, latitude: null::double, longitude: null::double,
         geonameid: null::bigint} as location,
        null as magnitude,
        confidence
    from marts.fct_talks
    where outcome not in ('scheduled', 'cancelled')
    union all by name
    select
        statement_id as fact_id,
        'fct_statements' as fact_table,
        said_on as date_start,
        said_on as date_end,
        plover_event as event,
        null::varchar as mode,
        list_filter([speaker_id], x -> x is not null) as source_ids,
        about_ids as target_ids,
        null as location,
        null as magnitude,
        null::double as confidence
    from marts.fct_statements
    where plover_event is not null
),

actors as (
    select actor_id, {name: name, country: iso3, sector: sector} as actor from marts.dim_actors
)

select
    coded.fact_id as id,
    coded.date_start,
    coded.date_end,
    coded.event,
    coded.mode,
    (select coalesce(list(a.actor order by a.actor_id), []) from actors as a where a.actor_id in (select unnest(coded.source_ids))) as source,
    (select coalesce(list(a.actor order by a.actor_id), []) from actors as a where a.actor_id in (select unnest(coded.target_ids))) as target,
    coded.location,
    coded.magnitude,
    told.publications,
    coded.confidence,
    coded.fact_table
from coded
left join told on told.fact_id = coded.fact_id
order by coded.date_start nulls last, coded.fact_id
