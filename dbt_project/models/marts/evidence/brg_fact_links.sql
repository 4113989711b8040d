{{ config(materialized='kept', kept_by='link') }}

with pairs as (
    select * from {{ ref('int_fact_pairs__scored') }}
),

told as (
    select
        named.article_fact_id,
        named.fact_table,
        named.fact_id,
        article_facts.first_claim_id,
        article_facts.article_id
    from {{ ref('int_facts__named') }} as named
    inner join {{ ref('int_article_facts__current') }} as article_facts
        on named.article_fact_id = article_facts.article_fact_id
    -- Statements are never compared.
    where named.fact_kind <> 'statement' and {{ among_touched('named.fact_id', 'link') }}
),

incident_pairs as (
    select * from {{ ref('int_incidents__paired') }}
),

-- One side first: to join all tellings of a fact with one another, and then ask which are pairs, takes longer.
halves as materialized (
    select
        pairs.*,
        told.fact_table,
        told.fact_id,
        told.first_claim_id as left_claim_id,
        told.article_id as left_article_id
    from pairs
    inner join told on pairs.left_id = told.article_fact_id
),

linked as (
    select
        halves.*,
        told.first_claim_id as right_claim_id,
        told.article_id as right_article_id
    from halves
    inner join told on halves.right_id = told.article_fact_id and halves.fact_id = told.fact_id
)

select
    linked.fact_table,
    linked.fact_id::varchar as fact_id,
    linked.left_claim_id,
    linked.right_claim_id,
    linked.left_article_id,
    linked.right_article_id,
    linked.score,
    case when linked.is_manual then 'manual' when linked.is_settled then 'rule' else 'average_link' end as linked_by,
    incident_pairs.likeness,
    incident_pairs.shared_words,
    incident_pairs.days_apart,
    incident_pairs.place,
    incident_pairs.toll,
    incident_pairs.kind,
    incident_pairs.actors,
    incident_pairs.persons
from linked
left join incident_pairs on linked.left_id = incident_pairs.left_id and linked.right_id = incident_pairs.right_id
