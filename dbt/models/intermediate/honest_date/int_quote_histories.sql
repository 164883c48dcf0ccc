-- What could be learned from on the day of each fit: the promises that were old
-- enough for the longest date to have passed, by what was on record before that
-- day. Promises alike are counted once.
with times as (
    select * from {{ ref('int_quote_times') }}
    where is_measured
),

fits as (
    select distinct
        fit_weeks_ago,
        fit_date
    from {{ ref('int_quote_dates') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

known as (
    select
        fits.fit_weeks_ago,
        times.step,
        times.lane,
        times.partner_id,
        times.product_group,
        case when times.known_date < fits.fit_date then times.days end as days
    from times
    cross join fits
    cross join thresholds
    where
        {{ days_between('times.offered_date', 'fits.fit_date') }}
        >= thresholds.honest_longest_days
        and {{ days_between('times.offered_date', 'fits.fit_date') }}
        < thresholds.honest_longest_days + 7 * thresholds.honest_window_weeks
        and (
            times.withdrawn_known_date is null
            or times.withdrawn_known_date >= fits.fit_date
        )
)

select
    fit_weeks_ago,
    step,
    lane,
    partner_id,
    product_group,
    days,
    count(*) as promises_count
from known
group by fit_weeks_ago, step, lane, partner_id, product_group, days
