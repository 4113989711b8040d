{{ config(materialized='kept', kept_by='fact', key='incident_id', at_once=1000000) }}

with facts as (
    select * from {{ ref('int_facts__summarised') }}
    where fact_kind = 'incident' and {{ among_touched('fact_id', 'fact') }}
),

chosen_values as (
    select * from {{ ref('int_fact_values__observed') }}
    where fact_kind = 'incident' and is_chosen and {{ among_touched('fact_id', 'fact') }}
),

conflicts as (
    select * from {{ ref('int_facts__conflicts') }}
),

named as (
    select * from {{ ref('int_facts__named') }}
    where fact_kind = 'incident' and {{ among_touched('fact_id', 'fact') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

places as (
    select * from {{ ref('int_places__known') }}
),

event_types as (
    select * from {{ ref('event_types') }}
),

resolved as (
    select
        fact_id,
        {{ chosen_day('date', false, 'date_start') }},
        {{ chosen_day('date', true, 'date_end') }},
        {{ chosen_precision('date', 'date_prec') }},
        {{ chosen_precision('place_id', 'where_prec') }},
        {{ chosen('place_id') }},
        {{ chosen('event_type') }},
        {{ chosen('sub_event_type') }},
        {{ chosen('casualty_scope') }},
        {{ chosen_bounds('killed', 'integer') }},
        {{ chosen_bounds('injured', 'integer') }},
        {{ chosen('killed_attackers', 'integer') }},
        {{ chosen('deaths_civilians', 'integer') }},
        {{ chosen('arrested', 'integer') }},
        {{ chosen('civilian_targeting', 'boolean') }},
        {{ chosen('is_directional', 'boolean') }},
        {{ chosen('responsibility_status') }}
    from chosen_values
    group by fact_id
),

-- The sides as the fullest telling names them: an identified actor before one known by words only, the latest first.
sides as (
    select
        named.fact_id,
        first(
            article_facts.actors
            order by
                coalesce(article_facts.actors[1].actor_id is not null, false) desc,
                len(article_facts.actors) > 0 desc,
                article_facts.telling desc
        ) as actors,
        first(
            article_facts.recipients
            order by
                coalesce(article_facts.recipients[1].actor_id is not null, false) desc,
                len(article_facts.recipients) > 0 desc,
                article_facts.telling desc
        ) as recipients,
        first(article_facts.place_name order by article_facts.place_name is null, article_facts.telling desc)
            as place_name
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
    group by named.fact_id
),

opponents as (
    select
        fact_id,
        place_name,
        actors[1] as actor1,
        recipients[1] as recipient,
        actors[2] as other_side
    from sides
),

described as (
    select
        facts.*,
        resolved.* exclude (fact_id, event_type, casualty_scope, responsibility_status),
        coalesce(event_types.event_type, resolved.event_type) as event_type,
        event_types.disorder_type,
        coalesce(resolved.casualty_scope, 'event') as casualty_scope,
        coalesce(resolved.responsibility_status, 'unknown') as responsibility_status,
        opponents.actor1,
        -- only a battle has a second side among those who acted
        coalesce(
            opponents.recipient,
            case when coalesce(event_types.event_type, resolved.event_type) = 'Battles' then opponents.other_side end
        ) as actor2,
        coalesce(places.name, opponents.place_name) as location,
        places.admin1,
        places.admin2,
        places.country,
        places.iso3,
        places.latitude,
        places.longitude,
        places.geonameid,
        coalesce(conflicts.conflict_fields, []) as conflict_fields
    from facts
    left join resolved on facts.fact_id = resolved.fact_id
    left join opponents on facts.fact_id = opponents.fact_id
    left join places on resolved.place_id = places.place_id
    left join event_types on resolved.sub_event_type = event_types.sub_event_type
    left join conflicts on facts.fact_id = conflicts.fact_id
)

select
    fact_id::varchar as incident_id,
    date_start as event_date,
    date_start,
    date_end,
    date_prec,
    case when date_prec = 1 then 1 when date_prec in (2, 3) then 2 when date_prec in (4, 5) then 3 end
        as time_precision,
    event_type,
    sub_event_type,
    disorder_type,
    actor1.name as actor1,
    actor1.actor_id as actor1_id,
    actor1.inter::integer as inter1,
    actor2.name as actor2,
    actor2.actor_id as actor2_id,
    actor2.inter::integer as inter2,
    case
        when actor1.inter is null or actor2.inter is null then coalesce(actor1.inter, actor2.inter) * 10
        else least(actor1.inter, actor2.inter) * 10 + greatest(actor1.inter, actor2.inter)
    end::integer as interaction,
    is_directional,
    responsibility_status,
    civilian_targeting,
    location,
    admin1,
    admin2,
    country,
    iso3,
    latitude,
    longitude,
    geonameid,
    where_prec,
    case when where_prec = 1 then 1 when where_prec in (2, 3) then 2 when where_prec >= 4 then 3 end as geo_precision,
    killed_low,
    killed_best,
    killed_high,
    injured_low,
    injured_best,
    injured_high,
    killed_attackers,
    deaths_civilians,
    casualty_scope,
    arrested,
    n_sources,
    n_articles,
    n_claims,
    len(conflict_fields) > 0 as has_conflict,
    conflict_fields,
    confidence,
    {{ incident_note() }} as notes,
    first_reported_on,
    first_seen_at,
    last_changed_at,
    review_status
from described
