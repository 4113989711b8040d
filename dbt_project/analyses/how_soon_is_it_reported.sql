-- Days between an incident and each outlet's first report of it: who is early, who is late.
with first_reports as (
    select
        articles.outlet,
        evidence.fact_id,
        min(articles.published_on) as reported_on
    from {{ ref('brg_fact_evidence') }} as evidence
    inner join {{ ref('dim_articles') }} as articles on evidence.article_id = articles.article_id
    where articles.outlet is not null
    group by articles.outlet, evidence.fact_id
)

select
    first_reports.outlet,
    count(*) as n_incidents,
    median(date_diff('day', incidents.date_start, first_reports.reported_on)) as median_days,
    max(date_diff('day', incidents.date_start, first_reports.reported_on)) as most_days
from first_reports
inner join {{ ref('fct_incidents') }} as incidents on first_reports.fact_id = incidents.incident_id
where incidents.date_prec = 1
group by first_reports.outlet
order by median_days, first_reports.outlet
