{#- SQL shared by the marts that hold resolved values. -#}

{#- The value that int_fact_values__resolved chose for one field, cast to its type; use inside a group by fact. -#}
{% macro chosen(field, type='varchar') -%}
    max(value) filter (where field = '{{ field }}')::{{ type }} as {{ field }}
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

{#- Names of a payload list, as varchar[]; empty where it is missing. -#}
{% macro payload_list(field) -%}
    coalesce(try_cast(payload -> '$.{{ field }}' as varchar[]), []::varchar[])
{%- endmacro %}
