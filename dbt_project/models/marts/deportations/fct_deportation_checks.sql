-- Measurements of one series held against one another.
-- A printed number stands for the values it was rounded from: half a thousand, a hundred or one on either side.
with measurements as (
    select * from {{ ref('fct_deportations') }}
    where count_low is not null
),

-- What the words of a count allow: a bound is open on one side, a rough number has its share on both.
bounded as (
    select
        *,
        {{ rounding_of('count_best') }} as rounding,
        case
            when approximator in ('fewer_than', 'up_to', 'nearly') then 0
            when approximator = 'about' then count_low * (1 - {{ var('about_share') }})
            else count_low - {{ rounding_of('count_low') }}
        end as least,
        case
            when approximator in ('more_than', 'at_least') then null
            when approximator = 'about' then count_high * (1 + {{ var('about_share') }})
            else count_high + {{ rounding_of('count_high') }}
        end as most
    from measurements
),

totals as (
    select * from bounded
    where is_cumulative and window_end is not null
),

-- A part is at most its whole.
parts as (
    select
        'part' as check_kind,
        parts.measure_id,
        [wholes.measure_id, parts.measure_id] as term_ids,
        0 as expected_low,
        wholes.most as expected_high,
        parts.least as found_low,
        parts.most as found_high,
        parts.rounding + wholes.rounding as tolerance,
        concat('a part counts ', parts.count_best, ', the whole ', wholes.count_best) as detail
    from bounded as parts
    inner join bounded as wholes on parts.part_of_measure_id = wholes.measure_id
    where parts.unit = wholes.unit
),

-- Counts by crossing exclude one another: together they are at most their whole.
crossings as (
    select
        'sum_of_parts' as check_kind,
        wholes.measure_id,
        list_concat([wholes.measure_id], list(parts.measure_id order by parts.measure_id)) as term_ids,
        0 as expected_low,
        any_value(wholes.most) as expected_high,
        sum(parts.least) as found_low,
        case when count(parts.most) = count(*) then sum(parts.most) end as found_high,
        sum(parts.rounding) + any_value(wholes.rounding) as tolerance,
        concat('the crossings add up to ', sum(parts.count_best), ', the whole is ', any_value(wholes.count_best))
            as detail
    from bounded as parts
    inner join bounded as wholes on parts.part_of_measure_id = wholes.measure_id
    where parts.crossing_place_id is not null and parts.unit = wholes.unit and parts.measure = wholes.measure
    group by wholes.measure_id
    having count(*) > 1 and count(distinct parts.crossing_place_id) = count(*)
),

-- The share that the text gives a part is that of the two counts.
shares as (
    select
        'share' as check_kind,
        parts.measure_id,
        [wholes.measure_id, parts.measure_id] as term_ids,
        100 * parts.least / wholes.most as expected_low,
        100 * parts.most / wholes.least as expected_high,
        parts.percent_of_whole - {{ rounding_of_percent('parts.percent_of_whole') }} as found_low,
        parts.percent_of_whole + {{ rounding_of_percent('parts.percent_of_whole') }} as found_high,
        {{ rounding_of_percent('parts.percent_of_whole') }} as tolerance,
        concat(
            'the text says ', parts.percent_of_whole, ' per cent, the counts make ',
            round(100 * parts.count_best / wholes.count_best, 1)
        ) as detail
    from bounded as parts
    inner join bounded as wholes on parts.part_of_measure_id = wholes.measure_id
    where parts.percent_of_whole is not null and parts.unit = wholes.unit and wholes.least > 0
),

-- Two running totals from one day on.
successive as (
    select
        later.measure_id as later_id,
        earlier.measure_id as earlier_id,
        earlier.window_end as counted_until,
        later.window_end,
        later.least - earlier.most as rise_low,
        later.most - earlier.least as rise_high,
        later.rounding + earlier.rounding as rounding,
        later.count_best - earlier.count_best as rise,
        later.count_best as later_count,
        earlier.count_best as earlier_count,
        later.measure,
        later.unit,
        later.document_status,
        later.from_iso3,
        later.to_iso3,
        later.crossing_place_id,
        coalesce(later.authority_id, earlier.authority_id) as authority_id
    from totals as later
    inner join totals as earlier
        on
            {{ same_series('later', 'earlier') }}
            and later.window_start = earlier.window_start
            and later.window_end > earlier.window_end
),

-- A running total never falls below the last one before it.
rises as (
    select
        'running_total' as check_kind,
        later_id as measure_id,
        [earlier_id, later_id] as term_ids,
        0 as expected_low,
        null as expected_high,
        rise_low as found_low,
        rise_high as found_high,
        rounding as tolerance,
        concat('a running total of ', later_count, ' follows one of ', earlier_count) as detail
    from successive
    qualify row_number() over (partition by later_id order by counted_until desc, earlier_id) = 1
),

-- It rises by what the days between count.
differences as (
    select
        'difference' as check_kind,
        counted.measure_id,
        [successive.earlier_id, successive.later_id, counted.measure_id] as term_ids,
        successive.rise_low as expected_low,
        successive.rise_high as expected_high,
        counted.least as found_low,
        counted.most as found_high,
        successive.rounding + counted.rounding as tolerance,
        concat('the running total rose by ', successive.rise, ', the window counts ', counted.count_best) as detail
    from bounded as counted
    inner join successive
        on
            {{ same_series('counted', 'successive') }}
            and counted.window_start - 1 = successive.counted_until
            and counted.window_end = successive.window_end
    where not counted.is_cumulative
),

checks as (
    select * from parts
    union all
    select * from crossings
    union all
    select * from shares
    union all
    select * from rises
    union all
    select * from differences
)

select
    concat_ws(':', check_kind, array_to_string(term_ids, ':')) as check_id,
    check_kind,
    measure_id,
    term_ids,
    expected_low::double as expected_low,
    expected_high::double as expected_high,
    found_low::double as found_low,
    found_high::double as found_high,
    tolerance::double as tolerance,
    case
        when found_low > expected_high or found_high < expected_low then 'mismatch'
        when
            found_low is null or found_high is null or expected_low is null
            or (expected_high is null and check_kind <> 'running_total') then 'undecided'
        else 'reconciles'
    end as verdict,
    detail
from checks
