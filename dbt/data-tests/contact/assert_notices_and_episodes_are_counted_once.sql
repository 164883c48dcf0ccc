-- However broken promises and episodes are counted, they add up to the rows
-- they are counted from, and every measured notice is of one kind. The broken
-- are the deliveries to the customer that were: no call is among them.
with promises as (
    select
        count(*) as rows_count,
        count(notices.notice) as measured_count
    from {{ ref('fct_promises') }} as promises
    left join {{ ref('fct_notices') }} as notices
        on promises.promise_id = notices.promise_id
    where
        promises.promised_to = 'customer'
        and promises.fulfilled_by <> 'contact'
        and promises.due_date is not null
        and not promises.is_kept
),

notices as (
    select
        dimension,
        period,
        sum(broken_count) as rows_count,
        sum(
            in_time_count + short_count + day_before_count + on_the_day_count
            + after_count + never_count
        ) as measured_count
    from {{ ref('fct_notice_rates') }}
    group by dimension, period
),

episodes as (
    select
        count(*) as rows_count,
        sum(contacts_count) as measured_count
    from {{ ref('fct_episodes') }}
),

episode_rates as (
    select
        dimension,
        period,
        sum(episodes_count) as rows_count,
        sum(contacts_count) as measured_count
    from {{ ref('fct_episode_rates') }}
    group by dimension, period
)

select notices.*
from notices
cross join promises
where
    notices.rows_count <> promises.rows_count
    or notices.measured_count <> promises.measured_count

union all

select episode_rates.*
from episode_rates
cross join episodes
where
    episode_rates.rows_count <> episodes.rows_count
    or episode_rates.measured_count <> episodes.measured_count
