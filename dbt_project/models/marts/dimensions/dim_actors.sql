with actors as (
    select * from {{ ref('int_actors__known') }}
)

select
    actor_id,
    name,
    iso3,
    sector,
    inter
from actors
