-- How each truce stood on one day, and the words that say so.
select
    states.parties,
    states.status,
    states.valid_from,
    states.valid_to,
    claims.speaker,
    claims.quote
from marts.ceasefires_on(date '2025-11-09') as states
left join {{ ref('fct_claims') }} as claims on states.claim_id = claims.claim_id
