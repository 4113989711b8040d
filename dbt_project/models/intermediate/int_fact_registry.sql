{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='fail'
    )
}}

-- Every fact id ever built, rejected ones too, with the claims it stood for: appended to, never rebuilt, so that old
-- ids resolve.
with untouched as (
    select fact_id from {{ ref('int_facts__state') }}
    where not is_touched
),

-- One that a reviewer rejected has no state.
named as (
    select * from {{ ref('int_facts__identified') }}
    where fact_id not in (select untouched.fact_id from untouched)
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

members as (
    select
        named.fact_id,
        named.fact_kind,
        article_facts.article_id,
        article_facts.char_start,
        unnest(article_facts.claim_ids) as claim_id,
        max(article_facts.last_changed_at) over (partition by named.fact_id) as registered_at
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
)

select
    members.fact_id,
    members.fact_kind,
    members.article_id,
    members.char_start,
    members.claim_id,
    members.registered_at
from members
{% if is_incremental() %}
    where not exists (
        select 1 from {{ this }} as known
        where known.fact_id = members.fact_id and known.claim_id = members.claim_id
    )
{% endif %}
