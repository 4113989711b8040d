-- Days without talks, by process: the last round held, how it ended, the next one announced.
select
    process_id,
    n_rounds,
    last_met_on,
    last_outcome,
    counted_on,
    days_since_last_talks,
    next_scheduled_on
from {{ ref('agg_talks_processes') }}
order by days_since_last_talks desc nulls last, process_id
