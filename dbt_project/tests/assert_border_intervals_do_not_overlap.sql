-- Of one crossing, side and traffic class, one status holds at a time.
select
    earlier.border_status_id,
    later.border_status_id as later_id
from {{ ref('fct_border_status') }} as earlier
inner join {{ ref('fct_border_status') }} as later
    on
        coalesce(earlier.crossing_place_id, lower(earlier.crossing))
        = coalesce(later.crossing_place_id, lower(later.crossing))
        and earlier.side is not distinct from later.side
        and earlier.traffic_class = later.traffic_class
        and starts_with(earlier.status, 'announced_') = starts_with(later.status, 'announced_')
        and earlier.border_status_id <> later.border_status_id
        and earlier.valid_from < later.valid_from
where coalesce(earlier.valid_to, '9999-12-31'::date) > later.valid_from
