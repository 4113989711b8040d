{#- Questions people ask of the marts, as macros of the database: they travel with the published copy, so their names carry no
    catalogue.  DuckDB looks up the tables of a macro when it is made, so that a partial build makes those it can. -#}
{% macro create_question_macros() -%}
    {%- if execute -%}
        {%- for name, question in questions().items() -%}
            {%- set missing = [] -%}
            {%- for table in question.reads -%}
                {%- if adapter.get_relation(database=target.database, schema='marts', identifier=table) is none -%}
                    {%- do missing.append(table) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- if not missing %}
    create or replace macro marts.{{ name }} as {{ question.sql }};
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro questions() -%}
    {%- do return({
        'border_status_on(d)': {'reads': ['fct_border_status'], 'sql': border_status_on()},
        'ceasefires_on(d)': {'reads': ['fct_ceasefires', 'fct_ceasefire_states'], 'sql': ceasefires_on()},
        'current_fact_id(id)': {'reads': ['fact_id_aliases', 'brg_fact_evidence'], 'sql': current_fact_id()},
    }) -%}
{%- endmacro %}

{#- What each crossing let through on day d.  What was said of a border as a whole stands once for the border and once for each of
    its crossings that news ever named, unless a later word of that crossing, of that side and traffic, holds on the day. -#}
{% macro border_status_on() -%}
    table
        with holding as (
            select * from marts.fct_border_status
            where d >= valid_from and (valid_to is null or d < valid_to)
        ),

        named as (
            select crossing_place_id, min(crossing) as crossing, any_value(countries) as countries
            from marts.fct_border_status
            where crossing_place_id is not null
            group by crossing_place_id
        ),

        inherited as (
            select holding.* replace (named.crossing_place_id as crossing_place_id, named.crossing as crossing)
            from holding
            inner join named on holding.countries = named.countries
            where holding.is_whole_border and not exists (
                select 1 from holding as own
                where own.crossing_place_id = named.crossing_place_id
                    and own.traffic_class in (holding.traffic_class, 'all')
                    and coalesce(own.side = holding.side, true)
                    and starts_with(own.status, 'announced_') = starts_with(holding.status, 'announced_')
                    and own.valid_from >= holding.valid_from
            )
        )

        select
            crossing_place_id, crossing, countries, side, traffic_class, status, valid_from, valid_to,
            is_whole_border, reason, border_status_id
        from (select * from holding union all select * from inherited)
        order by crossing, side, traffic_class
{%- endmacro %}

{#- How each ceasefire stood on day d; those not yet founded are not listed. -#}
{% macro ceasefires_on() -%}
    table
        select
            states.ceasefire_id, ceasefires.parties, states.status, states.valid_from, states.valid_to, states.event,
            states.is_dated, ceasefires.conditions, ceasefires.brokered_by, states.claim_id
        from marts.fct_ceasefire_states as states
        inner join marts.fct_ceasefires as ceasefires on states.ceasefire_id = ceasefires.ceasefire_id
        where d >= states.valid_from and (states.valid_to is null or d < states.valid_to)
        order by states.ceasefire_id
{%- endmacro %}

{#- The fact that an id leads to now: itself, or what it was merged into, split, renamed or reread as; null where no fact holds its
    claims any more, or none ever had it. -#}
{% macro current_fact_id() -%}
    (
        select coalesce(
            (select max(new_id) from marts.fact_id_aliases where old_id = id),
            (select max(fact_id) from marts.brg_fact_evidence where fact_id = id)
        )
    )
{%- endmacro %}
