{#- SQL shared by the marts that hold resolved values. -#}

{#- The value that int_fact_values__resolved chose for one field, cast to its type; use inside a group by fact. -#}
{% macro chosen(field, type='varchar') -%}
    {% if type == 'varchar' -%}
        max(value) filter (where field = '{{ field }}') as {{ field }}
    {%- else -%}
        try_cast(max(value) filter (where field = '{{ field }}') as {{ type }}) as {{ field }}
    {%- endif %}
{%- endmacro %}

{#- First or last day of the chosen `start/end` interval of a field. -#}
{% macro chosen_day(field, end_of_it, alias) -%}
    nullif(split_part(max(value) filter (where field = '{{ field }}'), '/', {{ 2 if end_of_it else 1 }}), '')::date
        as {{ alias }}
{%- endmacro %}

{#- Precision that came with the chosen value of a field. -#}
{% macro chosen_precision(field, alias) -%}
    max(value_prec) filter (where field = '{{ field }}')::integer as {{ alias }}
{%- endmacro %}

{#- One field of the payload as text, in brackets: `->>` binds less tightly than any comparison. -#}
{% macro payload(field, fact=none) -%}
    ({% if fact %}{{ fact }}.{% endif %}payload ->> '$.{{ field }}')
{%- endmacro %}

{#- Names of a payload list, as varchar[]; empty where it is missing. -#}
{% macro payload_list(field, fact=none) -%}
    coalesce(try_cast({% if fact %}{{ fact }}.{% endif %}payload -> '$.{{ field }}' as varchar[]), []::varchar[])
{%- endmacro %}

{#- What is crossed: a place, a border as a whole by its two countries, else the words for it. -#}
{% macro crossing_key() -%}
    coalesce(
        place_id, nullif(array_to_string({{ payload_list('countries') }}, '|'), ''), lower({{ payload('crossing') }})
    )
{%- endmacro %}

{#- `start/end` of an article fact; the day of a ceasefire is that of its declaration, not of each later event. -#}
{% macro day_interval(fact) -%}
    case
        when {{ fact }}.fact_kind = 'ceasefire'
            and coalesce({{ payload('event', fact) }}, '') not in ('declared', 'effective') then null
        when {{ fact }}.date_start is null and {{ fact }}.date_end is null then null
        else concat({{ fact }}.date_start::varchar, '/', {{ fact }}.date_end::varchar)
    end
{%- endmacro %}

{#- The status an article gives, else the one its event implies (ceasefires). -#}
{% macro status_of(fact) -%}
    coalesce(
        {{ payload('status', fact) }},
        case {{ payload('event', fact) }}
            when 'declared' then 'declared'
            when 'proposed' then 'proposed'
            when 'conditional' then 'conditional'
            when 'ended' then 'ended'
            when 'violation_alleged' then 'strained'
            when 'effective' then 'in_effect'
            when 'extended' then 'in_effect'
            when 'reaffirmed' then 'in_effect'
        end
    )
{%- endmacro %}

{#- Upper bound of a count; `open` where a lower bound is given without one, so that an open bound is the highest. -#}
{% macro upper_bound(fact, count) -%}
    case
        when {{ payload(count ~ '_low', fact) }} is not null
            then coalesce({{ payload(count ~ '_high', fact) }}, 'open')
    end
{%- endmacro %}

{#- UCDP date_prec of a `start/end` interval by its length. -#}
{% macro precision_of_days(days) -%}
    case
        when split_part({{ days }}, '/', 2)::date - split_part({{ days }}, '/', 1)::date = 0 then 1
        when split_part({{ days }}, '/', 2)::date - split_part({{ days }}, '/', 1)::date < 6 then 2
        when split_part({{ days }}, '/', 2)::date - split_part({{ days }}, '/', 1)::date < 7 then 3
        when split_part({{ days }}, '/', 2)::date - split_part({{ days }}, '/', 1)::date < 31 then 4
        else 5
    end
{%- endmacro %}

{#- UCDP where_prec of a place by its GeoNames feature code. -#}
{% macro precision_of_place(feature_code) -%}
    case
        when {{ feature_code }} like 'PCL%' then 6
        when {{ feature_code }} like 'ADM1%' then 4
        when {{ feature_code }} like 'ADM%' then 3
        else 1
    end
{%- endmacro %}

{#- Low, best and high of a count. What a reviewer set stands and the bounds around it yield; without an edit nothing moves,
    since the lowest report is never above the latest, nor that above the highest. Use inside a group by fact. -#}
{% macro chosen_bounds(count, type) -%}
    {%- set low = chosen_number(count ~ '_low', type) -%}
    {%- set best = chosen_number(count ~ '_best', type) -%}
    {%- set high = chosen_number(count ~ '_high', type) -%}
    {%- set set_low = chosen_number(count ~ '_low', type, true) -%}
    {%- set set_best = chosen_number(count ~ '_best', type, true) -%}
    {%- set set_high = chosen_number(count ~ '_high', type, true) -%}
    {%- set middle = 'coalesce(' ~ set_best ~ ', case when ' ~ best ~ ' is not null then least(greatest(' ~ best ~ ', '
        ~ set_low ~ '), ' ~ set_high ~ ') end)' -%}
    case when {{ low }} is not null then least({{ low }}, {{ middle }}, {{ set_high }}) end as {{ count }}_low,
    {{ middle }} as {{ count }}_best,
    case when {{ high }} is not null then greatest({{ high }}, {{ middle }}, {{ set_low }}) end as {{ count }}_high
{%- endmacro %}

{#- The chosen number of a field, or only one a reviewer set. -#}
{% macro chosen_number(field, type, is_manual=false) -%}
    try_cast(
        max(value) filter (where field = '{{ field }}'{{ " and rule = 'manual'" if is_manual }}) as {{ type }}
    )
{%- endmacro %}

{#- The field of int_fact_values__observed from which a column of a mart is taken. -#}
{% macro value_field(column) -%}
    case
        when {{ column }} in (
            'event_date', 'date_start', 'date_end', 'date_prec', 'time_precision', 'window_start', 'window_end', 'window_prec',
            'valid_from', 'from_prec', 'declared_date', 'said_on', 'said_prec'
        ) then 'date'
        when {{ column }} in (
            'location', 'admin1', 'admin2', 'country', 'iso3', 'latitude', 'longitude', 'geonameid', 'where_prec',
            'geo_precision', 'crossing_place_id', 'venue_place_id'
        ) then 'place_id'
        else {{ column }}
    end
{%- endmacro %}

{#- How a field is chosen, or the name of that rule: as vars.resolve says for the field, else as the seed does. -#}
{% macro rule_in_force(column) -%}
    {%- set ways = {
        'conservative': {'choose': 'lowest', 'rule': 'conservative'},
        'latest': {'choose': 'recent', 'rule': 'most_recent'},
        'official': {'choose': 'official', 'rule': 'official_of_victim_side'}
    } -%}
    {%- set wanted = var('resolve') -%}
    {%- if wanted -%}
        case field
        {%- for field, way in wanted.items() %}
            {%- if way not in ways -%}
                {{ exceptions.raise_compiler_error(
                    'vars.resolve: ' ~ field ~ ' is ' ~ way ~ '; expected conservative, latest or official'
                ) }}
            {%- endif %} when '{{ field }}' then '{{ ways[way][column] }}'
        {%- endfor %} else {{ column }} end
    {%- else -%} {{ column }} {%- endif -%}
{%- endmacro %}
