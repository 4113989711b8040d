-- Who brings the parties together: rounds of talks and truces by mediator, and how the rounds ended.
with brought as (
    select unnest(mediators) as mediator, 'talks' as what, outcome, date_start as day from {{ ref('fct_talks') }}
    union all
    select unnest(brokered_by) as mediator, 'ceasefire' as what, status as outcome, declared_date as day
    from {{ ref('fct_ceasefires') }}
)

select
    mediator,
    count(*) filter (where what = 'talks') as n_rounds,
    count(*) filter (where what = 'ceasefire') as n_ceasefires,
    list(distinct outcome order by outcome) as outcomes,
    min(day) as first_on,
    max(day) as last_on
from brought
group by mediator
order by n_rounds + n_ceasefires desc, mediator
