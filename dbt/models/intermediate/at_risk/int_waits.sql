-- What each customer waits for: since when, until when, and from when on
-- anybody could know that it was on its way, had come, or never would. The
-- dates are those on which it stood on record, so that a list of an earlier day
-- is made of what was known on that day.
with offers as (
    select * from {{ ref('int_offers') }}
    where promised_to = 'customer' and fulfilled_by = 'delivered'
),

promises as (
    select * from {{ ref('int_promises') }}
    where is_measured
),

completions as (
    select * from {{ ref('int_completions') }}
),

recorded as (
    select * from {{ ref('int_recorded_completions') }}
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
    where basis = 'first'
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }}
),

judged as (
    select
        promise_id,
        recorded_date
    from {{ ref('int_promise_versions') }}
    where is_judged
),

-- by a promise to the company for the same line: the last of several, when all
-- of them are over
handed_lines as (
    select
        handover_lines.promise_id,
        max(recorded.completed_date) as handed_date,
        max(
            coalesce(
                recorded.completed_known_date, recorded.cancelled_known_date
            )
        ) as known_date
    from {{ ref('int_handover_lines') }} as handover_lines
    inner join promises
        on handover_lines.handover_promise_id = promises.promise_id
    left join recorded
        on handover_lines.handover_promise_id = recorded.promise_id
    where handover_lines.is_same_line and promises.promised_to = 'company'
    group by handover_lines.promise_id
    having
        count(*) = count(
            coalesce(
                recorded.completed_known_date, recorded.cancelled_known_date
            )
        )
),

-- or by an event of the line itself
numbered_handovers as (
    select
        promise_id,
        occurred_date,
        recorded_date,
        row_number() over (
            partition by promise_id
            order by recorded_at, occurred_at, delivery_id
        ) as handover_number
    from delivery_events
    where event = 'handed_over'
),

handed_events as (
    select
        promise_id,
        occurred_date as handed_date,
        recorded_date as known_date
    from numbered_handovers
    where handover_number = 1
),

-- the customer was not there, as agreed
attempts as (
    select
        promise_id,
        min(recorded_date) as known_date
    from delivery_events
    where event = 'attempted' and failed_because = 'customer_absent'
    group by promise_id
),

known as (
    select
        offers.promise_id,
        offers.step,
        coalesce(promises.lane, '') as lane,
        coalesce(promises.partner_id, '') as partner_id,
        offers.offered_date as start_date,
        completions.end_date,
        greatest(completions.end_date, judged.recorded_date) as over_date,
        coalesce(handed_lines.handed_date, handed_events.handed_date)
            as handed_date,
        case
            when handed_lines.handed_date is not null
                then handed_lines.known_date
            else handed_events.known_date
        end as handed_known_date,
        recorded.completed_date,
        recorded.completed_known_date,
        recorded.cancelled_known_date,
        attempts.known_date as attempted_known_date,
        outcomes.outcome,
        outcomes.is_kept,
        outcomes.full_date
    from offers
    inner join promises on offers.promise_id = promises.promise_id
    inner join completions on offers.promise_id = completions.promise_id
    inner join recorded on offers.promise_id = recorded.promise_id
    inner join outcomes on offers.promise_id = outcomes.promise_id
    inner join judged on offers.promise_id = judged.promise_id
    left join handed_lines on offers.promise_id = handed_lines.promise_id
    left join handed_events on offers.promise_id = handed_events.promise_id
    left join attempts on offers.promise_id = attempts.promise_id
),

measured as (
    select
        *,
        {{ days_between('start_date', 'end_date') }} as window_days,
        {{ days_between('start_date', 'completed_date') }} as completed_days
    from known
),

arrived as (
    select
        *,
        case
            when outcome = 'kept_attempted'
                then least(completed_days, window_days)
            -- before the window it promised: not what the customer waited for
            when outcome = 'early' and not is_kept then null
            -- on its day, but after the hour
            when outcome = 'late' and full_date = completed_date
                then greatest(completed_days, window_days + 1)
            else completed_days
        end as days
    from measured
)

select
    promise_id,
    step,
    lane,
    partner_id,
    start_date,
    end_date,
    over_date,
    handed_date,
    handed_known_date,
    completed_known_date,
    -- who withdraws in time leaves; any other cancellation never comes
    outcome = 'excluded' as is_withdrawn,
    least(completed_known_date, cancelled_known_date) as ended_known_date,
    case when days < 0 then 0 else days end as arrived_days,
    case
        when outcome = 'kept_attempted'
            then least(attempted_known_date, completed_known_date)
        else completed_known_date
    end as arrived_known_date,
    greatest(window_days, 0) as window_days
from arrived
