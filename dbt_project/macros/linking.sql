{#- SQL shared by the models that link facts of several articles. -#}

{#- Kilometres between two points (haversine); null where either is unknown (`least` alone would pass over that). -#}
{% macro km_between(left_latitude, left_longitude, right_latitude, right_longitude) -%}
    case when {{ left_latitude }} is not null and {{ right_latitude }} is not null
        then 6371 * 2 * asin(sqrt(least(1,
            power(sin(radians({{ right_latitude }} - {{ left_latitude }}) / 2), 2)
            + cos(radians({{ left_latitude }})) * cos(radians({{ right_latitude }}))
            * power(sin(radians({{ right_longitude }} - {{ left_longitude }}) / 2), 2)
        ))) end
{%- endmacro %}

{#- Weeks that the days from a first to a last touch, with some days of tolerance on either side: the block of a fact.
    Two facts are compared only within a common week, so that the cost grows with the news, not with its square. -#}
{% macro weeks_of(first_day, last_day, tolerance=1) -%}
    unnest(generate_series(
        date_trunc('week', {{ first_day }} - {{ tolerance }})::timestamp,
        date_trunc('week', {{ last_day }} + {{ tolerance }})::timestamp,
        interval 7 day
    ))
{%- endmacro %}

{#- The year whose news an article fact is part of: that of its article, else the one it tells of. -#}
{% macro news_year() -%}
    coalesce(year(published_on), year(link_start), 0)
{%- endmacro %}

{#- Days between two windows; 0 where they overlap. -#}
{% macro days_apart(left_start, left_end, right_start, right_end) -%}
    greatest(0, {{ left_start }} - {{ right_end }}, {{ right_start }} - {{ left_end }})
{%- endmacro %}

{#- `least` or `greatest` of two numbers where both are known (alone, they pass over a null). -#}
{% macro both(choice, left_value, right_value) -%}
    case when {{ left_value }} is not null and {{ right_value }} is not null
        then {{ choice }}({{ left_value }}, {{ right_value }}) end
{%- endmacro %}

{#- Whether two codes speak against one another: both known and different. -#}
{% macro clash(left_value, right_value) -%}
    coalesce({{ left_value }} <> {{ right_value }}, false)
{%- endmacro %}

{#- Weight of one kind of evidence on a pair of incidents, by its level (vars: link_weights); 0 where it says nothing. -#}
{% macro link_weight(evidence) -%}
    case {{ evidence }}
        {%- for level, weight in var('link_weights')[evidence].items() %} when '{{ level }}' then {{ weight }}{% endfor %} else 0 end
{%- endmacro %}

{#- Pairs of one kind on the scale of all: 1 just links; 0 in the pairs of a kind other than incidents means excluded. -#}
{% macro pairs_on_one_scale(model, kind, is_settled=false) -%}
    select
        left_id,
        right_id,
        '{{ kind }}' as fact_kind,
        {% if kind == 'incident' -%}
            score / {{ var('link_bar')[kind] }} as score,
        {%- else -%}
            case when score = 0 then {{ var('link_excluded') }} else score / {{ var('link_bar')[kind] }} end as score,
        {%- endif %}
        {{ is_settled | lower }} as is_settled
    from {{ ref(model) }}
{%- endmacro %}

{#- What a claim says, as `field=value`: so that a claim read anew is told from its neighbours in one sentence. -#}
{% macro says(claim) -%}
    list_concat(
        [
            'sub_event_type=' || {{ claim }}.sub_event_type,
            'date_start=' || {{ claim }}.date_start::varchar,
            'place_id=' || {{ claim }}.place_id,
            'speaker_id=' || {{ claim }}.speaker_id
        ],
        list_transform(
            json_keys({{ claim }}.payload),
            lambda field: field || '=' || json_extract_string({{ claim }}.payload, '$."' || field || '"')
        )
    )
{%- endmacro %}
