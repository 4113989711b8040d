-- What each crossing let through on one day, and whether its own word or one about the whole border says so.
select
    crossing,
    side,
    traffic_class,
    status,
    valid_from,
    valid_to,
    is_whole_border,
    reason
from marts.border_status_on(date '2025-11-01')
where not starts_with(status, 'announced_')
