"""Which sources have more or fewer articles than their definition expects.

What belongs here: counting by source, day and week.  Not here: what a bound is (sources.py), and what follows from a count
outside it (checks.py, commands/sources.py).
"""

# Articles of each source in the whole, or in each of its days or weeks, those without any too.  The first and last
# are cut by when delivery began and ended, so that only their maximum says something.
_OUTSIDE = """
with counted as (
    select source_id, if(expected_per = 'all', null, date_trunc(expected_per, published_on)::date) as period, count(*) as n
    from staging.articles
    join {sources} using (source_id)
    where is_current and (expected_per = 'all' or (expected_per in ('day', 'week') and published_on is not null))
    group by all
),
spans as (
    select source_id, min(period) as first_period, max(period) as last_period
    from counted
    group by source_id
),
periods as (
    select *, unnest(
        if(first_period is null, [null], generate_series(first_period, last_period, to_days(if(expected_per = 'day', 1, 7))))
    )::date as period
    from spans
    join {sources} using (source_id)
)
select p.source_id, p.period, coalesce(c.n, 0) as found, p.expected_min, p.expected_max, p.expected_severity
from periods as p
left join counted as c on c.source_id = p.source_id and c.period is not distinct from p.period
where found > p.expected_max
    or (found < p.expected_min and coalesce(p.period > p.first_period and p.period < p.last_period, true))
order by p.source_id, p.period
"""


def outside_bounds(sources: str) -> str:
    """The query of counts outside their bounds, over staging.articles and a relation with the columns of staging.sources."""
    return _OUTSIDE.format(sources=sources)
