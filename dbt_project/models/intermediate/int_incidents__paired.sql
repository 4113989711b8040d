{{ config(materialized='view') }}

-- Votes of place, day, toll, actors and type on whether two articles tell of one incident, and their weighted mean.
-- A person named in both adds to it.  A score of 0 forbids: the two contradict one another.
with incidents as (
    select
        *,
        coalesce({{ payload('casualty_scope') }}, 'event') as casualty_scope,
        try_cast({{ payload('killed_low') }} as bigint) as killed_low,
        try_cast({{ payload('killed_high') }} as bigint) as killed_high,
        try_cast({{ payload('killed_best') }} as bigint) as killed_best,
        try_cast({{ payload('injured_best') }} as bigint) as injured_best,
        list_filter(
            list_concat({{ payload_list('victims') }}, {{ payload_list('perpetrator_individuals') }}),
            lambda who: regexp_full_match(who, '(\p{Lu}[\p{L}.''’-]+ ?){2,4}')
        ) as persons
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'incident'
),

-- A toll over a period belongs to no single event.
blocks as (
    select
        *,
        {{ weeks_of('link_start', 'link_end') }} as week
    from incidents
    where casualty_scope = 'event' and link_start is not null
),

pairs as (
    select distinct on (l.article_fact_id, r.article_fact_id)
        l.article_fact_id as left_id,
        r.article_fact_id as right_id,
        {{ days_apart('l.link_start', 'l.link_end', 'r.link_start', 'r.link_end') }} as days_apart,
        l.date_start is null or r.date_start is null as is_undated,
        greatest(l.link_end - l.link_start, r.link_end - r.link_start) as widest,
        l.place_id is not null and r.place_id is not null as is_placed,
        l.place_id = r.place_id as is_same_place,
        {{ clash('l.iso3', 'r.iso3') }} as is_other_country,
        {{ clash('l.admin1', 'r.admin1') }} as is_other_admin1,
        l.admin1 = r.admin1 and l.iso3 = r.iso3 as is_same_admin1,
        greatest(l.where_prec, r.where_prec) as widest_place,
        {{ km_between('l.latitude', 'l.longitude', 'r.latitude', 'r.longitude') }} as km,
        l.sub_event_type = r.sub_event_type as is_same_sub_type,
        l.event_type = r.event_type as is_same_type,
        case
            when l.event_type in ('Protests', 'Riots') then 'crowd'
            when l.event_type = 'Strategic developments' then l.sub_event_type else 'violence'
        end as left_family,
        case
            when r.event_type in ('Protests', 'Riots') then 'crowd'
            when r.event_type = 'Strategic developments' then r.sub_event_type else 'violence'
        end as right_family,
        list_has_any(l.persons, r.persons) as is_shared_person,
        list_has_any(l.identified_keys, r.identified_keys) as is_shared_actor,
        len(l.identified_keys) > 0 and len(r.identified_keys) > 0 as is_identified,
        {{ both('least', 'l.killed_best', 'r.killed_best') }} as fewer_killed,
        {{ both('greatest', 'l.killed_best', 'r.killed_best') }} as more_killed,
        l.killed_best < r.killed_best as is_toll_rising,
        l.killed_low <= coalesce(r.killed_high, 1e9)
        and r.killed_low <= coalesce(l.killed_high, 1e9) as is_toll_overlapping,
        {{ both('least', 'l.injured_best', 'r.injured_best') }} as fewer_injured,
        {{ both('greatest', 'l.injured_best', 'r.injured_best') }} as more_injured
    from blocks as l
    inner join blocks as r
        on l.week = r.week and l.telling < r.telling and l.article_id <> r.article_id
),

votes as (
    select
        *,
        case
            when is_same_place and widest_place <= 3 then 1.0
            when is_same_place and widest_place <= 5 then 0.7
            when is_same_place then 0.45
            when not is_placed then 0.4
            when widest_place in (5, 7) then 0.4
            when is_other_country then 0.0
            when widest_place = 6 then 0.4
            when widest_place = 4 and is_same_admin1 then 0.7
            when is_other_admin1 and coalesce(km > 30, true) then 0.0
            when km <= 10 then 0.9
            when km <= 30 then 0.6
            when km > 150 then 0.0
            else 0.3
        end as place_vote,
        case
            when days_apart > 1 then 0.0
            when is_undated then 0.4
            when days_apart = 1 then 0.4
            when widest <= 1 then 1.0
            when widest <= 6 then 0.8
            else 0.5
        end as day_vote,
        case
            when left_family <> right_family then 0.0
            when is_same_sub_type then 1.0
            when is_same_type then 0.8
            else 0.5
        end as type_vote,
        case
            when is_identified and not is_shared_actor then 0.2
            when is_shared_actor then 1.0
            else 0.5
        end as actor_vote,
        case
            when more_killed is null
                then
                    case
                        when more_injured is null then 0.5
                        when fewer_injured < more_injured then 0.3
                        when more_injured > 1 then 0.8
                        else 0.6
                    end
            when fewer_killed = more_killed and more_killed >= 3 then 1.0
            when fewer_killed = more_killed then 0.8
            -- Tolls rise as a story goes on; one that falls this far is of another event.
            when fewer_killed < 0.3 * more_killed and more_killed - fewer_killed > 2
                then case when is_toll_rising then 0.1 else -0.3 end
            when is_toll_overlapping then 0.7
            when more_killed - fewer_killed <= 2 or fewer_killed >= 0.6 * more_killed then 0.5
            else 0.2
        end as toll_vote
    from pairs
)

select
    left_id,
    right_id,
    case
        when place_vote = 0 or day_vote = 0 or type_vote = 0 then 0.0
        else least(
            1.0,
            0.35 * place_vote + 0.25 * day_vote + 0.2 * toll_vote + 0.1 * actor_vote + 0.1 * type_vote
            + case when is_shared_person then 0.15 else 0.0 end
        )
    end as score
from votes
