{{ config(materialized='view') }}

-- Two articles tell of one round where the parties and the days agree, or the venue and neighbouring days.
-- The number of the round decides nothing: outlets count differently.
with talks as (
    select
        *,
        lower({{ payload('venue') }}) as venue
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'talks'
),

blocks as (
    select
        *,
        {{ weeks_of('link_start', 'link_end') }} as week
    from talks
    where link_start is not null
),

pairs as (
    select distinct on (l.article_fact_id, r.article_fact_id)
        l.article_fact_id as left_id,
        r.article_fact_id as right_id,
        {{ days_apart('l.link_start', 'l.link_end', 'r.link_start', 'r.link_end') }} as days_apart,
        l.date_end is null or r.date_end is null as is_undated,
        len(list_intersect(l.party_keys, r.party_keys)) as shared_parties,
        least(len(l.party_keys), len(r.party_keys)) as fewest_parties,
        coalesce(l.place_id = r.place_id, false) or coalesce(l.venue = r.venue, false) as is_same_venue,
        coalesce(l.place_id <> r.place_id, l.venue <> r.venue, false) as is_other_venue,
        greatest(coalesce(l.where_prec, 1), coalesce(r.where_prec, 1)) as widest_place
    from blocks as l
    inner join blocks as r
        on l.week = r.week and l.telling < r.telling and l.article_id <> r.article_id
)

select
    left_id,
    right_id,
    case
        when days_apart > 1 then 0.0
        when fewest_parties > 0 and shared_parties < least(2, fewest_parties) then 0.0
        when is_other_venue and widest_place < 6 then 0.0
        when is_same_venue and (fewest_parties > 0 or days_apart = 0) and not is_undated then 1.0
        when fewest_parties >= 2 and days_apart = 0 and not is_undated then 0.9
        when fewest_parties >= 2 and is_same_venue then 0.8
        else 0.5
    end as score
from pairs
