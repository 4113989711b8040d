{{ config(materialized='kept', kept_by='fact', at_once=250000) }}

-- Every value that an article gives for a field of a fact, the one that is chosen, and those that contradict it.
-- Which fields there are, and how each is chosen, is data: seeds/resolution_rules.csv, and the variable `resolve` for a
-- user who wants another rule.
with named as (
    select * from {{ ref('int_facts__named') }}
    where {{ among_touched('fact_id', 'fact') }}
),

article_facts as (
    select * from {{ ref('int_article_facts__current') }}
),

-- Only those of the facts made here: all claims of an archive, held to be asked three times, would fill the memory.
claims as (
    select claims.*
    from {{ ref('int_claims__current') }} as claims
    inner join named on claims.article_fact_id = named.article_fact_id
),

rules as (
    select
        fact_kind,
        field,
        {{ rule_in_force('choose') }} as choose,
        {{ rule_in_force('rule') }} as rule,
        is_comparable,
        string_split(coalesce(value_order, ''), '|') as value_order,
        string_split(coalesce(weak_values, ''), '|') as weak_values
    from {{ ref('resolution_rules') }}
),

actors as (
    select * from {{ ref('int_actors__known') }}
),

edits as (
    select * from {{ ref('int_decisions__latest') }}
    where action = 'edit'
),

linked_denials as (
    select
        fact_id,
        min(claim_id) as claim_id
    from {{ ref('int_denials__linked') }}
    group by fact_id
),

members as (
    select
        article_facts.*,
        named.fact_id,
        -- Copies of one report speak once, with the voice of the first.
        row_number() over (partition by named.fact_id, article_facts.report_id order by article_facts.telling) = 1
        or article_facts.fact_kind = 'ceasefire' as is_eligible
    from named
    inner join article_facts on named.article_fact_id = article_facts.article_fact_id
),

told as (
    select
        members.fact_id,
        members.fact_kind,
        members.article_fact_id,
        members.first_claim_id,
        members.telling,
        members.published_on,
        members.is_eligible,
        rules.field,
        case rules.field
            when 'date' then {{ day_interval('members') }}
            when 'place_id' then members.place_id
            when 'event_type' then members.event_type
            when 'sub_event_type' then members.sub_event_type
            when 'status' then {{ status_of('members') }}
            when 'killed_high' then {{ upper_bound('members', 'killed') }}
            when 'injured_high' then {{ upper_bound('members', 'injured') }}
            when 'count_high' then {{ upper_bound('members', 'count') }}
            else json_extract_string(members.payload, '$.' || rules.field)
        end as value,
        case rules.field when 'date' then members.date_prec when 'place_id' then members.where_prec end as value_prec
    from members
    inner join rules on members.fact_kind = rules.fact_kind
),

-- One outlet names who did it, another (or a denial linked to it) denies it: disputed, though neither says so.
disputes as (
    select
        members.fact_id,
        members.fact_kind,
        min_by(members.article_fact_id, members.telling) as article_fact_id,
        min_by(members.first_claim_id, members.telling) as first_claim_id,
        min(members.telling) as telling,
        min(members.published_on) as published_on,
        true as is_eligible,
        'responsibility_status' as field,
        'disputed' as value,
        null::integer as value_prec
    from members
    left join linked_denials on members.fact_id = linked_denials.fact_id
    where members.fact_kind = 'incident'
    group by members.fact_id, members.fact_kind
    having
        bool_or(
            {{ payload('responsibility_status', 'members') }} in ('claimed', 'alleged')
            or len({{ payload_list('attributed_to', 'members') }}) > 0
            or linked_denials.claim_id is not null
            and {{ payload('responsibility_status', 'members') }} = 'undisputed'
        )
        and bool_or(
            {{ payload('responsibility_status', 'members') }} = 'denied'
            or len({{ payload_list('denied_by', 'members') }}) > 0
            or linked_denials.claim_id is not null
        )
),

-- A linked denial of what nobody was blamed for.
denied as (
    select
        members.fact_id,
        members.fact_kind,
        min_by(members.article_fact_id, members.telling) as article_fact_id,
        min(linked_denials.claim_id) as first_claim_id,
        min(members.telling) as telling,
        min(members.published_on) as published_on,
        true as is_eligible,
        'responsibility_status' as field,
        'denied' as value,
        null::integer as value_prec
    from members
    inner join linked_denials on members.fact_id = linked_denials.fact_id
    where members.fact_kind = 'incident'
    group by members.fact_id, members.fact_kind
),

-- Where an article dates a fact in two ways, the days it did not settle on.
clashing_dates as (
    select
        members.fact_id,
        members.fact_kind,
        members.article_fact_id,
        claims.claim_id as first_claim_id,
        members.telling,
        members.published_on,
        false as is_eligible,
        'date' as field,
        concat(claims.date_start::varchar, '/', claims.date_end::varchar) as value,
        claims.date_prec as value_prec
    from members
    inner join claims on members.article_fact_id = claims.article_fact_id
    where
        members.has_date_conflict
        and (claims.date_end < members.date_start or claims.date_start > members.date_end)
),

-- Figures vouched for by an authority of the country in which it happened.
official_values as (
    select distinct
        members.article_fact_id,
        rules.field,
        json_extract_string(claims.payload, '$.' || rules.field) as value
    from members
    inner join claims on members.article_fact_id = claims.article_fact_id
    inner join actors on claims.speaker_id = actors.actor_id and members.iso3 = actors.iso3
    inner join rules on members.fact_kind = rules.fact_kind and rules.choose = 'official'
    where claims.stance <> 'denies' and actors.sector in ('GOV', 'MIL', 'COP')
),

candidates as (
    select * from told
    where value is not null
    union all
    select * from disputes
    union all
    select * from denied
    union all
    select * from clashing_dates
),

weighed as (
    select
        candidates.*,
        official_values.value is not null as is_official,
        count(*) filter (where candidates.is_eligible) over (
            partition by candidates.fact_id, candidates.field, candidates.value
        ) as n_reports
    from candidates
    left join official_values
        on
            candidates.article_fact_id = official_values.article_fact_id
            and candidates.field = official_values.field
            and candidates.value = official_values.value
),

ranked as (
    select
        candidates.*,
        case when rules.choose = 'official' and not candidates.is_official then 'most_recent' else rules.rule end
            as rule,
        rules.is_comparable,
        list_contains(rules.weak_values, candidates.value) as is_weak,
        row_number() over (
            partition by candidates.fact_id, candidates.field
            order by
                candidates.is_eligible desc,
                list_contains(rules.weak_values, candidates.value),
                case rules.choose
                    when 'precise' then candidates.value_prec
                    when 'longest' then greatest(candidates.value_prec, 2)
                end nulls last,
                case rules.choose when 'precise' then candidates.n_reports end desc nulls last,
                case rules.choose when 'official' then candidates.is_official end desc nulls last,
                case rules.choose
                    when 'longest'
                        then
                            try_cast(split_part(candidates.value, '/', 2) as date)
                            - try_cast(split_part(candidates.value, '/', 1) as date)
                end desc nulls last,
                case rules.choose when 'lowest' then try_cast(candidates.value as double) end nulls last,
                case rules.choose
                    when 'highest' then coalesce(try_cast(candidates.value as double), 'infinity'::double)
                end desc nulls last,
                case rules.choose when 'ranked' then list_position(rules.value_order, candidates.value) end nulls last,
                candidates.published_on desc nulls last,
                list_position(rules.value_order, candidates.value) nulls last,
                candidates.telling desc,
                candidates.value
        ) as choice
    from weighed as candidates
    inner join rules on candidates.fact_kind = rules.fact_kind and candidates.field = rules.field
),

compared as (
    select
        *,
        first_value(value) over (partition by fact_id, field order by choice) as chosen_value,
        first_value(value_prec) over (partition by fact_id, field order by choice) as chosen_prec,
        first_value(is_weak) over (partition by fact_id, field order by choice) as is_chosen_weak
    from ranked
),

-- Wider dates and places hold narrower ones and contradict none of them; a weak value contradicts none either.
judged as (
    select
        *,
        case
            when not is_comparable or value = chosen_value then false
            when field = 'date'
                then
                    coalesce(
                        try_cast(split_part(value, '/', 1) as date) > try_cast(split_part(chosen_value, '/', 2) as date)
                        or try_cast(split_part(value, '/', 2) as date)
                        < try_cast(split_part(chosen_value, '/', 1) as date),
                        false
                    )
            when field = 'place_id' then value_prec = chosen_prec
            else not is_weak and not is_chosen_weak
        end as is_conflicting
    from compared
),

-- The claims that give a value; a join that also asks for it would compare all values with all claims.
stated as (
    select
        judged.article_fact_id,
        judged.field,
        judged.value,
        claims.claim_id
    from judged
    inner join claims on judged.article_fact_id = claims.article_fact_id
    where
        judged.value = case judged.field
            when 'date' then concat(claims.date_start::varchar, '/', claims.date_end::varchar)
            when 'place_id' then claims.place_id
            when 'event_type' then claims.event_type
            when 'sub_event_type' then claims.sub_event_type
            else json_extract_string(claims.payload, '$.' || judged.field)
        end
),

claims_of_values as (
    select
        judged.fact_id,
        judged.field,
        judged.value,
        list_sort(list(distinct coalesce(stated.claim_id, judged.first_claim_id))) as claim_ids
    from judged
    left join stated
        on
            judged.article_fact_id = stated.article_fact_id
            and judged.field = stated.field
            and judged.value = stated.value
    group by judged.fact_id, judged.field, judged.value
),

valued as (
    select
        fact_id,
        any_value(fact_kind) as fact_kind,
        field,
        value,
        min(value_prec) as value_prec,
        arg_min(rule, choice) as rule,
        bool_or(choice = 1) as is_chosen,
        bool_or(is_conflicting) as is_conflicting
    from judged
    group by fact_id, field, value
),

facts as (
    select distinct
        fact_id,
        fact_kind
    from named
),

edited as (
    select
        facts.fact_id,
        facts.fact_kind,
        edits.field,
        edits.new_value,
        edits.value_prec
    from edits
    inner join facts on edits.target_id = facts.fact_id
)

select
    valued.fact_id,
    valued.fact_kind,
    valued.field,
    valued.value,
    valued.value_prec,
    claims_of_values.claim_ids,
    case when edited.field is null then valued.rule else 'manual' end as rule,
    case when edited.field is null then valued.is_chosen else coalesce(valued.value = edited.new_value, false) end
        as is_chosen,
    valued.is_conflicting
from valued
inner join claims_of_values
    on
        valued.fact_id = claims_of_values.fact_id
        and valued.field = claims_of_values.field
        and valued.value = claims_of_values.value
left join edited on valued.fact_id = edited.fact_id and valued.field = edited.field

union all

-- What only a reviewer says; that a value is not known leaves none chosen.
select
    edited.fact_id,
    edited.fact_kind,
    edited.field,
    edited.new_value as value,
    edited.value_prec,
    []::varchar[] as claim_ids,
    'manual' as rule,
    true as is_chosen,
    false as is_conflicting
from edited
left join valued on edited.fact_id = valued.fact_id and edited.field = valued.field and edited.new_value = valued.value
where valued.fact_id is null and edited.new_value is not null
