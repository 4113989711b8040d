with facts as (
    select * from {{ ref('int_facts__summarised') }}
    where fact_kind = 'ceasefire'
),

chosen_values as (
    select * from {{ ref('int_fact_values__observed') }}
    where fact_kind = 'ceasefire' and is_chosen
),

events as (
    select * from {{ ref('int_ceasefire_events__named') }}
),

resolved as (
    select
        fact_id,
        {{ chosen_day('date', false, 'founded_on') }},
        {{ chosen('class') }},
        {{ chosen('laterality') }},
        {{ chosen('form') }},
        {{ chosen('planned_duration_hours', 'integer') }},
        {{ chosen('end_reason') }},
        {{ chosen('conditions') }},
        {{ chosen('status') }}
    from chosen_values
    group by fact_id
),

states as (
    select * from {{ ref('fct_ceasefire_states') }}
),

-- It ended if nothing is reported of it after its end.
ends as (
    select
        ceasefire_id,
        valid_from as end_date
    from states
    where status = 'ended' and is_dated and valid_to is null
),

-- A mediator is no party, even where one telling lists it among them.
involved as (
    select
        fact_id,
        first(party_names order by len(party_keys) desc, telling desc) as parties,
        first(broker_names order by len(broker_names) desc, telling desc) as brokered_by,
        bool_or(event = 'declared') as is_declared,
        min(date_start) filter (where event = 'effective') as effective_date
    from events
    group by fact_id
)

select
    facts.fact_id::varchar as ceasefire_id,
    list_filter(involved.parties, lambda party: not list_contains(involved.brokered_by, party)) as parties,
    coalesce(resolved.class, 'unknown') as class,
    coalesce(
        resolved.laterality,
        case
            when len(involved.parties) = 2 then 'bilateral'
            when len(involved.parties) > 2 then 'multilateral'
        end
    ) as laterality,
    coalesce(resolved.form, 'unknown') as form,
    involved.brokered_by,
    case when involved.is_declared or involved.effective_date is null then resolved.founded_on end as declared_date,
    involved.effective_date,
    resolved.planned_duration_hours,
    ends.end_date,
    resolved.end_reason,
    resolved.conditions,
    coalesce(resolved.status, 'unknown') as status,
    facts.n_sources,
    facts.n_articles,
    facts.confidence,
    facts.review_status
from facts
left join resolved on facts.fact_id = resolved.fact_id
left join involved on facts.fact_id = involved.fact_id
left join ends on facts.fact_id = ends.ceasefire_id
