-- What one fact rests on, for and against: who says it, how, and in which article.
-- The id of the fact, or the start of it, goes into the filter.
select
    evidence.role,
    claims.speaker,
    claims.stance,
    claims.quote,
    articles.outlet,
    articles.published_on,
    articles.url
from {{ ref('brg_fact_evidence') }} as evidence
inner join {{ ref('fct_claims') }} as claims on evidence.claim_id = claims.claim_id
inner join {{ ref('dim_articles') }} as articles on evidence.article_id = articles.article_id
where starts_with(evidence.fact_id, 'AFG-2025-10-09-EXPL')
order by evidence.role, articles.published_on, evidence.char_start
