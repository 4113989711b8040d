-- Article facts that tell of one fact: connected components of the pairs, cut where they would contradict themselves.
-- A component is taken at the lowest score at which it holds no two facts of one article and
-- hardly a pair that excludes one another;
-- since components at a higher score lie inside those at a lower one, each fact falls into exactly one.
with article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

pairs as (
    select * from {{ ref('int_fact_pairs__scored') }}
),

levels as (
    select unnest({{ var('link_levels') }})::double as level
),

linked as (
    select
        levels.level,
        pairs.left_id,
        pairs.right_id
    from pairs
    inner join levels on pairs.score >= levels.level
    where pairs.score > 0
),

links as (
    select
        linked.level,
        l.telling as from_id,
        r.telling as to_id
    from linked
    inner join article_facts as l on linked.left_id = l.article_fact_id
    inner join article_facts as r on linked.right_id = r.article_fact_id
    union all
    select
        linked.level,
        r.telling as from_id,
        l.telling as to_id
    from linked
    inner join article_facts as l on linked.left_id = l.article_fact_id
    inner join article_facts as r on linked.right_id = r.article_fact_id
),

nodes as (
    select distinct
        level,
        from_id as id,
        from_id as label
    from links
),

labels as (
    {{ connected_components('nodes', 'links') }}
),

members as (
    select
        labels.level,
        labels.label,
        article_facts.article_fact_id,
        article_facts.article_id,
        article_facts.fact_kind
    from labels
    inner join article_facts on labels.id = article_facts.telling
),

sizes as (
    select
        level,
        label,
        count(*) as n_facts,
        count(distinct article_id) as n_articles,
        any_value(fact_kind) as fact_kind
    from members
    group by level, label
),

judged as (
    select
        l.level,
        l.label,
        count(*) filter (where pairs.score = 0) as n_pairs,
        bool_or(pairs.is_manual and pairs.score = 0) as is_split,
        bool_or(pairs.is_manual and pairs.score = 1) as is_merged
    from pairs
    inner join members as l on pairs.left_id = l.article_fact_id
    inner join members as r on pairs.right_id = r.article_fact_id and l.level = r.level and l.label = r.label
    where pairs.score = 0 or pairs.is_manual
    group by l.level, l.label
),

-- One article tells several events of a ceasefire, but its facts of every other kind apart on purpose.
-- A few clashing pairs are what misread places and days leave in a large component; what a reviewer
-- splits or merges is settled.
self_contradicting as (
    select
        sizes.level,
        sizes.label
    from sizes
    left join judged on sizes.level = judged.level and sizes.label = judged.label
    where
        judged.is_split
        or not coalesce(judged.is_merged, false)
        and (
            sizes.n_articles < sizes.n_facts and sizes.fact_kind <> 'ceasefire'
            or judged.n_pairs > {{ var('link_tolerance') }} * sizes.n_facts * (sizes.n_facts - 1) / 2
        )
),

coherent as (
    select
        members.article_fact_id,
        members.label
    from members
    left join self_contradicting
        on members.level = self_contradicting.level and members.label = self_contradicting.label
    where self_contradicting.label is null
    qualify row_number() over (partition by members.article_fact_id order by members.level) = 1
)

select
    article_facts.article_fact_id,
    article_facts.fact_kind,
    coalesce(coherent.label, article_facts.telling) as cluster
from article_facts
left join coherent on article_facts.article_fact_id = coherent.article_fact_id
