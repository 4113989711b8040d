-- A made-up archive of news: tables of staging for a number of articles over a number of days.
-- What belongs here: what is told, how often, in which words.  Not here: what is measured on it (warehouse.py).
-- Variables: articles (how many), days (published over), seeds (folder of the dbt project's seeds).  Chance is a hash, so that a run repeats.

-- Hashed twice: DuckDB joins two hashes by exclusive or, so that rows near one another in one respect would be in all.
create or replace macro chance(row_number, of_what) as (hash(hash(row_number, of_what)) >> 11)::double / 9007199254740992;
create or replace macro one_of(things, row_number, of_what) as things[1 + floor(chance(row_number, of_what) * len(things))::int];
-- A rank by Zipf's law: each next tenfold of ranks is drawn as often as the last.
create or replace macro zipf(ranks, row_number, of_what) as floor(power(ranks, chance(row_number, of_what)))::int;
create or replace macro letters_of(number) as translate(number::varchar, '0123456789', 'abcdefghij');
create or replace macro id_of(a, b) as md5(concat_ws(':', a, b))[:16];

-- The places of the seed and forty made up around each.
create table places as
with seeded as (
    select * from read_csv(getvariable('seeds') || '/places.csv', all_varchar = true)
    where feature_code not like 'PCL%' and latitude is not null
)

select
    row_number() over (order by hash(place_id, range)) as place_no,
    case range when 0 then place_id else place_id || '.' || range end as place_id,
    case range when 0 then name else name || ' ' || range end as name,
    case range when 0 then feature_code else 'PPL' end as feature_code,
    admin1,
    admin2,
    country,
    iso3,
    latitude::double + case range when 0 then 0 else 2 * chance(range, place_id) - 1 end as latitude,
    longitude::double + case range when 0 then 0 else 2 * chance(place_id, range) - 1 end as longitude,
    case range when 0 then geonameid end as geonameid,
    case range when 0 then is_crossing else 'false' end as is_crossing
from seeded, range(41);

create table actors as
select
    row_number() over (order by actor_id) as actor_no,
    {actor_id: actor_id, name: name, iso3: iso3, sector: sector, inter: inter::bigint} as actor
from read_csv(getvariable('seeds') || '/actors.csv', all_varchar = true)
where sector in ('GOV', 'MIL', 'REB');

create table event_types as
select row_number() over (order by sub_event_type) as type_no, event_type, sub_event_type
from read_csv(getvariable('seeds') || '/event_types.csv', all_varchar = true);

-- Events in the world by day, told by 1 to 400 articles each: four of five by two at most, one of three hundred by fifty or more.
create table events as
with sized as (
    select
        range as n,
        least(400, floor(power(1 - chance(range, 'size'), -1 / 1.5)))::int as size,
        date '2020-01-01' + floor(chance(range, 'day') * getvariable('days'))::int as day
    from range((getvariable('articles') * 0.4)::bigint)
),

enough as (
    select *
    from sized
    qualify sum(size) over (order by n) <= getvariable('articles') * 0.4
)

select
    row_number() over (order by day, n) as event_no,
    day,
    size,
    zipf(1 + (select count(*) from places), n, 'place') as place_no,
    zipf(1 + (select count(*) from event_types), n, 'type') as type_no,
    1 + floor(chance(n, 'actor') * 1.5 * (select count(*) from actors))::int as actor_no,
    case when chance(n, 'dead') < 0.7 then zipf(60, n, 'dead_of') end as killed,
    [floor(power(chance(n, 'word' || i), 3) * 60000)::int for i in range(40)] as words
from enough;

-- Who tells what on which day: the tellings of events, then articles without any, numbered as they are published.
create table articles as
with tellings as (
    select
        event_no,
        unnest(range(size)) as telling_no,
        day
    from events
),

published as (
    select
        event_no,
        telling_no,
        day + least(12, floor(-1.5 * ln(1 - chance(event_no * 1000 + telling_no, 'lag'))))::int as published_on
    from tellings
    union all
    select
        null as event_no,
        range as telling_no,
        date '2020-01-01' + floor(chance(range, 'other') * getvariable('days'))::int as published_on
    from range(getvariable('articles') - (select count(*) from tellings))
)

select
    row_number() over (order by published_on, event_no nulls last, telling_no) - 1 as article_no,
    *
from published;

create table facts as
with told as (
    select article_no, published_on, 'incident' as kind, 0 as nth, true as is_main, event_no from articles
    where event_no is not null
    union all
    -- Beside its main event an article may tell another of those days, now and then one of long ago.
    select
        article_no, published_on, 'incident' as kind, 1 as nth, false as is_main,
        case
            when chance(article_no, 'long_ago') < 0.03 then 1 + floor(chance(article_no, 'which') * event_no)::bigint
            else greatest(1, event_no - 1 - floor(chance(article_no, 'which') * 20)::bigint)
        end as event_no
    from articles
    where event_no > 1 and chance(article_no, 'beside') < 0.25
    union all
    select article_no, published_on, 'statement' as kind, 2 + unnest(range(zipf(9, article_no, 'statements'))) as nth, false, null
    from articles
    where chance(article_no, 'speaks') < 0.7
    union all
    select article_no, published_on, 'talks' as kind, 20 as nth, true, null from articles where chance(article_no, 'talks') < 0.02
    union all
    select article_no, published_on, 'ceasefire' as kind, 21 as nth, true, null from articles
    where chance(article_no, 'ceasefire') < 0.015
    union all
    select article_no, published_on, 'deportation' as kind, 22 as nth, true, null from articles
    where chance(article_no, 'deportation') < 0.02
    union all
    select article_no, published_on, 'border_status' as kind, 23 as nth, true, null from articles
    where chance(article_no, 'border') < 0.01
),

-- What is told of an event is mostly so; a tenth of the tellings give another place, day or toll, or none.
described as (
    select
        told.*,
        article_no * 32 + nth as fact_no,
        coalesce(events.day, published_on - floor(chance(article_no * 32 + nth, 'day') * 3)::int)
        + case when chance(article_no * 32 + nth, 'wrong_day') < 0.1 then 1 else 0 end as day,
        case
            when chance(article_no * 32 + nth, 'wrong_place') < 0.1 or events.event_no is null
                then 1 + floor(chance(article_no * 32 + nth, 'place') * (select count(*) from places))::int
            else events.place_no
        end as place_no,
        events.type_no,
        coalesce(events.actor_no, 1 + floor(chance(article_no * 32 + nth, 'actor') * (select count(*) from actors))::int)
            as actor_no,
        1 + floor(chance(article_no * 32 + nth, 'other_actor') * (select count(*) from actors))::int as other_no,
        case
            when chance(article_no * 32 + nth, 'no_toll') > 0.1
                then events.killed + case when chance(article_no * 32 + nth, 'wrong_toll') < 0.1 then 1 else 0 end
        end as killed,
        events.words as event_words
    from told
    left join events on told.event_no = events.event_no
)

select
    described.* exclude (event_words, place_no, type_no, actor_no, other_no),
    case kind
        when 'incident' then 1 + floor(chance(fact_no, 'claims') * 3)::int else 1
    end as n_claims,
    case kind
        when 'incident' then event_types.event_type
        when 'statement' then null
        else kind
    end as event_type,
    case kind when 'incident' then event_types.sub_event_type end as sub_event_type,
    case when kind <> 'statement' and chance(fact_no, 'placed') < 0.85 then places end as place,
    case when actors.actor is null then [] else [actors.actor] end
    || case when kind in ('talks', 'ceasefire') then [others.actor] else [] end as actors,
    case when kind = 'statement' then [others.actor] else [] end as recipients,
    case
        when kind = 'incident'
            then list_distinct(
                [
                    's' || word
                    for word, i in event_words
                    if chance(fact_no, 'kept' || i) < case when is_main then 0.6 else 0.2 end
                ]
                || [
                    's' || zipf(60000, fact_no, 'word' || i)
                    for i in range(case when is_main then 5 + zipf(36, fact_no, 'length') else 6 end)
                ]
            )[:64]
        else []
    end as stems
from described
left join places on described.place_no = places.place_no
left join event_types on described.type_no = event_types.type_no
left join actors on described.actor_no = actors.actor_no
left join actors as others on described.other_no = others.actor_no;

-- One sentence a claim, 80 characters long; an article that claims nothing has one sentence all the same.
create table claims as
with spoken as (
    select
        article_no,
        fact_no,
        unnest(range(n_claims)) as claim_no
    from facts
)

select
    *,
    row_number() over (partition by article_no order by fact_no, claim_no) - 1 as number,
    rpad('Claim ' || claim_no || ' of fact ' || fact_no || ' as it was told that day', 79, '.') as quote,
    id_of('claim', fact_no * 8 + claim_no) as claim_id
from spoken;

create table texts as
select
    articles.article_no,
    coalesce(string_agg(claims.quote, ' ' order by claims.number), rpad('Nothing of note', 79, '.')) as text,
    greatest(count(claims.claim_id), 1) as n_sentences
from articles
left join claims on articles.article_no = claims.article_no
group by articles.article_no;

create table staging_sources as
select
    'source-' || range as source_id, 'Source ' || range as title, null as country, range < 5 as is_official, null as kind,
    null as scale, 'en' as language, null as time_zone, null as bias, null as licence, null as description, null as feeds,
    false as is_provisional, null as expected_min, null as expected_max, null as expected_per, null as expected_severity
from range(200);

create table staging_articles as
select
    articles.article_no,
    id_of('article', articles.article_no) as article_id,
    1 as version,
    true as is_current,
    'a' || articles.article_no as external_id,
    'source-' || floor(power(chance(articles.article_no, 'source'), 2) * 200)::int as source_id,
    null as url,
    null as outlet,
    'Article ' || articles.article_no as title,
    'metadata' as title_from,
    'en' as language,
    'metadata' as language_from,
    true as is_read,
    articles.published_on,
    'metadata' as published_from,
    null::timestamptz as published_at,
    null as published_offset,
    'stated' as published_confidence,
    false as has_published_conflict,
    null as published_flag,
    '[]' as published_candidates,
    texts.text,
    case
        when firsts.article_no < articles.article_no and chance(articles.article_no, 'copy') < 0.05
            then id_of('article', firsts.article_no)
    end as near_duplicate_of,
    case when near_duplicate_of is not null then 'near' end as duplicate_kind,
    case when near_duplicate_of is not null then 0.9 end as likeness,
    null as shared_spans,
    null as text_licence,
    texts.n_sentences,
    articles.published_on + interval 6 hour as first_seen_at
from articles
inner join texts on articles.article_no = texts.article_no
left join articles as firsts on articles.event_no = firsts.event_no and firsts.telling_no = 0;

create table staging_sentences as
select
    texts.article_no,
    concat_ws(':', id_of('article', texts.article_no), 1, number) as sentence_id,
    id_of('article', texts.article_no) as article_id,
    1 as version,
    number,
    number * 80 as char_start,
    number * 80 + 79 as char_end,
    text[number * 80 + 1:number * 80 + 79] as text,
    false as is_quote,
    'body' as part,
    false as is_boilerplate
from (select *, unnest(range(n_sentences)) as number from texts) as texts;

create table staging_article_facts as
select
    article_no,
    id_of('fact', fact_no) as article_fact_id,
    kind as fact_kind,
    id_of('article', article_no) as article_id,
    1 as version,
    id_of('claim', fact_no * 8) as first_claim_id,
    event_type,
    sub_event_type,
    day as date_start,
    day as date_end,
    1 as date_prec,
    day::varchar as date_text,
    'benchmark' as date_rule,
    chance(fact_no, 'clash') < 0.01 as has_date_conflict,
    place.place_id,
    place.name as place_text,
    place.name as place_name,
    place.feature_code,
    place.admin1,
    place.admin2,
    place.country,
    place.iso3,
    place.latitude,
    place.longitude,
    place.geonameid,
    place.is_crossing,
    case when place.feature_code like 'ADM%' then 4 when place.place_id is not null then 1 end as where_prec,
    actors,
    recipients,
    case kind
        when 'incident' then to_json({
            casualty_scope: case when chance(fact_no, 'period') < 0.02 then 'period_total' else 'event' end,
            killed_low: killed, killed_best: killed, killed_high: killed,
            injured_low: killed * 2, injured_best: killed * 2, injured_high: killed * 2,
            civilian_targeting: chance(fact_no, 'civilians') < 0.5,
            responsibility_status: one_of(['undisputed', 'unknown', 'claimed', 'alleged', 'denied'], fact_no, 'status'),
            victims: case when chance(fact_no, 'named') < 0.5 then ['Person N' || letters_of(event_no)] else [] end,
            attributed_to: case when len(actors) > 0 then [actors[1].name] else [] end
        })
        when 'talks' then to_json({
            venue: place.name, outcome: one_of(['held', 'scheduled', 'ongoing', 'collapsed'], fact_no, 'outcome')
        })
        when 'ceasefire' then to_json({
            event: one_of(['declared', 'proposed', 'violation_alleged', 'ended'], fact_no, 'event'), by_actor: actors[1].name
        })
        when 'deportation' then to_json({
            measure: one_of(['deportations', 'returns_total', 'arrests_detentions', 'registered'], fact_no, 'measure'),
            is_cumulative: chance(fact_no, 'total') < 0.5,
            from_iso3: one_of(['PAK', 'IRN', 'TUR', 'DEU'], fact_no, 'from'),
            to_iso3: 'AFG',
            count_low: zipf(90000, fact_no, 'count'), count_best: zipf(90000, fact_no, 'count'),
            count_high: zipf(90000, fact_no, 'count'), approximator: 'exact'
        })
        when 'border_status' then to_json({
            crossing: 'Crossing ' || zipf(60, fact_no, 'crossing'),
            status: one_of(['open', 'closed'], fact_no, 'status'), traffic_class: 'all'
        })
        else to_json({
            statement_type: one_of(['accusation', 'denial', 'demand', 'announcement'], fact_no, 'said'),
            quote_text: 'Words of fact ' || fact_no
        })
    end as payload,
    is_main,
    [{word: stem, n: 1 + (hash(stem, fact_no) % 5 = 0)::bigint} for stem in stems] as words,
    0.4 + 0.6 * chance(fact_no, 'sure') as confidence,
    'benchmark' as rule_id,
    'benchmark' as extractor_version,
    published_on + interval 6 hour as recorded_at,
    fact_no
from facts;

create table staging_claims as
select
    claims.article_no,
    claims.claim_id,
    told.article_fact_id,
    told.article_id,
    told.version,
    concat_ws(':', told.article_id, 1, claims.number) as sentence_id,
    claims.number * 80 as char_start,
    claims.number * 80 + 79 as char_end,
    claims.quote,
    told.fact_kind as claim_kind,
    'say' as reporting_verb,
    case when told.fact_kind = 'statement' then told.actors[1].actor_id end as speaker_id,
    case when told.fact_kind = 'statement' then told.actors[1].name end as speaker,
    null as speaker_role,
    'unknown' as speaker_side,
    case when told.fact_kind = 'statement' then 'indirect_speech' else 'reporter' end as voice,
    case when chance(claims.fact_no * 8 + claims.claim_no, 'denies') < 0.03 then 'denies' else 'asserts' end as stance,
    'actual' as modality,
    null as target_claim_id,
    told.* exclude (
        article_no, article_fact_id, fact_kind, article_id, version, first_claim_id, is_main, words, fact_no
    )
from claims
inner join staging_article_facts as told on claims.fact_no = told.fact_no;

alter table staging_article_facts add column char_start bigint;
update staging_article_facts set char_start = claims.char_start
from staging_claims as claims
where staging_article_facts.first_claim_id = claims.claim_id;

create table staging_extractions as
select
    articles.article_no,
    articles.article_id,
    articles.version,
    'benchmark' as extractor_version,
    md5(articles.article_id) as read_from,
    'read' as status,
    null as error,
    coalesce(claims.n, 0) as n_claims,
    coalesce(told.n, 0) as n_facts,
    articles.first_seen_at as recorded_at
from staging_articles as articles
left join (select article_no, count(*) as n from staging_claims group by article_no) as claims
    on articles.article_no = claims.article_no
left join (select article_no, count(*) as n from staging_article_facts group by article_no) as told
    on articles.article_no = told.article_no;
