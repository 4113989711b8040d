{#- Evidence on pairs of incidents: asked by int_incidents__compared of all pairs that share a block, some at a time, and by
    int_incidents__paired of those among them that count. -#}

{#- Evidence on whether two articles tell of one incident, and its weighted sum.
      score = (likeness of words + place + toll + kind + actors + persons) * exp(-days between / tau)
    The fewer words the shorter telling has, the nearer the days must be: tau = link_days * words^(3/4), link_reach times that
    where both name a person, for who was killed or charged is named long after, and where the later one updates a toll.
    What speaks against a pair is not weakened by distance.  Weights are settings of the project (vars).
    compared: relation of pairs, left_telling before right_telling, with likeness; incidents: int_incidents__described;
    at_least: pairs that could not reach it, were all else in their favour, are left out before anything is weighed. -#}
{% macro incident_evidence(compared, incidents, at_least=none) %}
with pairs as (
    select
        compared.*,
        l.article_fact_id as left_id,
        r.article_fact_id as right_id,
        case when compared.likeness > 0 then least(l.n_words, r.n_words) else 1 end as fewest_words,
        -- Short windows by their middles: "the 5th or 6th" is further from the 7th than from the 6th.
        case
            when greatest(l.link_end - l.link_start, r.link_end - r.link_start) <= 3
                then abs((l.link_start - r.link_start) + (l.link_end - r.link_end)) / 2
            else {{ days_apart('l.link_start', 'l.link_end', 'r.link_start', 'r.link_end') }}
        end as events_apart,
        abs(l.published_on - r.published_on) as reports_apart,
        -- A day that one article misreads is half forgiven where both were published together.
        case
            when l.date_start is not null and r.date_start is not null
                then (events_apart + least(events_apart, coalesce(reports_apart, events_apart))) / 2
            else coalesce(reports_apart, events_apart)
        end as days_apart,
        case
            when l.killed_best = r.killed_best and l.killed_best <= 1 then 'same_one'
            when l.killed_best = r.killed_best and l.killed_best <= 3 then 'same_few'
            when l.killed_best = r.killed_best then 'same'
            -- "The toll rises to": of what was told before, whatever its own day.
            when
                r.is_toll_told and coalesce(l.killed_best <= r.killed_best, true)
                or l.is_toll_told and coalesce(r.killed_best <= l.killed_best, true) then 'updated'
            when l.killed_best is null or r.killed_best is null then 'unknown'
            when
                l.killed_low <= coalesce(r.killed_high, l.killed_low)
                and r.killed_low <= coalesce(l.killed_high, r.killed_low)
                or abs(l.killed_best - r.killed_best) <= 1
                or least(l.killed_best, r.killed_best) >= 0.6 * greatest(l.killed_best, r.killed_best) then 'near'
            when
                abs(l.killed_best - r.killed_best) <= 2
                or least(l.killed_best, r.killed_best) >= 0.3 * greatest(l.killed_best, r.killed_best) then 'apart'
            -- Tolls rise as a story goes on; one that falls this far is of another event.
            when l.killed_best < r.killed_best then 'risen' else 'fallen'
        end as toll,
        list_has_any(l.persons, r.persons) as name_one_person,
        case when name_one_person or toll = 'updated' then {{ var('link_reach') }} else 1 end as reach,
        exp(-days_apart / ({{ var('link_days') }} * reach * pow(fewest_words, 0.75))) as nearness,
        l.date_prec = 1 and r.date_prec = 1 and l.date_start = r.date_start as is_same_day,
        case
            when {{ clash('l.iso3', 'r.iso3') }} and greatest(l.where_prec, r.where_prec) <= 5 then 'other_country'
            when greatest(l.where_prec, r.where_prec) >= 5 then 'unknown'
            when l.place_id = r.place_id then case when l.where_prec <= 3 then 'same' else 'same_admin1' end
            when greatest(l.where_prec, r.where_prec) = 4
                then case when l.admin1 = r.admin1 then 'same_admin1' else 'other_admin1' end
            when {{ km_between('l.latitude', 'l.longitude', 'r.latitude', 'r.longitude') }} <= 15 then 'same'
            when {{ km_between('l.latitude', 'l.longitude', 'r.latitude', 'r.longitude') }} <= 60 then 'near'
            when {{ km_between('l.latitude', 'l.longitude', 'r.latitude', 'r.longitude') }} > 60 then 'far'
            else 'unknown'
        end as place,
        case
            when l.family <> r.family then 'other_family'
            when l.sub_event_type = r.sub_event_type then 'same'
            when 'Attack' in (l.sub_event_type, r.sub_event_type) then 'unknown' else 'other'
        end as kind,
        case
            when len(l.identified_keys) = 0 or len(r.identified_keys) = 0 then 'unknown'
            when list_has_any(l.identified_keys, r.identified_keys) then 'shared' else 'other'
        end as actors,
        case when name_one_person then 'shared' else 'unknown' end as persons
    from {{ compared }} as compared
    inner join {{ incidents }} as l on compared.left_telling = l.telling
    inner join {{ incidents }} as r on compared.right_telling = r.telling
    where
        days_apart is not null
        {%- if at_least is not none %}
        and (compared.likeness + {{ best_of_weights() }}) * nearness >= {{ at_least }}
        {%- endif %}
),

placed as (
    select
        * exclude (place),
        case when is_same_day and place in ('same', 'same_admin1') then place || '_and_day' else place end as place
    from pairs
),

weighed as (
    select
        *,
        likeness
        + {{ link_weight('place') }}
        + {{ link_weight('toll') }}
        + {{ link_weight('kind') }}
        + {{ link_weight('actors') }}
        + {{ link_weight('persons') }} as evidence_sum
    from placed
)

select
    *,
    round(case when evidence_sum > 0 then evidence_sum * nearness else evidence_sum end, 4) as score
from weighed
{% endmacro %}

{#- What the evidence beside words can add to a pair at most. -#}
{% macro best_of_weights() -%}
    {%- set best = namespace(sum=0) -%}
    {%- for levels in var('link_weights').values() %}{% set best.sum = best.sum + (levels.values() | max) %}{% endfor -%}
    {{ best.sum }}
{%- endmacro %}

{#- A table macro of DuckDB: those pairs that reach the bar, of the pairs in the table named when it is called.  They are of few
    tellings: all others are left aside first, not carried into the joins. -#}
{% macro create_strong_pairs() -%}
create or replace macro {{ this.schema }}.strong_pairs(some_pairs) as table (
    with told as materialized (
        select * from {{ this.include(database=false) }}
        where telling in (
            select left_telling from query_table(some_pairs)
            union
            select right_telling from query_table(some_pairs)
        )
    )

    select left_telling, right_telling
    from ({{ incident_evidence('query_table(some_pairs)', 'told', var('link_bar')['incident']) }})
    where score >= {{ var('link_bar')['incident'] }}
)
{%- endmacro %}
