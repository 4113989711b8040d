-- How each ceasefire stood from day to day: every event that changes its state, until the next one does.
with events as (
    select * from {{ ref('int_ceasefire_events__named') }}
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
        planned_days,
        case
            when event in ('suspended', 'ended') then 'ended'
            when event = 'in_effect' then coalesce(status, event)
            when event not in ('rejected', 'violation_denied') then status
        end as status
    from events
    where coalesce(date_start, published_on) is not null
),

-- A truce agreed for some days is not known to hold beyond them, unless a later word says so.
lapses as (
    select
        agreed.fact_id,
        agreed.valid_from + agreed.planned_days as valid_from,
        true as is_dated,
        agreed.telling,
        'lapsed' as event,
        agreed.first_claim_id,
        null::integer as planned_days,
        'unknown' as status
    from reported as agreed
    where
        agreed.planned_days is not null
        and agreed.status in ('declared', 'in_effect')
        and not exists (
            select 1 from reported as later
            where
                agreed.fact_id = later.fact_id
                and later.status in ('declared', 'in_effect', 'ended')
                and later.valid_from > agreed.valid_from
                and later.valid_from <= agreed.valid_from + agreed.planned_days
        )
),

changes as (
    select * from reported
    where status is not null
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
