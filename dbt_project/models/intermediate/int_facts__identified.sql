-- The id of each fact: country, day and kind of its first telling, and the start of the first claim's id.
-- The first telling is the earliest published, so that the order of delivery changes no id.
with article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

clusters as (
    select * from {{ ref('int_facts__clustered') }}
),

kinds as (
    select * from {{ ref('fact_kinds') }}
),

event_codes as (
    select distinct event_type, code from {{ ref('event_types') }}
),

first_tellings as (
    select
        article_facts.article_fact_id as cluster,
        article_facts.fact_kind,
        article_facts.first_claim_id,
        kinds.fact_table,
        coalesce(
            case
                when article_facts.fact_kind = 'deportation' then {{ payload('from_iso3', 'article_facts') }}
                when article_facts.fact_kind = 'statement' then article_facts.actors[1].iso3
            end,
            article_facts.iso3,
            case when article_facts.fact_kind = 'ceasefire' then list_min([a.iso3 for a in article_facts.actors]) end,
            'XXX'
        ) as country,
        case
            when article_facts.date_start is null then 'undated'
            when article_facts.date_prec = 5 then strftime(article_facts.date_start, '%Y')
            when article_facts.date_prec = 4 then strftime(article_facts.date_start, '%Y-%m')
            else strftime(article_facts.date_start, '%Y-%m-%d')
        end as day,
        coalesce(event_codes.code, kinds.code) as code
    from article_facts
    inner join kinds on article_facts.fact_kind = kinds.fact_kind
    left join event_codes on article_facts.fact_kind = 'incident' and article_facts.event_type = event_codes.event_type
    where article_facts.article_fact_id in (select clusters.cluster from clusters)
),

named as (
    select
        cluster,
        fact_kind,
        fact_table,
        concat_ws('-', country, day, code, first_claim_id[:6]) as short_id,
        concat_ws('-', country, day, code, first_claim_id) as long_id
    from first_tellings
),

-- Six digits nearly always tell facts of one country, day and kind apart; where they do not, the whole hash does.
shared as (
    select short_id from named
    group by short_id
    having count(*) > 1
),

told_apart as (
    select
        named.cluster,
        named.fact_kind,
        named.fact_table,
        case when shared.short_id is null then named.short_id else named.long_id end as fact_id
    from named
    left join shared on named.short_id = shared.short_id
)

select
    clusters.article_fact_id,
    told_apart.fact_kind,
    told_apart.fact_table,
    told_apart.fact_id
from clusters
inner join told_apart on clusters.cluster = told_apart.cluster
