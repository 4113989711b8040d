with roles as (
    select * from {{ ref('actor_roles') }}
)

select
    concat_ws(':', actor_id, role, coalesce(valid_from::varchar, 'always')) as actor_role_id,
    actor_id::varchar as actor_id,
    role::varchar as role,
    sector::varchar as sector,
    inter::integer as inter,
    affiliation_id::varchar as affiliation_id,
    valid_from::date as valid_from,
    valid_to::date as valid_to
from roles
