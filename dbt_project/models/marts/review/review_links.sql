with reviewed as (
    select * from {{ ref('int_incidents__reviewed') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
)

select
    l.first_claim_id as left_claim_id,
    r.first_claim_id as right_claim_id,
    l.article_id as left_article_id,
    r.article_id as right_article_id,
    reviewed.decision_id,
    reviewed.is_same,
    reviewed.score,
    reviewed.likeness,
    reviewed.days_apart,
    reviewed.fewest_words,
    reviewed.place,
    reviewed.toll,
    reviewed.kind,
    reviewed.actors,
    reviewed.persons
from reviewed
inner join article_facts as l on reviewed.left_id = l.article_fact_id
inner join article_facts as r on reviewed.right_id = r.article_fact_id
