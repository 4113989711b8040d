{#- The one sentence that sums an incident up: type, place, days, toll, responsibility, sources. -#}
{% macro incident_note() -%}
    concat(
        coalesce(sub_event_type, event_type, 'Incident'),
        case when location is not null then ' in ' || location end,
        case when country <> location then ', ' || country end,
        case
            when date_start is null then ', undated'
            when date_start = date_end then ', ' || strftime(date_start, '%Y-%m-%d')
            else ', between ' || strftime(date_start, '%Y-%m-%d') || ' and ' || strftime(date_end, '%Y-%m-%d')
        end,
        case
            when killed_low is null then ''
            when killed_high is null then ', at least ' || killed_low || ' killed'
            when killed_low = killed_high then ', ' || killed_low || ' killed'
            else ', ' || killed_low || ' to ' || killed_high || ' killed'
        end,
        case casualty_scope when 'period_total' then ' over the period' when 'cumulative' then ' so far' end,
        case
            when responsibility_status in ('disputed', 'denied', 'claimed', 'alleged')
                then ', responsibility ' || responsibility_status
        end,
        '; ', n_sources, case n_sources when 1 then ' source.' else ' sources.' end
    )
{%- endmacro %}
