{{ config(materialized='kept', kept_by='fact') }}

with observed as not materialized (
    select * from {{ ref('int_fact_values__observed') }}
    where {{ among_touched('fact_id', 'fact') }}
),

kinds as (
    select * from {{ ref('fact_kinds') }}
),

contested as (
    select distinct
        fact_id,
        field
    from observed
    where is_conflicting or rule = 'manual'
)

select
    kinds.fact_table,
    observed.fact_id::varchar as fact_id,
    observed.field,
    observed.value,
    observed.claim_ids,
    len(observed.claim_ids)::integer as n_claims,
    observed.is_chosen,
    observed.rule
from observed
inner join contested on observed.fact_id = contested.fact_id and observed.field = contested.field
inner join kinds on observed.fact_kind = kinds.fact_kind
where observed.is_chosen or observed.is_conflicting or observed.rule = 'manual'
