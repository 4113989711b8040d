-- Denials of incidents that other articles tell: linked by a reviewer, or carried without the claim where days, place
-- and the country of the denier leave one incident that can be meant.  A denial never deletes.
with claims as (
    select * from {{ ref('int_claims__current') }}
),

named as (
    select * from {{ ref('int_facts__named') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
    where fact_kind = 'incident'
),

actors as (
    select * from {{ ref('int_actors__known') }}
),

decisions as (
    select * from {{ ref('int_decisions__latest') }}
    where action = 'link_denial'
),

denials as (
    select
        claims.claim_id,
        claims.article_id,
        claims.place_id,
        claims.admin1,
        claims.iso3,
        claims.where_prec,
        claims.date_start as first_day,
        claims.date_end as last_day,
        actors.iso3 as denier_iso3
    from claims
    left join actors on claims.speaker_id = actors.actor_id
    where
        claims.claim_kind = 'incident'
        and claims.stance = 'denies'
        and claims.article_fact_id is null
        and claims.target_claim_id is null
        and claims.date_start is not null
        and claims.where_prec <= 5
),

meant as (
    select distinct
        denials.claim_id,
        named.fact_id
    from denials
    inner join article_facts
        on
            denials.article_id <> article_facts.article_id
            and denials.iso3 = article_facts.iso3
            and (
                denials.place_id = article_facts.place_id
                or denials.admin1 = article_facts.admin1 and greatest(denials.where_prec, article_facts.where_prec) <= 4
            )
            and {{ days_apart('denials.first_day', 'denials.last_day', 'date_start', 'date_end') }} <= 1
    inner join named on article_facts.article_fact_id = named.article_fact_id
    where
        len(article_facts.identified_keys) = 0
        or coalesce(list_contains(article_facts.identified_keys, denials.denier_iso3), true)
),

settled as (
    select
        claim_id,
        any_value(fact_id) as fact_id
    from meant
    group by claim_id
    having count(*) = 1
)

select
    target_id as fact_id,
    new_value as claim_id
from decisions
union
select
    fact_id,
    claim_id
from settled
