{#- What a build need not do again: rows whose article, fact or year is as it was when the last whole build ended.
    A state is one number over all that rows are made from (int_<things>__state); int_states__kept holds the numbers of the
    last build that went through.  A model that takes part is appended to, forgets what was touched before it is, and stands
    in the dependencies of int_states__kept, so that what failed is done again. -#}

{#- Whether what a key stands for was made from something else, or not at all, when the last whole build ended. -#}
{% macro is_touched(scope, key, state) -%}
    {%- set kept = adapter.get_relation(database=this.database, schema=this.schema, identifier='int_states__kept') if execute -%}
    {%- if kept and not flags.FULL_REFRESH -%}
        not exists (
            select 1 from {{ kept }} as kept
            where kept.scope = '{{ scope }}' and kept.thing = {{ key }}::varchar and kept.state = {{ state }}
        )
    {%- else -%} true {%- endif -%}
{%- endmacro %}

{#- Rows of what stood when the last whole build ended and stands no more, to be added to the states of what does. -#}
{% macro and_vanished(scope, key, type, states) -%}
    {%- set kept = adapter.get_relation(database=this.database, schema=this.schema, identifier='int_states__kept') if execute -%}
    {%- if kept -%}
        union all
        select
            kept.thing::{{ type }} as {{ key }},
            null as state,
            true as is_touched
        from {{ kept }} as kept
        where kept.scope = '{{ scope }}' and kept.thing not in (select states.{{ key }}::varchar from {{ states }} as states)
    {%- endif -%}
{%- endmacro %}

{#- Variables of the project that models which are not rebuilt go by: another value touches everything. -#}
{% macro settings_hash(names) -%}
    {%- set values = [] -%}
    {%- for name in names %}{% do values.append(var(name)) %}{% endfor -%}
    '{{ local_md5(tojson(values)) }}'
{%- endmacro %}

{#- The files and variables this build goes by, as one number: what another state of them built is built from nothing. -#}
{% macro project_state() -%}
    '{{ env_var("FACTWIRE_PROJECT", "") }}'
{%- endmacro %}

{#- What is left of an incremental model before it is appended to: rows of what stands as it did.  For pre_hook. -#}
{% macro forget_touched(key, states) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where {{ key }} not in (
            select states.{{ key }} from {{ this.schema }}.{{ states }} as states where not states.is_touched
        )
    {%- endif -%}
{%- endmacro %}

{#- Condition on the rows that are made anew: all of them where the model is built from nothing. -#}
{% macro among_touched(key, column, states) -%}
    {%- set known = ref(states) -%}
    {%- if is_incremental() -%}
        {{ key }} in (select states.{{ column }} from {{ known }} as states where states.is_touched)
    {%- else -%} true {%- endif -%}
{%- endmacro %}
