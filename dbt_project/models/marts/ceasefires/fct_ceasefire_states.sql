-- How each ceasefire stood from day to day: every event that changes its state, until the next one does.
with events as (
    select * from {{ ref('int_ceasefire_events__named') }}
),

planned as (
    select
        fact_id,
        {{ chosen('planned_duration_hours', 'integer') }}
    from {{ ref('int_fact_values__observed') }}
    where fact_kind = 'ceasefire' and is_chosen
    group by fact_id
),

-- What is told without a day of its own was so when it was told.
reported as (
    select
        fact_id,
        coalesce(date_start, published_on) as valid_from,
        date_start is not null as is_dated,
        telling,
        event,
        first_claim_id,
        case
            when event in ('declared', 'conditional', 'proposed') then event
            when event in ('effective', 'extended', 'reaffirmed', 'in_effect') then 'in_effect'
            when event = 'violation_alleged' then 'strained'
            when event in ('suspended', 'ended') then 'ended'
        end as status
    from events
),

-- A truce agreed for some days is not known to hold beyond them.
lapses as (
    select
        reported.fact_id,
        max(reported.valid_from) + (ceil(any_value(planned.planned_duration_hours) / 24.0))::integer as valid_from,
        true as is_dated,
        max(reported.telling) as telling,
        'lapsed' as event,
        arg_max(reported.first_claim_id, reported.valid_from) as first_claim_id,
        'unknown' as status
    from reported
    inner join planned on reported.fact_id = planned.fact_id
    where reported.event in ('declared', 'effective', 'extended') and planned.planned_duration_hours is not null
    group by reported.fact_id
),

changes as (
    select * from reported
    where status is not null and valid_from is not null
    union all
    select * from lapses
),

-- Of what is told of one day, the last word holds.
last_words as (
    select * from changes
    qualify row_number() over (partition by fact_id, valid_from order by is_dated desc, telling desc) = 1
),

turns as (
    select * from last_words
    qualify coalesce(lag(status) over (partition by fact_id order by valid_from) <> status, true)
)

select
    fact_id::varchar as ceasefire_id,
    status,
    valid_from,
    lead(valid_from) over (partition by fact_id order by valid_from) as valid_to,
    event,
    is_dated,
    first_claim_id as claim_id
from turns
