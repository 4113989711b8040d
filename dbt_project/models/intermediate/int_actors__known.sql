with seeded as (
    select
        actor_id::varchar as actor_id,
        name::varchar as name,
        iso3::varchar as iso3,
        sector::varchar as sector,
        inter::integer as inter
    from {{ ref('actors') }}
),

claims as (
    select * from {{ ref('int_claims__current') }}
),

involved as (
    select
        unnest(list_concat(actors, recipients)) as actor,
        recorded_at,
        claim_id
    from claims
),

mentioned as (
    select
        actor.actor_id,
        actor.name,
        actor.iso3,
        actor.sector,
        actor.inter::integer as inter,
        recorded_at,
        claim_id
    from involved
    union all
    select
        speaker_id as actor_id,
        speaker as name,
        null as iso3,
        null as sector,
        null as inter,
        recorded_at,
        claim_id
    from claims
),

-- An actor that the table no longer names, but an older reading still does.
unlisted as (
    select
        actor_id,
        coalesce(name, actor_id) as name,
        iso3,
        sector,
        inter
    from mentioned
    where actor_id is not null and actor_id not in (select seeded.actor_id from seeded)
    qualify row_number() over (partition by actor_id order by sector is null, recorded_at desc, claim_id) = 1
)

select actor_id, name, iso3, sector, inter from seeded
union all
select actor_id, name, iso3, sector, inter from unlisted
