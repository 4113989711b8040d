{#- One name everywhere: the schema a folder declares is the schema in DuckDB and in the asset key, without a prefix. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
