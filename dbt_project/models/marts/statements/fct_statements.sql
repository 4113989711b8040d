{{ config(materialized='kept', kept_by='fact', key='statement_id', at_once=1000000) }}

with statements as (
    select * from {{ ref('int_facts__named') }}
    where fact_kind = 'statement'
),

named as (
    select * from statements
    where {{ among_touched('fact_id', 'fact') }}
),

facts as (
    select * from {{ ref('int_facts__summarised') }}
    where fact_kind = 'statement' and {{ among_touched('fact_id', 'fact') }}
),

article_facts as (
    select article_facts.*
    from {{ ref('int_article_facts__current') }} as article_facts
    inner join named on article_facts.article_fact_id = named.article_fact_id
),

claims as (
    select * from {{ ref('int_claims__current') }}
    where claim_id in (select article_facts.first_claim_id from article_facts)
),

chosen_values as (
    select * from {{ ref('int_fact_values__observed') }}
    where fact_kind = 'statement' and is_chosen and {{ among_touched('fact_id', 'fact') }}
),

resolved as (
    select
        fact_id,
        {{ chosen_day('date', false, 'said_on') }},
        {{ chosen_precision('date', 'said_prec') }},
        {{ chosen('statement_type') }},
        {{ chosen('plover_event') }},
        {{ chosen('quote_text') }},
        {{ chosen('medium') }},
        {{ chosen('condition_text') }}
    from chosen_values
    group by fact_id
),

-- What a statement answers: the statement that rests on the claim it denies or confirms.
answers as (
    select distinct target_claim_id from claims
    where target_claim_id is not null
),

answered as (
    select
        statements.fact_id,
        claims.claim_id
    from {{ ref('int_claims__current') }} as claims
    inner join answers on claims.claim_id = answers.target_claim_id
    inner join statements on claims.article_fact_id = statements.article_fact_id
)

select
    named.fact_id::varchar as statement_id,
    claims.claim_id,
    claims.speaker_id,
    coalesce(claims.speaker, article_facts.actors[1].name) as speaker,
    claims.speaker_role,
    [addressee.name for addressee in article_facts.recipients if addressee.name is not null] as addressees,
    {{ payload_list('about_ids', 'article_facts') }} as about_ids,
    resolved.statement_type,
    resolved.plover_event,
    resolved.quote_text,
    resolved.medium,
    resolved.said_on,
    resolved.said_prec,
    nullif(answered.fact_id, named.fact_id) as in_reply_to_id,
    resolved.condition_text,
    claims.sentence_id,
    facts.review_status
from named
inner join article_facts on named.article_fact_id = article_facts.article_fact_id
inner join claims on article_facts.first_claim_id = claims.claim_id
inner join facts on named.fact_id = facts.fact_id
left join resolved on named.fact_id = resolved.fact_id
left join answered on claims.target_claim_id = answered.claim_id
