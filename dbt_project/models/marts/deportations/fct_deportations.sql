with facts as (
    select * from {{ ref('int_facts__summarised') }}
    where fact_kind = 'deportation'
),

chosen_values as (
    select * from {{ ref('int_fact_values__observed') }}
    where fact_kind = 'deportation' and is_chosen
),

conflicts as (
    select * from {{ ref('int_facts__conflicts') }}
),

named as (
    select * from {{ ref('int_facts__named') }}
    where fact_kind = 'deportation'
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

places as (
    select * from {{ ref('int_places__known') }}
),

resolved as (
    select
        fact_id,
        {{ chosen_day('date', false, 'window_start') }},
        {{ chosen_day('date', true, 'window_end') }},
        {{ chosen_precision('date', 'window_prec') }},
        {{ chosen('place_id') }},
        {{ chosen('measure') }},
        {{ chosen('population') }},
        {{ chosen('document_status') }},
        {{ chosen_bounds('count', 'bigint') }},
        {{ chosen('approximator') }},
        {{ chosen('unit') }},
        {{ chosen('is_cumulative', 'boolean') }},
        {{ chosen('from_country') }},
        {{ chosen('from_iso3') }},
        {{ chosen('to_country') }},
        {{ chosen('to_iso3') }},
        {{ chosen('authority') }},
        {{ chosen('legal_basis') }},
        {{ chosen('percent_of_whole', 'double') }}
    from chosen_values
    group by fact_id
),

-- Who counted, and the measurement of which this is a part: as the latest telling has them.
related as (
    select
        named.fact_id,
        max_by(article_facts.actors[1].actor_id, article_facts.telling) as authority_id,
        max_by(article_facts.actors[1].name, article_facts.telling) as authority_name,
        max_by(wholes.fact_id, article_facts.telling) as part_of_measure_id
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
    left join named as wholes on {{ payload('part_of', 'article_facts') }} = wholes.article_fact_id
    group by named.fact_id
)

select
    facts.fact_id::varchar as measure_id,
    resolved.measure,
    resolved.population,
    resolved.document_status,
    resolved.count_low,
    resolved.count_best,
    resolved.count_high,
    resolved.approximator,
    coalesce(resolved.unit, 'individuals') as unit,
    coalesce(resolved.is_cumulative, false) as is_cumulative,
    resolved.window_start,
    resolved.window_end,
    resolved.window_prec,
    resolved.from_country,
    resolved.from_iso3,
    resolved.to_country,
    resolved.to_iso3,
    case when places.is_crossing then resolved.place_id end as crossing_place_id,
    coalesce(resolved.authority, related.authority_name) as authority,
    related.authority_id,
    resolved.legal_basis,
    nullif(related.part_of_measure_id, facts.fact_id) as part_of_measure_id,
    resolved.percent_of_whole,
    facts.n_sources,
    facts.n_articles,
    len(coalesce(conflicts.conflict_fields, [])) > 0 as has_conflict,
    facts.confidence,
    facts.review_status
from facts
left join resolved on facts.fact_id = resolved.fact_id
left join related on facts.fact_id = related.fact_id
left join places on resolved.place_id = places.place_id
left join conflicts on facts.fact_id = conflicts.fact_id
