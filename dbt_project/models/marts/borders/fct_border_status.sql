with facts as (
    select * from {{ ref('int_facts__summarised') }}
    where fact_kind = 'border_status'
),

chosen_values as (
    select * from {{ ref('int_fact_values__observed') }}
    where fact_kind = 'border_status' and is_chosen
),

places as (
    select * from {{ ref('int_places__known') }}
),

resolved as (
    select
        fact_id,
        {{ chosen_day('date', false, 'valid_from') }},
        {{ chosen_precision('date', 'from_prec') }},
        {{ chosen('place_id') }},
        {{ chosen('crossing') }},
        {{ chosen('status') }},
        {{ chosen('traffic_class') }},
        {{ chosen('by_actor') }},
        {{ chosen('side') }},
        {{ chosen('reason') }}
    from chosen_values
    group by fact_id
),

changes as (
    select
        facts.fact_id,
        facts.first_claim_id,
        facts.n_articles,
        facts.confidence,
        facts.review_status,
        resolved.* exclude (fact_id, crossing, traffic_class),
        coalesce(resolved.crossing, places.name) as crossing,
        coalesce(resolved.traffic_class, 'all') as traffic_class,
        -- What is announced is not yet so: it neither closes what holds nor is closed by it.
        starts_with(resolved.status, 'announced_') as is_announcement
    from facts
    inner join resolved on facts.fact_id = resolved.fact_id
    left join places on resolved.place_id = places.place_id
),

-- Each change lasts until the next one of the same crossing, side and traffic; an undated one has no place in the row.
intervals as (
    select
        *,
        case
            when valid_from is not null
                then lead(valid_from) over (
                    partition by
                        coalesce(place_id, lower(crossing)), side, traffic_class, is_announcement, valid_from is null
                    order by valid_from, fact_id
                )
        end as valid_to
    from changes
)

select
    fact_id::varchar as border_status_id,
    place_id as crossing_place_id,
    crossing,
    traffic_class,
    status,
    valid_from,
    valid_to,
    from_prec,
    by_actor,
    side,
    reason,
    first_claim_id as claim_id,
    n_articles,
    confidence,
    review_status
from intervals
