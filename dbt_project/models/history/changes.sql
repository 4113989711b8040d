{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        full_refresh=false,
        on_schema_change='fail',
        contract={'enforced': true}
    )
}}

-- What changed, when, and because of which article: the snapshots read as a feed.
-- Appended to, never rebuilt, since the article is known only while the evidence that brought the change stands.
{%- set histories = [
    ('incidents', 'fct_incidents', 'incident_id', ['incident_id']),
    ('talks', 'fct_talks', 'talks_id', ['talks_id']),
    ('talks_positions', 'fct_talks_positions', 'talks_id', ['talks_id', 'actor_id']),
    ('ceasefires', 'fct_ceasefires', 'ceasefire_id', ['ceasefire_id']),
    ('ceasefire_events', 'fct_ceasefire_events', 'ceasefire_id', ['claim_id']),
    ('ceasefire_states', 'fct_ceasefire_states', 'ceasefire_id', ['ceasefire_id', 'valid_from']),
    ('deportations', 'fct_deportations', 'measure_id', ['measure_id']),
    ('border_status', 'fct_border_status', 'border_status_id', ['border_status_id']),
    ('statements', 'fct_statements', 'statement_id', ['statement_id']),
] %}

with versions as (
    {% for snapshot, fact_table, fact_id, keys in histories %}
        select
            '{{ fact_table }}' as fact_table,
            {{ fact_id }} as fact_id,
            concat_ws('|', {{ keys | join(', ') }}) as row_key,
            dbt_scd_id as version_id,
            dbt_valid_from as began_at,
            dbt_valid_to as ended_at
        from {{ ref(snapshot) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

aliases as (
    select * from {{ ref('fact_id_aliases') }}
),

articles as (
    select
        article_id,
        row_number() over (order by first_seen_at, published_on nulls first, article_id) as recency
    from {{ ref('dim_articles') }}
),

evidence as (
    select * from {{ ref('brg_fact_evidence') }}
),

claims as (
    select * from {{ ref('fct_claims') }}
),

{% if is_incremental() %}
    -- Until when the feed tells each history, which has a clock of its own that never stands still.
    written as (
        select
            fact_table,
            timezone('UTC', max(changed_at)) as told_until
        from {{ this }}
        group by fact_table
    ),
{% endif %}

-- Rows to which something happened since.
moved as (
    select distinct
        versions.fact_table,
        versions.row_key
    from versions
    {% if is_incremental() %}
        left join written on versions.fact_table = written.fact_table
        where greatest(versions.began_at, versions.ended_at) > coalesce(written.told_until, '-infinity'::timestamp)
    {% endif %}
),

neighbours as (
    select
        versions.*,
        lag(versions.ended_at) over same_row as previous_end,
        lag(versions.version_id) over same_row as previous_id,
        lead(versions.began_at) over same_row as next_begin
    from versions
    inner join moved on versions.fact_table = moved.fact_table and versions.row_key = moved.row_key
    window same_row as (partition by versions.fact_table, versions.row_key order by versions.began_at)
),

-- A fact that takes over what another one held goes on from where that one stood.
takeovers as (
    select
        aliases.new_id as fact_id,
        gone.ended_at as began_at,
        arg_min(gone.version_id, gone.fact_id) as version_id
    from neighbours as gone
    inner join aliases on gone.fact_id = aliases.old_id and gone.row_key = gone.fact_id
    where gone.next_begin is null
    group by aliases.new_id, gone.ended_at
),

begun as (
    select
        neighbours.fact_table,
        neighbours.fact_id,
        neighbours.row_key,
        neighbours.began_at as changed_at,
        neighbours.version_id,
        coalesce(neighbours.previous_end = neighbours.began_at, false) as is_same_row,
        case
            when neighbours.previous_end = neighbours.began_at then neighbours.previous_id
            else takeovers.version_id
        end as previous_id
    from neighbours
    left join takeovers
        on neighbours.row_key = takeovers.fact_id and neighbours.began_at = takeovers.began_at
),

compared as (
    select version_id from begun
    where previous_id is not null
    union
    select previous_id as version_id from begun
    where previous_id is not null
),

contents as (
    {% for snapshot, fact_table, fact_id, keys in histories %}
        select
            version.dbt_scd_id as version_id,
            to_json(version) as content
        from {{ ref(snapshot) }} as version
        where version.dbt_scd_id in (select compared.version_id from compared)
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

fields as (
    select
        begun.*,
        now.content,
        before.content as previous_content,
        unnest(json_keys(now.content)) as field
    from begun
    inner join contents as now on begun.version_id = now.version_id
    inner join contents as before on begun.previous_id = before.version_id
),

changes as (
    select
        fact_table,
        fact_id,
        row_key,
        'created' as change,
        null as field,
        null as old_value,
        null as new_value,
        changed_at
    from begun
    where not is_same_row
    union all
    select
        fact_table,
        fact_id,
        row_key,
        'changed' as change,
        field,
        json_extract_string(previous_content, '$."' || field || '"') as old_value,
        json_extract_string(content, '$."' || field || '"') as new_value,
        changed_at
    from fields
    where
        not starts_with(field, 'dbt_')
        and field not in ('first_seen_at', 'last_changed_at')
        and not (ends_with(field, '_id') and fact_id in (old_value, new_value))
        and old_value is distinct from new_value
    union all
    select
        neighbours.fact_table,
        neighbours.fact_id,
        neighbours.row_key,
        'vanished' as change,
        null as field,
        neighbours.fact_id as old_value,
        aliases.new_id as new_value,
        neighbours.ended_at as changed_at
    from neighbours
    left join aliases on neighbours.fact_id = aliases.old_id
    where neighbours.ended_at is not null and neighbours.next_begin is distinct from neighbours.ended_at
),

identified as (
    select
        md5(concat_ws('|', fact_table, row_key, change, field, changed_at)) as change_id,
        *
    from changes
),

fresh as (
    select * from identified
    {% if is_incremental() %}
        where change_id not in (select known.change_id from {{ this }} as known)
    {% endif %}
),

-- The article that came last into the fact; of a fact that is gone, into the one that took it over.
latest_articles as (
    select
        evidence.fact_id,
        max_by(articles.article_id, articles.recency) as article_id
    from evidence
    inner join articles on evidence.article_id = articles.article_id
    where
        evidence.fact_id in (
            select case fresh.change when 'vanished' then fresh.new_value else fresh.fact_id end from fresh
        )
    group by evidence.fact_id
),

-- The article that came last among those that give the chosen value; none where a reviewer set it.
value_claims as (
    select
        fact_id,
        field,
        unnest(claim_ids) as claim_id
    from {{ ref('int_fact_values__observed') }}
    where
        is_chosen
        and fact_id in (
            select fresh.fact_id from fresh
            where fresh.change = 'changed'
        )
),

value_articles as (
    select
        value_claims.fact_id,
        value_claims.field,
        max_by(articles.article_id, articles.recency) as article_id
    from value_claims
    inner join claims on value_claims.claim_id = claims.claim_id
    inner join articles on claims.article_id = articles.article_id
    group by value_claims.fact_id, value_claims.field
),

reviewed as (
    select
        fact_id,
        field
    from {{ ref('int_fact_values__observed') }}
    where is_chosen and rule = 'manual'
)

select
    fresh.change_id,
    fresh.fact_table,
    fresh.fact_id,
    fresh.row_key,
    fresh.change,
    fresh.field,
    fresh.old_value,
    fresh.new_value,
    case
        when reviewed.fact_id is null then coalesce(value_articles.article_id, latest_articles.article_id)
    end as article_id,
    timezone('UTC', fresh.changed_at) as changed_at
from fresh
left join latest_articles
    on case fresh.change when 'vanished' then fresh.new_value else fresh.fact_id end = latest_articles.fact_id
left join value_articles
    on fresh.fact_id = value_articles.fact_id and {{ value_field('fresh.field') }} = value_articles.field
left join reviewed
    on fresh.fact_id = reviewed.fact_id and {{ value_field('fresh.field') }} = reviewed.field
