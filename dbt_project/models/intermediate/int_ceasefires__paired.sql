{{ config(materialized='view') }}

-- Each article fact is one event of a ceasefire; the first telling of its founding is paired with every other event.
with events as (
    select
        article_fact_id,
        article_id,
        telling,
        {{ payload('event') }} as event,
        date_start,
        date_end,
        published_on,
        coalesce(date_start, published_on) as known_on,
        ceil(try_cast({{ payload('planned_duration_hours') }} as double) / 24)::integer as planned_days,
        recipient_keys as brokers,
        case when len(party_keys) > 0 then array_to_string(party_keys, '|') end as own_parties
    from {{ ref('int_article_facts__current') }}
    where fact_kind = 'ceasefire'
),

-- An event told without its parties has those of the article's other events, where these agree.
article_parties as (
    select
        article_id,
        any_value(own_parties) as parties
    from events
    group by article_id
    having count(distinct own_parties) = 1
),

placed as (
    select
        events.*,
        coalesce(events.own_parties, article_parties.parties) as parties
    from events
    left join article_parties on events.article_id = article_parties.article_id
),

-- Another one is founded a week later, or after the days that the last one was agreed for.
foundings as (
    select
        *,
        coalesce(
            date_start - lag(date_end) over same_parties > least(7, coalesce(lag(planned_days) over same_parties, 7)),
            true
        ) as is_new
    from placed
    where event in ('declared', 'effective') and parties is not null and date_end - date_start <= 6
    window same_parties as (partition by parties order by date_start, telling)
),

numbered as (
    select
        *,
        sum(is_new::integer) over (partition by parties order by date_start, telling) as number
    from foundings
),

ceasefires as (
    select
        parties,
        number,
        min(date_start) as founded_on,
        max(date_end) as founded_by,
        min(telling) as first_telling,
        flatten(list(brokers)) as brokers
    from numbered
    group by parties, number
),

-- The ceasefire an event belongs to: the latest one founded by then, else the one its proposal led to.
candidates as (
    select
        placed.article_fact_id,
        ceasefires.first_telling,
        row_number() over (
            partition by placed.article_fact_id
            order by
                ceasefires.founded_on <= placed.known_on desc,
                ceasefires.founded_on <= placed.known_on + 3 desc,
                abs(ceasefires.founded_on - placed.known_on),
                ceasefires.first_telling
        ) as choice
    from placed
    inner join ceasefires
        on
            (
                placed.parties = ceasefires.parties
                and (
                    placed.event in ('declared', 'effective') and placed.date_start is not null
                    and placed.date_start between ceasefires.founded_on - 7 and ceasefires.founded_by + 7
                    or (placed.event not in ('declared', 'effective') or placed.date_start is null)
                    and placed.known_on >= ceasefires.founded_on - 14
                )
            )
            or (
                placed.parties is null
                and list_has_any(placed.brokers, ceasefires.brokers)
                and placed.date_start between ceasefires.founded_on - 3 and ceasefires.founded_by + 3
            )
),

-- Events of a ceasefire whose founding nobody dates: those of the same parties within three months of one another.
homeless as (
    select
        article_fact_id,
        parties,
        telling,
        known_on,
        coalesce(known_on - lag(known_on) over (partition by parties order by known_on, telling) > 90, true) as is_new
    from placed
    where parties is not null and article_fact_id not in (select candidates.article_fact_id from candidates)
),

islands as (
    select
        article_fact_id,
        parties,
        telling,
        sum(is_new::integer) over (partition by parties order by known_on, telling) as number
    from homeless
),

anchored as (
    select
        article_fact_id,
        first_telling as anchor
    from candidates
    where choice = 1
    union all
    select
        article_fact_id,
        min(telling) over (partition by parties, number) as anchor
    from islands
)

select
    placed.article_fact_id as left_id,
    anchored.article_fact_id as right_id,
    1.0 as score
from anchored
inner join placed on anchored.anchor = placed.telling
where placed.article_fact_id <> anchored.article_fact_id
