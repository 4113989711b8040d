{{ config(materialized='kept', kept_by='article', at_once=125000) }}

with article_facts as (
    select * from {{ source('staging', 'article_facts') }}
),

articles as (
    select * from {{ ref('int_articles__current') }}
    where {{ among_touched('article_id', 'article') }}
),

claims as (
    select * from {{ ref('int_claims__current') }}
    where {{ among_touched('article_id', 'article') }}
),

roles as (
    select
        actor_id::varchar as actor_id,
        affiliation_id::varchar as affiliation_id,
        coalesce(valid_from::date, '0001-01-01'::date) as valid_from,
        coalesce(valid_to::date, '9999-12-31'::date) as valid_to
    from {{ ref('actor_roles') }}
    where affiliation_id is not null
),

actors as (
    select
        actor_id::varchar as actor_id,
        iso3::varchar as iso3,
        sector::varchar as sector,
        inter::integer as inter
    from {{ ref('actors') }}
),

current_facts as (
    select
        article_facts.* exclude (version),
        articles.version,
        articles.published_on,
        articles.source_id,
        articles.report_id,
        articles.report_source_id,
        articles.shared_report_id,
        articles.shared_source_id,
        articles.first_seen_at
    from article_facts
    inner join articles
        on article_facts.article_id = articles.article_id and article_facts.version = articles.version
),

claimed as (
    select
        article_fact_id,
        list(claim_id order by char_start, claim_id) as claim_ids,
        max(recorded_at) as claims_recorded_at
    from claims
    where article_fact_id is not null
    group by article_fact_id
),

passages as (
    select
        article_id,
        title,
        unnest(shared_spans) as span
    from articles
    where shared_report_id is not null
),

-- How many characters of each claim stand in passages of another report; a headline says what the passages say.
shared_claims as (
    select
        claims.article_fact_id,
        claims.claim_id,
        2 * sum(greatest(least(claims.char_end, passages.span[2]) - greatest(claims.char_start, passages.span[1]), 0))
        >= any_value(claims.char_end - claims.char_start)
        or any_value(coalesce(contains(passages.title, claims.quote), false)) as is_shared
    from claims
    inner join passages on claims.article_id = passages.article_id
    group by claims.article_fact_id, claims.claim_id
),

taken_over as (
    select article_fact_id
    from shared_claims
    group by article_fact_id
    having bool_and(is_shared)
),

involved as (
    select
        article_fact_id,
        published_on,
        'party' as part,
        unnest(actors) as actor
    from current_facts
    union all
    select
        article_fact_id,
        published_on,
        'recipient' as part,
        unnest(recipients) as actor
    from current_facts
),

-- Who an actor counts as when facts are compared: a state by its country, so that a minister, "Islamabad" and
-- "Pakistani officials" are one party; anyone else by id or name.  A dated role says for whom a person stands.
parties as (
    select
        involved.article_fact_id,
        involved.part,
        case
            when affiliates.inter = 1 or affiliates.sector in ('GOV', 'MIL')
                then coalesce(affiliates.iso3, affiliates.actor_id)
            when affiliates.actor_id is not null then affiliates.actor_id
            when involved.actor.inter = 1 or involved.actor.sector in ('GOV', 'MIL')
                then coalesce(involved.actor.iso3, involved.actor.actor_id, lower(involved.actor.name))
            else coalesce(involved.actor.actor_id, lower(involved.actor.name))
        end as party_key,
        involved.actor.actor_id is not null or involved.actor.inter = 1 as is_identified
    from involved
    left join roles
        on
            involved.actor.actor_id = roles.actor_id
            and coalesce(involved.published_on, '9999-12-31'::date) between roles.valid_from and roles.valid_to
    left join actors as affiliates on roles.affiliation_id = affiliates.actor_id
),

party_lists as (
    select
        article_fact_id,
        coalesce(list_sort(list(distinct party_key) filter (where part = 'party')), []) as party_keys,
        coalesce(list_sort(list(distinct party_key) filter (where part = 'recipient')), []) as recipient_keys,
        coalesce(list_sort(list(distinct party_key) filter (where is_identified)), []) as identified_keys
    from parties
    where party_key is not null
    group by article_fact_id
)

select
    current_facts.article_fact_id,
    current_facts.fact_kind,
    current_facts.article_id,
    current_facts.version,
    current_facts.first_claim_id,
    current_facts.char_start,
    current_facts.event_type,
    current_facts.sub_event_type,
    current_facts.date_start,
    -- A count "since 2023" has an open end; anything else that names one day ends on it.
    case
        when current_facts.fact_kind = 'deportation' then current_facts.date_end
        else coalesce(current_facts.date_end, current_facts.date_start)
    end as date_end,
    current_facts.date_prec,
    current_facts.has_date_conflict,
    current_facts.place_id,
    current_facts.place_text,
    current_facts.place_name,
    current_facts.admin1,
    current_facts.iso3,
    current_facts.latitude,
    current_facts.longitude,
    current_facts.is_crossing,
    coalesce(
        current_facts.where_prec,
        case when current_facts.place_id is not null then {{ precision_of_place('current_facts.feature_code') }} end
    ) as where_prec,
    current_facts.actors,
    current_facts.recipients,
    current_facts.payload,
    current_facts.is_main,
    current_facts.words,
    current_facts.confidence,
    current_facts.published_on,
    current_facts.source_id,
    case when taken_over.article_fact_id is null then current_facts.report_id else current_facts.shared_report_id end
        as report_id,
    case
        when taken_over.article_fact_id is null then current_facts.report_source_id else current_facts.shared_source_id
    end as report_source_id,
    coalesce(party_lists.party_keys, []) as party_keys,
    coalesce(party_lists.recipient_keys, []) as recipient_keys,
    coalesce(party_lists.identified_keys, []) as identified_keys,
    coalesce(claimed.claim_ids, [current_facts.first_claim_id]) as claim_ids,
    -- The window in which it is compared: its dates; else the week before its end, or before publication;
    -- nothing past a month.
    case
        when current_facts.date_start is null then coalesce(current_facts.date_end, current_facts.published_on) - 6
        when coalesce(current_facts.date_end, current_facts.date_start) - current_facts.date_start <= 31
            then current_facts.date_start
    end as link_start,
    case
        when current_facts.date_start is null then coalesce(current_facts.date_end, current_facts.published_on)
        when coalesce(current_facts.date_end, current_facts.date_start) - current_facts.date_start <= 31
            then coalesce(current_facts.date_end, current_facts.date_start)
    end as link_end,
    -- The order in which the world was told, whatever the order of delivery: to be sorted by.
    concat_ws(
        ' ',
        coalesce(current_facts.published_on, '9999-12-31'::date)::varchar,
        current_facts.article_id,
        lpad(current_facts.char_start::varchar, 9, '0'),
        current_facts.article_fact_id
    ) as telling,
    current_facts.first_seen_at,
    greatest(current_facts.recorded_at, claimed.claims_recorded_at, current_facts.first_seen_at) as last_changed_at
from current_facts
left join claimed on current_facts.article_fact_id = claimed.article_fact_id
left join party_lists on current_facts.article_fact_id = party_lists.article_fact_id
left join taken_over on current_facts.article_fact_id = taken_over.article_fact_id
