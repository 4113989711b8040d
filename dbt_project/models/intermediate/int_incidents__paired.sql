{{ config(materialized='kept', kept_by='pair', key=['left_id', 'right_id']) }}

-- Evidence on whether two articles tell of one incident, and its weighted sum (macro incident_evidence).
-- A pair goes by both its tellings: it is gone where either is, or is compared anew.
-- depends_on: {{ ref('int_incidents__parted') }}
with compared as (
    select
        l.telling as left_telling,
        r.telling as right_telling,
        pairs.likeness,
        pairs.shared_words
    from {{ ref('int_incidents__compared') }} as pairs
    inner join {{ ref('int_incidents__described') }} as l on pairs.left_id = l.article_fact_id
    inner join {{ ref('int_incidents__described') }} as r on pairs.right_id = r.article_fact_id
),

evidence as (
    {{ incident_evidence('compared', ref('int_incidents__described')) | indent(4) }}
)

select
    left_id,
    right_id,
    round(likeness, 4) as likeness,
    shared_words,
    days_apart,
    place,
    toll,
    kind,
    actors,
    persons,
    score,
    score >= {{ var('link_bar')['incident'] }} as is_strong
from evidence
