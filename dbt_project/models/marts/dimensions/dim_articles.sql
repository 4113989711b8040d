with articles as (
    select * from {{ ref('int_articles__current') }}
)

select
    article_id,
    external_id,
    version,
    source_id,
    url,
    outlet,
    title,
    language,
    published_on,
    published_from,
    first_seen_at,
    near_duplicate_of,
    duplicate_kind,
    likeness,
    n_sentences::integer as n_sentences,
    text_licence
from articles
