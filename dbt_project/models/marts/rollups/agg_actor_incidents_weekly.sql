with incidents as (
    {{ countable_incidents() }}
),

-- An incident counts once for each actor in it, so that rows of different actors must not be added up.
involved as (
    select
        unnest(list_distinct([actor1_id, actor2_id])) as actor_id,
        date_trunc('week', event_date)::date as week,
        *
    from incidents
    where date_prec <= 3
)

select
    {{ group_key(['actor_id', 'week', 'event_type']) }} as group_id,
    actor_id,
    week,
    event_type,
    {{ toll_sums() }}
from involved
where actor_id is not null
group by actor_id, week, event_type
