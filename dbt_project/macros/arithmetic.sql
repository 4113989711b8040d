{#- SQL of the arithmetic between measurements of one series. -#}

{#- Half the unit a count was printed in: news rounds to thousands and hundreds, an office counts heads. -#}
{% macro rounding_of(count) -%}
    case when {{ count }} % 1000 = 0 then 500 when {{ count }} % 100 = 0 then 50 else 0.5 end
{%- endmacro %}

{#- Half the unit a percentage was printed in: tens, whole ones, or tenths. -#}
{% macro rounding_of_percent(percent) -%}
    case when {{ percent }} % 10 = 0 then 5 when {{ percent }} % 1 = 0 then 0.5 else 0.05 end
{%- endmacro %}

{#- Whether two measurements belong to one series: one thing counted, in one unit, one way, by one counter; who counts
    is often left unsaid, and an unnamed counter contradicts no other. -#}
{% macro same_series(left, right) -%}
    {{ left }}.measure = {{ right }}.measure
    and {{ left }}.unit = {{ right }}.unit
    and coalesce({{ left }}.document_status, 'all') = coalesce({{ right }}.document_status, 'all')
    and {{ left }}.from_iso3 is not distinct from {{ right }}.from_iso3
    and {{ left }}.to_iso3 is not distinct from {{ right }}.to_iso3
    and {{ left }}.crossing_place_id is not distinct from {{ right }}.crossing_place_id
    and not {{ clash(left ~ '.authority_id', right ~ '.authority_id') }}
{%- endmacro %}
