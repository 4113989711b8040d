{#- Columns of a table with a contract, without the index that a primary key brings: an index over every key took two thirds
    of the time of the largest tables.  That keys are unique is tested by `grain` in every build. -#}
{% macro duckdb__get_table_columns_and_constraints() -%}
    ({{ adapter.render_raw_columns_constraints(raw_columns=model['columns']) | join(', ') }})
{%- endmacro %}
