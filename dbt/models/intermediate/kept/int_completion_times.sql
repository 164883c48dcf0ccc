-- How long promises took: from the day they were made, and those that were
-- broken from the day they were due. What is not complete has taken as long as
-- anybody has looked, cancelled or not (decisions/kept.md). Promises alike are
-- counted once.
with promises as (
    select promises.*
    from {{ ref('fct_promises') }} as promises
    inner join {{ ref('int_promises') }} as measured
        on promises.promise_id = measured.promise_id
    where measured.is_measured
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

measures as (
    select 'lead_time' as measure
    union all
    select 'recovery' as measure
),

begun as (
    select
        promises.*,
        measures.measure,
        case
            when measures.measure = 'recovery' then promises.due_date
            else promises.promised_date
        end as begin_date
    from promises
    cross join measures
    where
        case
            when measures.measure = 'recovery'
                then
                    promises.is_due
                    and not promises.is_kept
                    and promises.outcome <> 'early'
            else promises.outcome <> 'kept_attempted'
        end
),

timed as (
    select
        begun.measure,
        begun.step,
        begun.partner_id,
        begun.product_group,
        greatest(case
            when begun.fulfilled_date is not null
                then {{ days_between(
                    'begun.begin_date', 'begun.fulfilled_date'
                ) }}
            else {{ open_days(days_between(
                'begun.begin_date', 'clock.as_of'
            )) }}
        end, 0) as days,
        begun.fulfilled_date is not null as is_complete,
        begun.cancelled_date is not null as is_cancelled
    from begun
    cross join clock
    cross join thresholds
    where
        begun.begin_date >= {{ plus_days(
            '-7 * cast(thresholds.curve_weeks as int)', 'clock.as_of', 'date'
        ) }}
)

select
    measure,
    step,
    partner_id,
    product_group,
    days,
    count(*) as seen_count,
    count(*) filter (where is_complete) as complete_count,
    count(*) filter (where is_cancelled and not is_complete) as cancelled_count
from timed
group by measure, step, partner_id, product_group, days
