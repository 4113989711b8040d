-- Articles whose publication day something speaks against: what, and whether a reviewer has settled it since the newest
-- version came in.
with articles as (
    select * from {{ ref('int_articles__current') }}
    where published_flag is not null
),

decisions as (
    select * from {{ ref('int_decisions__judged') }}
    where target_table = 'dim_articles' and state = 'in_force'
),

candidates as (
    select
        article_id,
        unnest(
            from_json(published_candidates, '[{"from": "VARCHAR", "words": "VARCHAR", "agrees": "BOOLEAN"}]')
        ) as candidate
    from articles
),

others as (
    select
        article_id,
        string_agg(candidate."from" || ' says ' || left(candidate.words, 60), ', ' order by candidate."from") as said
    from candidates
    where not candidate.agrees
    group by article_id
)

select
    articles.article_id,
    articles.first_seen_at,
    concat_ws(
        '; ',
        replace(articles.published_flag, '_', ' '),
        'taken as ' || coalesce(articles.published_on::varchar || ' (' || articles.published_from || ')', 'unknown'),
        others.said
    ) as detail,
    case decisions.action when 'edit' then 'edited' when 'accept' then 'reviewed' else 'machine' end as review_status,
    coalesce(decisions.decided_at < articles.first_seen_at, true) as is_open
from articles
left join others on articles.article_id = others.article_id
left join decisions on articles.article_id = decisions.target_id
