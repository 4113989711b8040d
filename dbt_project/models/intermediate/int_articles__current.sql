{{ config(materialized='view') }}

with articles as (
    select * from {{ source('staging', 'articles') }}
    where is_current
),

originals as (
    select
        articles.article_id,
        originals.article_id as original_id,
        originals.source_id as original_source_id,
        coalesce(articles.duplicate_kind <> 'partial', true) as is_whole
    from articles
    inner join articles as originals on articles.near_duplicate_of = originals.article_id
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
    articles.published_candidates,
    articles.text,
    articles.near_duplicate_of,
    articles.duplicate_kind,
    articles.likeness,
    -- Whose report it is: a copy's is its original's.  One that holds another report whole, and more, is one of its
    -- own; what it tells in the passages of the other one is the other one's.
    case when originals.is_whole then originals.original_id else articles.article_id end as report_id,
    case when originals.is_whole then originals.original_source_id else articles.source_id end as report_source_id,
    case when not originals.is_whole then originals.original_id end as shared_report_id,
    case when not originals.is_whole then originals.original_source_id end as shared_source_id,
    from_json(articles.shared_spans, '[["BIGINT"]]') as shared_spans,
    articles.text_licence,
    articles.n_sentences,
    articles.first_seen_at
from articles
left join originals on articles.article_id = originals.article_id
