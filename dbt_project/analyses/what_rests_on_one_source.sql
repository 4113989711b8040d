-- Incidents with dead that one independent source alone tells: what to look for elsewhere before it is cited.
select
    incidents.incident_id,
    incidents.event_date,
    incidents.location,
    incidents.killed_low,
    incidents.responsibility_status,
    list(distinct articles.outlet order by articles.outlet) as outlets,
    incidents.confidence
from {{ ref('fct_incidents') }} as incidents
inner join {{ ref('brg_fact_evidence') }} as evidence on incidents.incident_id = evidence.fact_id
inner join {{ ref('dim_articles') }} as articles on evidence.article_id = articles.article_id
where incidents.n_sources = 1 and incidents.killed_low > 0
group by all
order by incidents.killed_low desc, incidents.incident_id
