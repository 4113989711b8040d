-- Who told each fact: its articles, the first published first.
select
    e.fact_id,
    string_agg(distinct a.outlet, '; ' order by a.outlet) as outlets,
    string_agg(distinct concat_ws(', ', a.outlet, a.published_on, a.title), '; ') as headlines,
    min(a.published_on) as first_published_on,
    arg_min(a.title, coalesce(a.published_on, date '9999-12-31')) as first_headline,
    list(distinct {outlet: a.outlet, title: a.title, url: a.url, published_on: a.published_on, article_id: a.article_id}
        order by {outlet: a.outlet, title: a.title, url: a.url, published_on: a.published_on, article_id: a.article_id})
        as publications
from marts.brg_fact_evidence as e
join marts.dim_articles as a using (article_id)
where e.role <> 'context'
group by e.fact_id
