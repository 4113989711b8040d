{#- SQL of the roll-ups. -#}

{#- Key of a group whose columns may be unknown. -#}
{% macro group_key(columns) -%}
    concat_ws('|', {% for column in columns %}coalesce({{ column }}::varchar, '?'){{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{#- Sums of tolls over incidents: what is unknown is counted apart, and one open toll leaves the upper sum open. -#}
{% macro toll_sums() -%}
    count(*)::integer as n_incidents,
    count(*) filter (where killed_low is null)::integer as n_without_toll,
    sum(killed_low)::integer as killed_low,
    {{ upper_sum('killed') }} as killed_high,
    sum(injured_low)::integer as injured_low,
    {{ upper_sum('injured') }} as injured_high,
    count(*) filter (where responsibility_status = 'disputed')::integer as n_disputed
{%- endmacro %}

{% macro upper_sum(toll) -%}
    case
        when count({{ toll }}_low) = count({{ toll }}_high) then sum({{ toll }}_high)::integer
    end
{%- endmacro %}

{#- Incidents that may be counted and added: of one event each. A toll over a period adds up events that stand
    beside it, so it never enters a sum. -#}
{% macro countable_incidents() -%}
    select * from {{ ref('fct_incidents') }}
    where coalesce(casualty_scope, 'event') = 'event'
{%- endmacro %}
