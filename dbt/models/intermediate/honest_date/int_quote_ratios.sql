-- How far what it really took deviated from what was usual, on each list date:
-- of the promises that had lately grown old enough, by what was on record then.
with predictions as (
    select * from {{ ref('int_quote_predictions') }}
    where log_days is not null
),

quote_dates as (
    select * from {{ ref('int_quote_dates') }}
    where is_quoted
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

matured as (
    select
        *,
        {{ plus_days('cast(mature_days as int)', 'offered_date', 'date') }}
            as mature_date
    from predictions
),

seen as (
    select
        quote_dates.weeks_ago,
        matured.step,
        case
            when matured.known_date < quote_dates.list_date
                then matured.ratio_number
        end as ratio_number,
        count(*) as promises_count
    from matured
    cross join thresholds
    inner join quote_dates
        on
            matured.mature_date <= quote_dates.list_date
            and {{ days_between(
                'matured.mature_date', 'quote_dates.list_date'
            ) }}
            < thresholds.honest_ratio_days
    where
        matured.withdrawn_known_date is null
        or matured.withdrawn_known_date >= quote_dates.list_date
    group by all
)

select
    weeks_ago,
    step,
    ratio_number,
    cast(promises_count as bigint) as promises_count,
    cast(sum(promises_count) over (
        partition by weeks_ago, step order by ratio_number nulls last
        rows between unbounded preceding and current row
    ) as bigint) as counted_count,
    cast(sum(promises_count) over (partition by weeks_ago, step) as bigint)
        as seen_count
from seen
