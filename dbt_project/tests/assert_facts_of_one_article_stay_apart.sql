-- Extraction told the facts of an article apart; linking never joins them again: only a
-- reviewer may (and the events of a ceasefire belong together).  A fact that is as it was was looked at before.
select
    named.fact_id,
    facts.article_id
from {{ ref('int_facts__named') }} as named
inner join {{ ref('int_article_facts__current') }} as facts on named.article_fact_id = facts.article_fact_id
where
    named.fact_kind <> 'ceasefire'
    and {{ made_by_this_build('named.fact_id', 'fact') }}
    and named.fact_id not in (
        select merged.fact_id
        from {{ ref('int_fact_pairs__decided') }} as pairs
        inner join {{ ref('int_facts__named') }} as merged
            on pairs.left_id = merged.article_fact_id or pairs.right_id = merged.article_fact_id
        where pairs.score = 1
    )
group by named.fact_id, facts.article_id
having count(*) > 1
