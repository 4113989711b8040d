-- How the tolls of incidents were revised, and which article brought each revision.
select
    changes.changed_at,
    changes.fact_id,
    marts.current_fact_id(changes.fact_id) as fact_id_now,
    changes.field,
    changes.old_value,
    changes.new_value,
    articles.outlet,
    articles.title
from {{ ref('changes') }} as changes
left join {{ ref('dim_articles') }} as articles on changes.article_id = articles.article_id
where changes.change = 'changed' and changes.fact_table = 'fct_incidents' and starts_with(changes.field, 'killed_')
order by changes.changed_at, changes.fact_id, changes.field
