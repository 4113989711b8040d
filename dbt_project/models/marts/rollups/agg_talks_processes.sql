-- How long each set of parties has not met, counted to the newest article, so that an old warehouse does not age.
with talks as (
    select * from {{ ref('fct_talks') }}
    where process_id is not null
),

articles as (
    select * from {{ ref('dim_articles') }}
),

newest as (
    select max(published_on) as counted_on from articles
),

processes as (
    select
        talks.process_id,
        newest.counted_on,
        coalesce(talks.date_end, talks.date_start) as met_on,
        talks.talks_id,
        talks.outcome,
        talks.date_start,
        talks.outcome not in ('scheduled', 'cancelled') as has_met
    from talks
    cross join newest
)

select
    process_id,
    count(*) filter (where has_met)::integer as n_rounds,
    arg_max(talks_id, met_on) filter (where has_met) as last_talks_id,
    max(met_on) filter (where has_met) as last_met_on,
    arg_max(outcome, met_on) filter (where has_met) as last_outcome,
    any_value(counted_on) as counted_on,
    (any_value(counted_on) - max(met_on) filter (where has_met))::integer as days_since_last_talks,
    min(date_start) filter (where outcome = 'scheduled' and date_start >= counted_on) as next_scheduled_on
from processes
group by process_id
