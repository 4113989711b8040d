with facts as (
    select * from {{ ref('int_facts__summarised') }}
    where fact_kind = 'talks'
),

chosen_values as (
    select * from {{ ref('int_fact_values__observed') }}
    where fact_kind = 'talks' and is_chosen
),

conflicts as (
    select * from {{ ref('int_facts__conflicts') }}
),

named as (
    select * from {{ ref('int_facts__named') }}
    where fact_kind = 'talks'
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
        {{ chosen_day('date', false, 'date_start') }},
        {{ chosen_day('date', true, 'date_end') }},
        {{ chosen_precision('date', 'date_prec') }},
        {{ chosen('place_id') }},
        {{ chosen('round_no', 'integer') }},
        {{ chosen('round_text') }},
        {{ chosen('stage') }},
        {{ chosen('venue') }},
        {{ chosen('format') }},
        {{ chosen('delegation_level') }},
        {{ chosen('outcome') }},
        {{ chosen('outcome_status') }},
        {{ chosen('next_round_planned') }},
        {{ chosen('document_signed') }}
    from chosen_values
    group by fact_id
),

-- Parties and mediators as the telling that names most of them has them; topics of all tellings.
members as (
    select
        named.fact_id,
        article_facts.telling,
        article_facts.actors,
        article_facts.recipients,
        article_facts.party_keys,
        {{ payload_list('topics') }} as topics
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
),

involved as (
    select
        fact_id,
        first(actors order by len(party_keys) desc, telling desc) as parties,
        first(party_keys order by len(party_keys) desc, telling desc) as party_keys,
        first(recipients order by len(recipients) desc, telling desc) as mediators,
        list_sort(list_distinct(flatten(list(topics)))) as topics
    from members
    group by fact_id
)

select
    facts.fact_id::varchar as talks_id,
    nullif(array_to_string(involved.party_keys, '-'), '') as process_id,
    resolved.round_no,
    resolved.round_text,
    resolved.stage,
    resolved.date_start,
    resolved.date_end,
    resolved.date_prec,
    coalesce(resolved.venue, places.name) as venue,
    resolved.place_id as venue_place_id,
    coalesce(resolved.format, 'unknown') as format,
    [party.name for party in involved.parties if party.name is not null] as parties,
    [party.actor_id for party in involved.parties if party.actor_id is not null] as party_ids,
    [mediator.name for mediator in involved.mediators if mediator.name is not null] as mediators,
    coalesce(resolved.delegation_level, 'unknown') as delegation_level,
    involved.topics,
    coalesce(resolved.outcome, 'not_yet_known') as outcome,
    resolved.outcome_status,
    coalesce(resolved.next_round_planned, 'unknown') as next_round_planned,
    coalesce(resolved.document_signed, 'unknown') as document_signed,
    facts.n_sources,
    facts.n_articles,
    len(coalesce(conflicts.conflict_fields, [])) > 0 as has_conflict,
    coalesce(conflicts.conflict_fields, []) as conflict_fields,
    facts.confidence,
    facts.first_seen_at,
    facts.last_changed_at,
    facts.review_status
from facts
left join resolved on facts.fact_id = resolved.fact_id
left join involved on facts.fact_id = involved.fact_id
left join places on resolved.place_id = places.place_id
left join conflicts on facts.fact_id = conflicts.fact_id
