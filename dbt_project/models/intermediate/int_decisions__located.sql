-- Where what a reviewer decided about stands in the present reading: each claim seen then, and the article fact that
-- tells it now.  A claim is found by its id; failing that (a new extractor cut sentences otherwise), by its place in
-- the same text; failing that (a corrected article), by its words.  Where two facts fit equally well, it is not found:
-- better told than guessed.
with decisions as (
    select * from {{ source('raw', 'review_decisions') }}
),

kinds as (
    select * from {{ ref('fact_kinds') }}
),

claims as (
    select * from {{ ref('int_claims__current') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

seen as (
    select
        decision_id,
        action,
        target_table,
        'target' as role,
        unnest(target) as mark,
        generate_subscripts(target, 1) as number
    from decisions
    union all
    select
        decision_id,
        action,
        target_table,
        'other' as role,
        unnest(other) as mark,
        generate_subscripts(other, 1) as number
    from decisions
),

marks as (
    select
        seen.decision_id,
        seen.role,
        seen.number,
        seen.mark.claim_id,
        seen.mark.article_id,
        seen.mark.version,
        seen.mark.claim_kind,
        seen.mark.char_start,
        seen.mark.char_end,
        seen.mark.quote,
        seen.mark.sub_event_type,
        seen.mark.date_start,
        seen.mark.place_id,
        seen.mark.speaker_id,
        seen.mark.payload,
        seen.action = 'link_denial' and seen.role = 'other' as is_denial,
        kinds.fact_kind
    from seen
    inner join kinds on seen.target_table = kinds.fact_table
),

compared as (
    select
        marks.decision_id,
        marks.role,
        marks.number,
        claims.claim_id,
        -- A denial is a claim, of a fact or of none; all else is about facts.
        case when marks.is_denial then claims.claim_id else article_facts.article_fact_id end as found,
        article_facts.article_fact_id,
        claims.claim_id = marks.claim_id as is_same,
        case
            when claims.version = marks.version
                then least(claims.char_end, marks.char_end) - greatest(claims.char_start, marks.char_start)
            when claims.quote = marks.quote then len(claims.quote)
            else 0
        end as n_common,
        least(len(claims.quote), len(marks.quote)) as n_shorter,
        len(list_intersect({{ says('claims') }}, {{ says('marks') }})) as n_agreeing
    from marks
    inner join claims on marks.article_id = claims.article_id
    left join article_facts on claims.article_fact_id = article_facts.article_fact_id
    where
        marks.is_denial and claims.claim_kind = marks.claim_kind
        or not marks.is_denial and article_facts.fact_kind = marks.fact_kind
),

best as (
    select * from compared
    where is_same or 2 * n_common >= n_shorter
    qualify
        rank() over (
            partition by decision_id, role, number
            order by is_same desc, n_common desc, n_agreeing desc
        ) = 1
)

select
    decision_id,
    role,
    number,
    min(claim_id) as claim_id,
    min(article_fact_id) as article_fact_id
from best
group by decision_id, role, number
having count(distinct found) = 1
