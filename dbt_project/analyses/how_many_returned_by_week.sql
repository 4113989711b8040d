-- Returns and deportations by week and crossing, with bounds; running totals are other measurements and stand apart.
select
    weekly.week,
    weekly.measure,
    weekly.document_status,
    weekly.from_iso3,
    weekly.to_iso3,
    coalesce(places.name, 'all crossings') as crossing,
    weekly.unit,
    weekly.count_low,
    weekly.count_high,
    weekly.counted_by,
    weekly.n_days
from {{ ref('agg_returns_weekly') }} as weekly
left join {{ ref('dim_places') }} as places on weekly.crossing_place_id = places.place_id
order by weekly.week, weekly.measure, crossing
