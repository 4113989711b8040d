with places as (
    select * from {{ ref('int_places__known') }}
)

select
    place_id,
    geonameid,
    name,
    feature_code,
    admin1,
    admin2,
    country,
    iso3,
    latitude,
    longitude,
    is_crossing
from places
