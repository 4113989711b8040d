-- What one side said and another denied in articles of the same two days, each in its own words.
select
    supported.fact_id,
    claims.speaker as said_by,
    denials.speaker as denied_by,
    reports.published_on as reported_on,
    date_diff('day', reports.published_on, answers.published_on) as days_later,
    claims.quote as claim,
    denials.quote as denial
from {{ ref('brg_fact_evidence') }} as supported
inner join {{ ref('brg_fact_evidence') }} as contradicted
    on supported.fact_id = contradicted.fact_id
inner join {{ ref('fct_claims') }} as claims on supported.claim_id = claims.claim_id
inner join {{ ref('fct_claims') }} as denials on contradicted.claim_id = denials.claim_id
inner join {{ ref('dim_articles') }} as reports on supported.article_id = reports.article_id
inner join {{ ref('dim_articles') }} as answers on contradicted.article_id = answers.article_id
where
    supported.role = 'supports' and contradicted.role = 'contradicts'
    and claims.speaker_id is distinct from denials.speaker_id
    and date_diff('day', reports.published_on, answers.published_on) between 0 and 2
order by reports.published_on, supported.fact_id, claims.claim_id, denials.claim_id
