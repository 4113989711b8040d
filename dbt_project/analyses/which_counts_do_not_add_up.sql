-- Counts of returns that their series contradicts, with every measurement in the check and its source.
with mismatches as (
    select
        check_id,
        check_kind,
        detail,
        unnest(term_ids) as measure_id
    from {{ ref('fct_deportation_checks') }}
    where verdict = 'mismatch'
)

select
    mismatches.check_kind,
    mismatches.detail,
    measures.measure,
    measures.count_best,
    measures.window_start,
    measures.window_end,
    measures.authority
from mismatches
inner join {{ ref('fct_deportations') }} as measures on mismatches.measure_id = measures.measure_id
order by mismatches.check_id, measures.window_end
