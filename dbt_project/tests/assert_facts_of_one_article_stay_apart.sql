-- Extraction told the facts of an article apart; linking never joins them again: only a
-- reviewer may (and the events of a ceasefire belong together).
select
    named.fact_id,
    facts.article_id
from {{ ref('int_facts__named') }} as named
inner join {{ ref('int_article_facts__current') }} as facts on named.article_fact_id = facts.article_fact_id
where
    named.fact_kind <> 'ceasefire'
    and named.fact_id not in (
        select unnest([decisions.target_id, decisions.new_value]) from {{ ref('review_decisions') }} as decisions
        where decisions.action = 'merge'
    )
group by named.fact_id, facts.article_id
having count(*) > 1
