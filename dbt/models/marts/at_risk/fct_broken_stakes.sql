-- What is at stake in each promise to a customer that is broken: those where
-- something can still be done first, what nobody will come for any more last.
with promises as (
    select * from {{ ref('fct_promises') }}
    where promised_to = 'customer' and not is_kept
),

notices as (
    select * from {{ ref('fct_notices') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

measured as (
    select * from {{ ref('int_measured') }}
),

-- what is broken without a value is worth what others are; a call is no goods
usual as (
    select
        fulfilled_by,
        {{ exact_avg('value') }} as usual_value
    from promises
    group by fulfilled_by
),

described as (
    select
        promises.*,
        usual.usual_value,
        promises.outcome = 'overdue_open' as is_open,
        {{ days_between('promises.due_date', 'clock.as_of') }} as age_days,
        -- nobody announces a call that will not be made
        case
            when measured.has_notices and notices.promise_id is not null
                then notices.customer_told_date is not null
        end as is_customer_informed
    from promises
    cross join clock
    cross join measured
    inner join usual on promises.fulfilled_by = usual.fulfilled_by
    left join notices on promises.promise_id = notices.promise_id
),

staked as (
    select
        described.*,
        described.is_open
        and described.age_days > thresholds.long_overdue_days
            as is_long_overdue,
        {{ stake('described') }} as stake
    from described
    cross join thresholds
)

select
    promise_id,
    is_open,
    age_days,
    is_long_overdue,
    is_customer_informed,
    stake,
    cast(row_number() over (
        order by
            case when is_long_overdue then 1 else 0 end,
            case when is_open then 0 else 1 end,
            stake desc,
            -- who waits longest; of what is over, what the customer remembers
            case when is_open then -age_days else age_days end,
            promise_id
    ) as bigint) as stake_rank
from staked
order by stake_rank, promise_id
