{{ config(materialized='view') }}

-- Two articles tell of one change where crossing, side, traffic and what became of it agree and the days are
-- compatible.
with changes as (
    select
        *,
        {{ crossing_key() }} as crossing_key,
        case
            when {{ payload('status') }} in ('partially_open', 'reopened_temporarily') then 'open'
            else {{ payload('status') }}
        end as outcome,
        -- "Closed" shuts out everybody; "reopened" leaves unsaid for whom.
        coalesce(
            {{ payload('traffic_class') }},
            case when {{ payload('status') }} in ('closed', 'announced_closed') then 'all' end
        ) as traffic_class,
        {{ payload('side') }} as side
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'border_status'
),

blocks as (
    select
        *,
        {{ weeks_of('link_start', 'link_end') }} as week
    from changes
    where link_start is not null and crossing_key is not null
)

select distinct on (l.article_fact_id, r.article_fact_id)
    l.article_fact_id as left_id,
    r.article_fact_id as right_id,
    case
        when {{ clash('l.side', 'r.side') }} or {{ clash('l.traffic_class', 'r.traffic_class') }} then 0.0
        when {{ days_apart('l.link_start', 'l.link_end', 'r.link_start', 'r.link_end') }} <= 1 then 0.9
        else 0.0
    end as score
from blocks as l
inner join blocks as r
    on
        l.week = r.week
        and l.crossing_key = r.crossing_key
        and l.outcome = r.outcome
        and l.telling < r.telling
        and l.article_id <> r.article_id
