with sources as (
    select * from {{ source('staging', 'sources') }}
)

select
    source_id,
    title,
    country,
    is_official,
    language,
    licence,
    description,
    is_provisional,
    expected_min::integer as expected_min,
    expected_max::integer as expected_max
from sources
