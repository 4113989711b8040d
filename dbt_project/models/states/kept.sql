-- What the whole warehouse was last made from.
-- depends_on: {{ ref('brg_fact_evidence') }}
-- depends_on: {{ ref('brg_fact_links') }}
-- depends_on: {{ ref('dim_articles') }}
-- depends_on: {{ ref('fct_claims') }}
-- depends_on: {{ ref('fct_conflicts') }}
-- depends_on: {{ ref('fct_incidents') }}
-- depends_on: {{ ref('fct_statements') }}
-- depends_on: {{ ref('int_facts__conflicts') }}
-- depends_on: {{ ref('int_incidents__worded') }}
-- depends_on: {{ ref('int_incidents__told') }}
-- depends_on: {{ ref('int_incidents__paired') }}
-- depends_on: {{ ref('int_fact_registry') }}
-- depends_on: {{ ref('incidents') }}
-- depends_on: {{ ref('statements') }}
select
    'article' as scope,
    article_id as thing,
    state
from {{ ref('int_articles__state') }}
union all
select
    'fact' as scope,
    fact_id as thing,
    state
from {{ ref('int_facts__state') }}
union all
select
    'year' as scope,
    news_year::varchar as thing,
    state
from {{ ref('int_incidents__years') }}
where state is not null
union all
select
    'project' as scope,
    {{ project_state() }} as thing,
    0 as state
