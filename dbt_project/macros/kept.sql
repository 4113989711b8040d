{#- A table that keeps the rows of what nothing touched: all others are deleted and made anew.  config: kept_by; key, where
    the table calls it otherwise, or several where a row is of several things; at_once, how many things one statement makes, where it gathers what must fit into memory. -#}
{% materialization kept, adapter='duckdb' -%}
    {%- set things = things(config.require('kept_by')) -%}
    {%- set states = ref(things.states) -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set keys = config.get('key', things.key) -%}
    {%- set keys = [keys] if keys is string else keys -%}
    {%- set is_anew = existing is none or should_full_refresh() -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- if is_anew -%}
        {%- do drop_relation_if_exists(existing) -%}
        {%- set nothing = 'select * from (' ~ compiled_code ~ ') as made limit 0' -%}
        {%- call statement('create') -%} {{ create_table_as(false, target, nothing) }} {%- endcall -%}
    {%- else -%}
        {%- call statement('forget') -%}
            delete from {{ target }}
            {%- for key in keys %}
            {{ 'where' if loop.first else 'or' }} {{ key }} not in (
                select states.{{ things.key }} from {{ states }} as states where not states.is_touched
            )
            {%- endfor %}
        {%- endcall -%}
    {%- endif -%}

    {%- set parts -%}
        select greatest(1, ceil(count(*) / {{ config.get('at_once', 'null') }}))::integer
        from {{ states }} as states where states.is_touched or {{ is_anew }}
    {%- endset -%}
    {%- set parts = run_query(parts).columns[0].values()[0] | int -%}
    {%- set columns = get_quoted_csv(adapter.get_columns_in_relation(target) | map(attribute='name')) -%}
    {%- for part in range(parts) -%}
        {%- call statement('main') -%}
            set variable is_made_anew = {{ is_anew }};
            set variable parts = {{ parts }};
            set variable part = {{ part }};
            insert into {{ target }} ({{ columns }}) select {{ columns }} from ({{ compiled_code }}) as made
        {%- endcall -%}
    {%- endfor -%}

    {%- if is_anew -%}
        {%- do persist_docs(target, model) -%}
    {%- endif -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target]}) }}
{%- endmaterialization %}

{#- Of a table whose rows are kept, only the touched ones are compared with their last version: meta: kept_by. -#}
{% macro duckdb__snapshot_staging_table(strategy, source_sql, target_relation) -%}
    {%- set kept_by = config.get('meta', {}).get('kept_by') -%}
    {%- if kept_by -%}
        {%- set things = things(kept_by) -%}
        {%- set states = api.Relation.create(database=this.database, schema='intermediate', identifier=things.states) -%}
        {%- set touched -%}
            {{ strategy.unique_key }} not in (select states.{{ things.key }} from {{ states }} as states where not states.is_touched)
        {%- endset -%}
        {%- set source_sql = 'select * from (' ~ source_sql ~ ') as now where ' ~ touched -%}
        {%- set target_relation = '(select * from ' ~ target_relation ~ ' where ' ~ touched ~ ') as versions' -%}
        {{ default__snapshot_staging_table(strategy, source_sql, target_relation) }}
    {%- else -%}
        {{ default__snapshot_staging_table(strategy, source_sql, target_relation) }}
    {%- endif -%}
{%- endmacro %}
