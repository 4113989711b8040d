{{ config(materialized='kept', kept_by='article') }}

with claims as (
    select * from {{ source('staging', 'claims') }}
),

articles as (
    select * from {{ ref('int_articles__current') }}
)

select
    claims.claim_id,
    claims.article_fact_id,
    claims.article_id,
    claims.version,
    claims.sentence_id,
    claims.char_start,
    claims.char_end,
    claims.quote,
    claims.claim_kind,
    claims.event_type,
    claims.sub_event_type,
    claims.reporting_verb,
    claims.speaker_id,
    claims.speaker,
    claims.speaker_role,
    claims.speaker_side,
    claims.voice,
    claims.stance,
    claims.modality,
    claims.target_claim_id,
    claims.date_start,
    claims.date_end,
    claims.date_prec,
    claims.date_text,
    claims.date_rule,
    claims.has_date_conflict,
    claims.place_id,
    claims.place_text,
    claims.place_name,
    claims.feature_code,
    claims.admin1,
    claims.admin2,
    claims.country,
    claims.iso3,
    claims.latitude,
    claims.longitude,
    claims.geonameid,
    claims.is_crossing,
    claims.where_prec,
    claims.payload,
    claims.confidence,
    claims.rule_id,
    claims.extractor_version,
    claims.recorded_at,
    claims.actors,
    claims.recipients,
    [actor.actor_id for actor in claims.actors if actor.actor_id is not null] as actor_ids,
    [actor.actor_id for actor in claims.recipients if actor.actor_id is not null] as recipient_ids,
    articles.published_on
from claims
inner join articles on claims.article_id = articles.article_id and claims.version = articles.version
where {{ among_touched('claims.article_id', 'article') }}
