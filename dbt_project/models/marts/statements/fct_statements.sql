{{ config(materialized='kept', kept_by='fact', key='statement_id', at_once=500000) }}

with named as (
    select * from {{ ref('int_facts__named') }}
    where fact_kind = 'statement'
),

facts as (
    select * from {{ ref('int_facts__summarised') }}
    where fact_kind = 'statement' and {{ among_touched('fact_id', 'fact') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

claims as (
    select * from {{ ref('int_claims__current') }}
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
statements_of_claims as (
    select
        named.fact_id,
        unnest(article_facts.claim_ids) as claim_id
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
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
    nullif(statements_of_claims.fact_id, named.fact_id) as in_reply_to_id,
    resolved.condition_text,
    claims.sentence_id,
    facts.review_status
from named
inner join article_facts on named.article_fact_id = article_facts.article_fact_id
inner join claims on article_facts.first_claim_id = claims.claim_id
inner join facts on named.fact_id = facts.fact_id
left join resolved on named.fact_id = resolved.fact_id
left join statements_of_claims on claims.target_claim_id = statements_of_claims.claim_id
