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

{#- Weeks that the days from a first to a last touch, one day of tolerance on either side: the block of a fact.
    Two facts are compared only within a common week, so that the cost grows with the news, not with its square. -#}
{% macro weeks_of(first_day, last_day) -%}
    unnest(generate_series(
        date_trunc('week', {{ first_day }} - 1)::timestamp,
        date_trunc('week', {{ last_day }} + 1)::timestamp,
        interval 7 day
    ))
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

{#- Label of the connected component of each node at each level: every node starts with its own number, and takes the
    smallest among its neighbours until nothing changes. Keyed recursion holds one row a node, not one a path.
    nodes: level, id, label.  links: level, from_id, to_id, in both directions. -#}
{% macro connected_components(nodes, links) -%}
    with recursive labels (level, id, label) using key (level, id) as (
        select level, id, label from {{ nodes }}
        union
        select links.level, links.to_id, min(labels.label)
        from labels
        inner join {{ links }} as links on labels.level = links.level and labels.id = links.from_id
        inner join recurring.labels as known on links.level = known.level and links.to_id = known.id
        where labels.label < known.label
        group by links.level, links.to_id
    )

    select level, id, label from labels
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
