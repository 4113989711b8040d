{{ config(materialized='kept', kept_by='fact') }}

with named as (
    select * from {{ ref('int_facts__named') }}
    where {{ among_touched('fact_id', 'fact') }}
),

claims as not materialized (
    select * from {{ ref('int_claims__current') }}
),

linked_denials as (
    select * from {{ ref('int_denials__linked') }}
),

facts as (
    select distinct
        fact_table,
        fact_kind,
        fact_id
    from named
),

-- A claim speaks to the fact it was read into, or else to the fact of the claim it denies or confirms.
direct as (
    select
        named.fact_table,
        named.fact_kind,
        named.fact_id,
        claims.claim_id
    from claims
    inner join named on claims.article_fact_id = named.article_fact_id
),

spoken_to as (
    select
        fact_table,
        fact_kind,
        fact_id,
        claim_id,
        false as is_linked_denial
    from direct
    union all
    select
        direct.fact_table,
        direct.fact_kind,
        direct.fact_id,
        claims.claim_id,
        false as is_linked_denial
    from claims
    inner join direct on claims.target_claim_id = direct.claim_id
    where claims.article_fact_id is null
    union all
    select
        facts.fact_table,
        facts.fact_kind,
        facts.fact_id,
        claims.claim_id,
        true as is_linked_denial
    from linked_denials
    inner join facts on linked_denials.fact_id = facts.fact_id
    inner join claims on linked_denials.claim_id = claims.claim_id
),

-- A statement is supported by the words that make it, whatever they deny; so is a truce refused or a breach denied.
-- Talks that lie ahead are facts too.
evidence as (
    select
        spoken_to.fact_table,
        spoken_to.fact_id,
        claims.claim_id,
        claims.article_id,
        claims.sentence_id,
        claims.char_start,
        case
            when spoken_to.is_linked_denial then 'contradicts'
            when spoken_to.fact_kind = 'statement' then 'supports'
            when
                spoken_to.fact_kind = 'ceasefire'
                and {{ payload('event', 'claims') }} in ('rejected', 'violation_denied', 'conditional', 'proposed')
                then 'supports'
            when claims.stance = 'denies' or claims.modality = 'negated' then 'contradicts'
            when claims.modality = 'actual' then 'supports'
            when claims.modality = 'future' and spoken_to.fact_kind = 'talks' then 'supports'
            else 'context'
        end as role,
        spoken_to.is_linked_denial
    from spoken_to
    inner join claims on spoken_to.claim_id = claims.claim_id
)

select
    fact_table,
    fact_id::varchar as fact_id,
    claim_id,
    article_id,
    sentence_id,
    char_start,
    role
from evidence
qualify row_number() over (partition by fact_id, claim_id order by is_linked_denial desc) = 1
