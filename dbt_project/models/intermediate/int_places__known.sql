with claims as (
    select * from {{ ref('int_claims__current') }}
),

article_facts as (
    select * from {{ source('staging', 'article_facts') }}
),

seeded as (
    select
        place_id::varchar as place_id,
        geonameid::bigint as geonameid,
        name::varchar as name,
        feature_code::varchar as feature_code,
        admin1::varchar as admin1,
        admin2::varchar as admin2,
        country::varchar as country,
        iso3::varchar as iso3,
        latitude::double as latitude,
        longitude::double as longitude,
        coalesce(is_crossing::boolean, false) as is_crossing
    from {{ ref('places') }}
),

mentioned as (
    select
        place_id, geonameid, place_name, feature_code, admin1, admin2, country, iso3, latitude, longitude, is_crossing,
        recorded_at
    from claims
    union all
    select
        place_id, geonameid, place_name, feature_code, admin1, admin2, country, iso3, latitude, longitude, is_crossing,
        recorded_at
    from article_facts
),

-- Places of the world's gazetteers, which no seed lists.
unlisted as (
    select
        place_id,
        geonameid,
        coalesce(place_name, place_id) as name,
        feature_code,
        admin1,
        admin2,
        country,
        iso3,
        latitude,
        longitude,
        coalesce(is_crossing, false) as is_crossing
    from mentioned
    where place_id is not null and place_id not in (select seeded.place_id from seeded)
    qualify row_number() over (partition by place_id order by recorded_at desc, place_name) = 1
)

select
    place_id, geonameid, name, feature_code, admin1, admin2, country, iso3, latitude, longitude, is_crossing
from seeded
union all
select
    place_id, geonameid, name, feature_code, admin1, admin2, country, iso3, latitude, longitude, is_crossing
from unlisted
