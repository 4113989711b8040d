{#- Generic tests that check all columns of a model in one query each: a query costs more than what it checks. -#}

{#- The columns that make a row what it is: never null together, never twice.  kept_by: what rows are kept by, where
    that is the first column: those that this build made are looked at; the build that made the others looked at them. -#}
{% test grain(model, columns, kept_by=none) %}
    select
        {{ columns | join(', ') }},
        count(*) as n_rows
    from {{ model }}
    where {{ made_by_this_build(columns[0], kept_by) if kept_by else 'true' }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}

{#- Columns that hold codes: only those of the vocabulary, null allowed (not_null is a constraint). -#}
{% test in_codes(model, codes) %}
    {% for column, values in codes.items() %}
        select
            '{{ column }}' as field,
            {{ column }} as found
        from {{ model }}
        where {{ column }} not in ({% for value in values %}'{{ value }}'{{ ', ' if not loop.last }}{% endfor %})
        {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}

{#- Columns that name a row of another table: it must be there. -#}
{% test points_to(model, links) %}
    {% for link in links %}
        select
            '{{ link.column }}' as field,
            {{ link.column }} as found
        from {{ model }}
        where {{ link.column }} is not null
            and {{ link.column }} not in (select {{ link.field }} from {{ link.to }})
        {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}

{#- Columns that must not fall from left to right, nulls aside. -#}
{% test in_order(model, columns) %}
    {% for column in columns[1:] %}
        {% for earlier in columns[:loop.index] %}
            select
                '{{ earlier }} > {{ column }}' as field,
                {{ earlier }}::varchar || ' > ' || {{ column }}::varchar as found
            from {{ model }}
            where {{ earlier }} > {{ column }}
            {{ 'union all' if not loop.last }}
        {% endfor %}
        {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}

{#- Numbers within their bounds. -#}
{% test within(model, ranges) %}
    {% for column, bounds in ranges.items() %}
        select
            '{{ column }}' as field,
            {{ column }}::double as found
        from {{ model }}
        where {{ column }} not between {{ bounds[0] }} and {{ bounds[1] }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}
