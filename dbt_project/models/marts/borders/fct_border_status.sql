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

crossings as (
    select * from {{ ref('crossings') }}
),

resolved as (
    select
        fact_id,
        {{ chosen_day('date', false, 'valid_from') }},
        {{ chosen_precision('date', 'from_prec') }},
        {{ chosen('place_id') }},
        {{ chosen('crossing') }},
        {{ chosen('countries', 'varchar[]') }},
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
        resolved.* exclude (fact_id, crossing, countries, traffic_class),
        coalesce(resolved.crossing, places.name) as crossing,
        coalesce(resolved.traffic_class, 'all') as traffic_class,
        resolved.place_id is null and resolved.countries is not null as is_whole_border,
        coalesce(
            resolved.countries,
            case when crossings.iso3_beyond is not null then list_sort([places.iso3, crossings.iso3_beyond]) end
        ) as countries,
        coalesce(resolved.place_id, array_to_string(resolved.countries, '|'), lower(resolved.crossing))
            as crossing_key,
        -- What is announced is not yet so: it closes nothing that holds.
        starts_with(resolved.status, 'announced_') as is_announcement,
        row_number() over (order by resolved.valid_from, facts.first_reported_on, facts.fact_id) as place_in_time
    from facts
    inner join resolved on facts.fact_id = resolved.fact_id
    left join places on resolved.place_id = places.place_id
    left join crossings on resolved.place_id = crossings.place_id
),

-- A change lasts until the next one that speaks of it too: that of all crossings of a border speaks of each, that of
-- all traffic of every class, one whose side is unsaid of both. An undated change has no place in the row.
intervals as (
    select
        earlier.fact_id,
        min(later.valid_from) as valid_to
    from changes as earlier
    inner join changes as later
        on
            earlier.place_in_time < later.place_in_time
            and (
                earlier.crossing_key = later.crossing_key
                or later.is_whole_border and earlier.countries = later.countries
            )
            and not {{ clash('earlier.side', 'later.side') }}
            and (earlier.traffic_class = later.traffic_class or later.traffic_class = 'all')
            and earlier.is_announcement >= later.is_announcement
    where earlier.valid_from is not null
    group by earlier.fact_id
)

select
    changes.fact_id::varchar as border_status_id,
    changes.place_id as crossing_place_id,
    changes.crossing,
    changes.countries,
    changes.is_whole_border,
    changes.traffic_class,
    changes.status,
    changes.valid_from,
    intervals.valid_to,
    changes.from_prec,
    changes.by_actor,
    changes.side,
    changes.reason,
    changes.first_claim_id as claim_id,
    changes.n_articles,
    changes.confidence,
    changes.review_status
from changes
left join intervals on changes.fact_id = intervals.fact_id
