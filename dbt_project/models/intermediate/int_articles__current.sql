with recursive articles as (
    select * from {{ source('staging', 'articles') }}
    where is_current
),

-- A copy of a copy belongs to the report it all began with.
reports (article_id, report_id) as (
    select
        articles.article_id,
        articles.article_id as report_id
    from articles
    left join articles as originals on articles.near_duplicate_of = originals.article_id
    where originals.article_id is null

    union all

    select
        articles.article_id,
        reports.report_id
    from articles
    inner join reports on articles.near_duplicate_of = reports.article_id
)

select
    articles.article_id,
    articles.version,
    articles.external_id,
    articles.source_id,
    articles.url,
    articles.outlet,
    articles.title,
    articles.title_from,
    articles.language,
    articles.language_from,
    articles.is_read,
    articles.published_on,
    articles.published_from,
    articles.published_at,
    articles.published_offset,
    articles.published_confidence,
    articles.has_published_conflict,
    articles.published_flag,
    articles.text,
    articles.near_duplicate_of,
    coalesce(reports.report_id, articles.article_id) as report_id,
    articles.text_licence,
    articles.n_sentences,
    articles.first_seen_at
from articles
left join reports on articles.article_id = reports.article_id
