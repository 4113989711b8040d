{{ config(materialized='kept', kept_by='article') }}

with articles as (
    select * from {{ ref('int_articles__current') }}
    where {{ among_touched('article_id', 'article') }}
)

select
    article_id,
    external_id,
    version,
    source_id,
    url,
    outlet,
    title,
    title_from,
    language,
    language_from,
    is_read,
    published_on,
    published_from,
    published_at,
    published_offset,
    published_confidence,
    has_published_conflict,
    published_flag,
    first_seen_at,
    near_duplicate_of,
    duplicate_kind,
    likeness,
    n_sentences::integer as n_sentences,
    text_licence
from articles
