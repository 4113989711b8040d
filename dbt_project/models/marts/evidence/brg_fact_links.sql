{{ config(materialized='kept', kept_by='link') }}

with named as (
    select * from {{ ref('int_facts__named') }}
    where {{ among_touched('fact_id', 'link') }}
),

article_facts as (
    select
        article_fact_id,
        first_claim_id,
        article_id
    from {{ ref('int_article_facts__current') }}
),

pairs as (
    select * from {{ ref('int_fact_pairs__scored') }}
),

incident_pairs as (
    select * from {{ ref('int_incidents__paired') }}
)

select
    left_named.fact_table,
    left_named.fact_id::varchar as fact_id,
    l.first_claim_id as left_claim_id,
    r.first_claim_id as right_claim_id,
    l.article_id as left_article_id,
    r.article_id as right_article_id,
    pairs.score,
    case when pairs.is_manual then 'manual' when pairs.is_settled then 'rule' else 'average_link' end as linked_by,
    incident_pairs.likeness,
    incident_pairs.shared_words,
    incident_pairs.days_apart,
    incident_pairs.place,
    incident_pairs.toll,
    incident_pairs.kind,
    incident_pairs.actors,
    incident_pairs.persons
from pairs
inner join named as left_named on pairs.left_id = left_named.article_fact_id
inner join named as right_named
    on pairs.right_id = right_named.article_fact_id and left_named.fact_id = right_named.fact_id
inner join article_facts as l on pairs.left_id = l.article_fact_id
inner join article_facts as r on pairs.right_id = r.article_fact_id
left join incident_pairs on pairs.left_id = incident_pairs.left_id and pairs.right_id = incident_pairs.right_id
