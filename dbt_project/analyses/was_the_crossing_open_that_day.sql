-- What each crossing let through on one day.
select
    crossing,
    side,
    traffic_class,
    status,
    valid_from,
    valid_to,
    reason
from {{ ref('fct_border_status') }}
where
    date '2025-11-01' >= valid_from
    and (valid_to is null or date '2025-11-01' < valid_to)
    and not starts_with(status, 'announced_')
order by crossing, traffic_class
