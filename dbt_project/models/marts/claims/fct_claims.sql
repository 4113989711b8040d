{{ config(materialized='kept', kept_by='article') }}

with claims as (
    select * from {{ ref('int_claims__current') }}
    where {{ among_touched('article_id', 'article') }}
)

select
    claim_id,
    article_id,
    sentence_id,
    char_start,
    char_end,
    quote,
    claim_kind,
    event_type,
    sub_event_type,
    reporting_verb,
    speaker_id,
    speaker,
    speaker_role,
    speaker_side,
    voice,
    stance,
    modality,
    target_claim_id,
    date_start,
    date_end,
    date_prec::integer as date_prec,
    date_text,
    date_rule,
    has_date_conflict,
    place_id,
    place_text,
    where_prec::integer as where_prec,
    actor_ids,
    recipient_ids,
    payload,
    confidence,
    rule_id,
    extractor_version,
    recorded_at,
    article_fact_id
from claims
