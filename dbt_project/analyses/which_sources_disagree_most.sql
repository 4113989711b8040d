-- Pairs of outlets by the number of facts on which they give different values for a field.
with told as (
    select conflicts.fact_id, conflicts.field, conflicts.value, articles.outlet
    from (select *, unnest(claim_ids) as claim_id from {{ ref('fct_conflicts') }}) as conflicts
    inner join {{ ref('fct_claims') }} as claims on conflicts.claim_id = claims.claim_id
    inner join {{ ref('dim_articles') }} as articles on claims.article_id = articles.article_id
    where articles.outlet is not null
)

select
    one.outlet,
    other.outlet as other_outlet,
    count(distinct one.fact_id) as n_facts,
    list(distinct one.field order by one.field) as fields
from told as one
inner join told as other
    on one.fact_id = other.fact_id and one.field = other.field and one.outlet < other.outlet
where one.value <> other.value
group by one.outlet, other.outlet
order by n_facts desc, one.outlet, other.outlet
