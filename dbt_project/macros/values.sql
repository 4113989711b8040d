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
