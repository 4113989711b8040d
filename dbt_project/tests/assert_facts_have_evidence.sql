-- Every fact of every mart rests on at least one claim, and every row of evidence leads to a fact.
with facts as (
    select incident_id as fact_id, 'fct_incidents' as fact_table from {{ ref('fct_incidents') }}
    union all
    select talks_id as fact_id, 'fct_talks' as fact_table from {{ ref('fct_talks') }}
    union all
    select ceasefire_id as fact_id, 'fct_ceasefires' as fact_table from {{ ref('fct_ceasefires') }}
    union all
    select measure_id as fact_id, 'fct_deportations' as fact_table from {{ ref('fct_deportations') }}
    union all
    select border_status_id as fact_id, 'fct_border_status' as fact_table from {{ ref('fct_border_status') }}
    union all
    select statement_id as fact_id, 'fct_statements' as fact_table from {{ ref('fct_statements') }}
)

select
    coalesce(facts.fact_id, evidence.fact_id) as fact_id,
    coalesce(facts.fact_table, evidence.fact_table) as fact_table
from facts
full join {{ ref('brg_fact_evidence') }} as evidence
    on facts.fact_id = evidence.fact_id and facts.fact_table = evidence.fact_table
where facts.fact_id is null or evidence.fact_id is null
