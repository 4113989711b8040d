{{ config(materialized='kept', kept_by='pair') }}

-- Evidence on whether two articles tell of one incident, and its weighted sum (macro incident_evidence).
with compared as (
    select
        l.telling as left_telling,
        r.telling as right_telling,
        pairs.likeness,
        pairs.shared_words
    from {{ ref('int_incidents__compared') }} as pairs
    inner join {{ ref('int_incidents__described') }} as l on pairs.left_id = l.article_fact_id
    inner join {{ ref('int_incidents__described') }} as r on pairs.right_id = r.article_fact_id
    where {{ among_touched('pairs.left_id', 'pair') }}
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
    score
from evidence
