{#- History is asked by day: `select * from history.incidents_as_of(date '2025-11-10')`. -#}

{#- Snapshots are stamped in UTC. FACTWIRE_CLOCK (an ISO timestamp) stands in for the wall clock where a run is replayed.
    History goes forward where the clock was set back: a belief that ended before it began would be in no day's answer. -#}
{% macro duckdb__snapshot_get_time() -%}
    {%- set clock = env_var('FACTWIRE_CLOCK', '') -%}
    {%- set now -%}
        {%- if clock -%} timezone('UTC', '{{ clock }}'::timestamptz) {%- else -%} timezone('UTC', now()) {%- endif -%}
    {%- endset -%}
    {%- if execute and load_relation(this) is not none -%}
        greatest({{ now }}, (
            select max(greatest(dbt_valid_from, dbt_valid_to)) + interval 1 microsecond from {{ this }}
        ))
    {%- else -%} {{ now }} {%- endif -%}
{%- endmacro %}

{#- One table macro a snapshot: the rows that were believed when day d ended (UTC). Names carry no catalogue, so that a
    copy of the database answers from its own tables. -#}
{% macro create_as_of_macros() -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'snapshot') -%}
            {%- set relation = adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) -%}
            {%- if relation is not none %}
    create or replace macro {{ node.schema }}.{{ node.alias }}_as_of(d) as table
        select * exclude (dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to)
        from {{ node.schema }}.{{ node.alias }}
        where dbt_valid_from < (d + 1)::timestamp
            and (dbt_valid_to is null or dbt_valid_to >= (d + 1)::timestamp);
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
