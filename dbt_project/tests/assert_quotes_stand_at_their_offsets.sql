-- The quote of every claim that this build took up is what its article says between the offsets.
select claims.claim_id
from {{ ref('fct_claims') }} as claims
inner join {{ ref('int_articles__current') }} as articles on claims.article_id = articles.article_id
where
    {{ made_by_this_build('claims.article_id', 'article') }}
    and claims.quote is distinct from substr(articles.text, claims.char_start + 1, claims.char_end - claims.char_start)
