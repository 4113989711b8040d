with sources as (
    select * from {{ source('staging', 'sources') }}
)

select
    source_id,
    title,
    country,
    is_official,
    kind,
    scale,
    language,
    time_zone,
    bias,
    licence,
    description,
    feeds,
    is_provisional,
    expected_min::integer as expected_min,
    expected_max::integer as expected_max,
    expected_per,
    expected_severity
from sources
