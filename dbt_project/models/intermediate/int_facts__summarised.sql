{{ config(materialized='kept', kept_by='fact', at_once=250000) }}

-- What every kind of fact counts: sources, articles, claims, confidence, when it was first told and last changed.
with named as (
    select * from {{ ref('int_facts__named') }}
    where {{ among_touched('fact_id', 'fact') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

decisions as (
    select * from {{ ref('int_decisions__latest') }}
    where action <> 'reject'
),

members as (
    select
        named.fact_id,
        named.fact_kind,
        named.fact_table,
        article_facts.* exclude (fact_kind)
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
),

-- Edited: a reviewer set a value, grouped the tellings or linked a denial.  Reviewed: one looked and let it stand.
verdicts as (
    select
        target_id,
        case when bool_or(action <> 'accept') then 'edited' else 'reviewed' end as review_status,
        max(decided_at) as decided_at,
        max(decided_at) filter (where action in ('accept', 'edit')) as settled_at
    from decisions
    group by target_id
)

select
    members.fact_id,
    any_value(members.fact_kind) as fact_kind,
    any_value(members.fact_table) as fact_table,
    -- Copies of one report count as one source: that of the report.
    count(distinct members.report_source_id)::integer as n_sources,
    count(distinct members.article_id)::integer as n_articles,
    len(list_distinct(flatten(list(members.claim_ids))))::integer as n_claims,
    max(members.confidence) as confidence,
    bool_or(members.has_date_conflict) as has_date_conflict,
    arg_min(members.first_claim_id, members.telling) as first_claim_id,
    min(members.published_on) as first_reported_on,
    min(members.first_seen_at) as first_seen_at,
    greatest(max(members.last_changed_at), any_value(verdicts.decided_at)) as last_changed_at,
    coalesce(any_value(verdicts.review_status), 'machine') as review_status,
    -- Whether no reviewer settled it since the last of its articles came in.
    coalesce(any_value(verdicts.settled_at) < max(members.first_seen_at), true) as is_open
from members
left join verdicts on members.fact_id = verdicts.target_id
group by members.fact_id
