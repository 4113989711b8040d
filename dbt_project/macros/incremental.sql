{#- What a build need not do again: rows whose article, fact or year is as it was when the last whole build ended.
    A state is one number over all that rows are made from (int_<things>__state); states.kept holds the numbers of the
    last build that went through.  A model that takes part is materialized as `kept` and made of touched things only, where
    it says `among_touched`. -#}

{#- What rows are kept by: the key of such a thing, and the model with its states. -#}
{% macro things(kept_by) -%}
    {{ return({
        'article': {'key': 'article_id', 'states': 'int_articles__state'},
        'fact': {'key': 'fact_id', 'states': 'int_facts__state'},
        'year': {'key': 'news_year', 'states': 'int_incidents__years'},
        'pair': {'key': 'article_fact_id', 'states': 'int_incidents__parted'},
        'link': {'key': 'fact_id', 'states': 'int_facts__linked'},
    }[kept_by]) }}
{%- endmacro %}

{#- Condition on the rows that one statement of a `kept` model makes; none where it is tried on rows of a unit test. -#}
{% macro among_touched(key, kept_by) -%}
    {%- set things = things(kept_by) -%}
    {%- set states = ref(things.states) -%}
    {%- if model.config.materialized == 'kept' -%}
        {{ key }} in (
            select states.{{ things.key }} from {{ states }} as states
            where
                (states.is_touched or getvariable('is_made_anew'))
                and hash(states.{{ things.key }}) % getvariable('parts') = getvariable('part')
        )
    {%- else -%} true {%- endif -%}
{%- endmacro %}

{#- Condition on rows that this build made, of all that stand: for tests of a table that keeps the others. -#}
{% macro made_by_this_build(key, kept_by) -%}
    {%- set things = things(kept_by) -%}
    {{ key }} in (
        select states.{{ things.key }} from {{ ref(things.states) }} as states
        where states.is_touched
    )
{%- endmacro %}

{#- The numbers of the last build that went through, where there was one. -#}
{% macro kept_states() -%}
    {{ return(adapter.get_relation(database=this.database, schema='states', identifier='kept') if execute) }}
{%- endmacro %}

{#- Whether what a key stands for was made from something else, or not at all, when the last whole build ended. -#}
{% macro is_touched(scope, key, state) -%}
    {%- set kept = kept_states() -%}
    {%- if kept and not flags.FULL_REFRESH -%}
        ({{ key }}::varchar, {{ state }}::hugeint) not in (
            select (kept.thing, kept.state) from {{ kept }} as kept
            where kept.scope = '{{ scope }}'
        )
    {%- else -%} true {%- endif -%}
{%- endmacro %}

{#- Rows of what stood when the last whole build ended and stands no more, to be added to the states of what does. -#}
{% macro and_vanished(scope, key, type, states) -%}
    {%- set kept = kept_states() -%}
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

{#- Touched is touched until a build goes through: where this one fails and the next one finds all as it was before, what
    this one made is made anew.  For post_hook of the states of a scope. -#}
{% macro forget_touched(scope) -%}
    {%- set kept = kept_states() -%}
    {%- if kept -%}
        delete from {{ kept }} as kept where kept.scope = '{{ scope }}' and kept.thing not in (
            select states.{{ things(scope).key }}::varchar from {{ this }} as states where not states.is_touched
        )
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
