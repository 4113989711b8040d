-- Each side's own account of a round: how it says it ended, whom it blames, what it asks for.
select
    talks.talks_id,
    talks.venue,
    talks.date_start,
    talks.outcome_status,
    actors.name as side,
    positions.outcome_as_stated,
    blamed.name as blames,
    positions.demand_or_condition
from {{ ref('fct_talks_positions') }} as positions
inner join {{ ref('fct_talks') }} as talks on positions.talks_id = talks.talks_id
left join {{ ref('dim_actors') }} as actors on positions.actor_id = actors.actor_id
left join {{ ref('dim_actors') }} as blamed on positions.blames_actor_id = blamed.actor_id
order by talks.date_start, talks.talks_id, side
