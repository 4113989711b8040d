{{ config(materialized='kept', kept_by='fact') }}

-- The fields on which the sources of a fact, or the words of one article, contradict one another.
with observed as (
    select * from {{ ref('int_fact_values__observed') }}
    where {{ among_touched('fact_id', 'fact') }}
),

facts as (
    select * from {{ ref('int_facts__summarised') }}
    where {{ among_touched('fact_id', 'fact') }}
),

fields as (
    select
        fact_id,
        field
    from observed
    where is_conflicting
    union
    select
        fact_id,
        'date' as field
    from facts
    where has_date_conflict
)

select
    fact_id,
    list_sort(list(field)) as conflict_fields
from fields
group by fact_id
