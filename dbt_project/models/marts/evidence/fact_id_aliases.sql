with registry as (
    select * from {{ ref('int_fact_registry') }}
),

identified as (
    select * from {{ ref('int_facts__identified') }}
),

named as (
    select * from {{ ref('int_facts__named') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

gone as (
    select * from registry
    where fact_id not in (select named.fact_id from named)
),

-- An article keeps its claims, or takes their place by others.
current_claims as (
    select
        identified.fact_id,
        identified.fact_kind,
        article_facts.article_id,
        article_facts.char_start,
        unnest(article_facts.claim_ids) as claim_id
    from identified
    inner join article_facts on identified.article_fact_id = article_facts.article_fact_id
    where article_facts.article_id in (select gone.article_id from gone)
),

-- Where its claims stand now (a rejected fact holds its own); failing that (a new version of the article), the nearest
-- fact of its kind in the article.
successors as (
    select
        gone.fact_id as old_id,
        current_claims.fact_id as new_id,
        1 as choice,
        count(*) as weight
    from gone
    inner join current_claims on gone.claim_id = current_claims.claim_id
    group by gone.fact_id, current_claims.fact_id
    union all
    select
        gone.fact_id as old_id,
        current_claims.fact_id as new_id,
        2 as choice,
        -min(abs(gone.char_start - current_claims.char_start)) as weight
    from gone
    inner join
        current_claims
        on gone.article_id = current_claims.article_id and gone.fact_kind = current_claims.fact_kind
    group by gone.fact_id, current_claims.fact_id
),

heirs as (
    select
        old_id,
        new_id,
        choice,
        count(*) over (partition by old_id, choice) as n_heirs
    from successors
    qualify row_number() over (partition by old_id order by choice, weight desc, new_id) = 1
),

registered as (
    select
        fact_id,
        min(registered_at) as registered_at
    from registry
    where fact_id in (select gone.fact_id from gone) or fact_id in (select heirs.new_id from heirs)
    group by fact_id
),

-- An id whose first claim is no longer read was reread; else the claim that named it tells what became of it.
old_ids as (
    select
        gone.fact_id,
        count(current_claims.claim_id) > 0 as is_still_read
    from gone
    left join current_claims
        on
            gone.claim_id = current_claims.claim_id
            and starts_with(current_claims.claim_id, split_part(gone.fact_id, '-', -1))
    group by gone.fact_id
)

select
    old_ids.fact_id::varchar as old_id,
    nullif(heirs.new_id, old_ids.fact_id)::varchar as new_id,
    case
        when heirs.new_id is null then 'withdrawn'
        when heirs.new_id = old_ids.fact_id then 'rejected'
        when not old_ids.is_still_read then 'reread'
        when heirs.n_heirs > 1 then 'split'
        when split_part(heirs.new_id, '-', -1) = split_part(old_ids.fact_id, '-', -1) then 'renamed'
        else 'merged'
    end as reason,
    greatest(old.registered_at, new.registered_at) as recorded_at
from old_ids
left join heirs on old_ids.fact_id = heirs.old_id
left join registered as old on old_ids.fact_id = old.fact_id
left join registered as new on heirs.new_id = new.fact_id
