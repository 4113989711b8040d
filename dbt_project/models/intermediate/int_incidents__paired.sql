-- Evidence on whether two articles tell of one incident, and its weighted sum (macro incident_evidence).
with evidence as (
    {{ incident_evidence(ref('int_incidents__compared'), ref('int_incidents__described')) | indent(4) }}
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
