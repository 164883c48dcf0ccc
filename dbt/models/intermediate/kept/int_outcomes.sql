-- Every promise is judged by the same rules against the first promise, against
-- the latest, and against what its partner committed itself to. The rules are
-- the table of the definitions (docs/kept/outcome.md), in its order.
with promises as (
    select * from {{ ref('int_promises') }}
),

fulfilments as (
    select * from {{ ref('int_fulfilments') }}
),

delivery_events as (
    select * from {{ ref('int_delivery_events') }}
    where not is_duplicate
),

-- the basis is a column: a join on a condition of one side alone would compare
-- every promise with every commitment
commitments as (
    select
        *,
        'partner' as basis
    from {{ ref('int_commitments') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

bases as (
    select
        promise_id,
        'first' as basis,
        kind,
        zone,
        grace_days,
        grace_minutes,
        early_tolerance_days,
        early_tolerance_minutes,
        due_at,
        due_local_at,
        due_date,
        due_has_time,
        due_from_at,
        due_from_local_at,
        due_from_date,
        due_from_has_time,
        company_changed_at,
        company_changed_date,
        is_measured
    from promises

    union all

    select
        promise_id,
        'latest' as basis,
        latest_kind as kind,
        zone,
        grace_days,
        grace_minutes,
        early_tolerance_days,
        early_tolerance_minutes,
        latest_due_at as due_at,
        latest_due_local_at as due_local_at,
        latest_due_date as due_date,
        latest_due_has_time as due_has_time,
        latest_due_from_at as due_from_at,
        latest_due_from_local_at as due_from_local_at,
        latest_due_from_date as due_from_date,
        latest_due_from_has_time as due_from_has_time,
        company_changed_at,
        company_changed_date,
        is_measured
    from promises
    -- promised once, the latest promise is the first: most are, and a third of
    -- the work is saved
    where versions_count > 1

    union all

    select
        promise_id,
        basis,
        kind,
        zone,
        grace_days,
        grace_minutes,
        early_tolerance_days,
        early_tolerance_minutes,
        due_at,
        due_local_at,
        due_date,
        due_has_time,
        due_from_at,
        due_from_local_at,
        due_from_date,
        due_from_has_time,
        -- what we changed towards the customer is no excuse of the partner's
        cast(null as timestamp) as company_changed_at,
        cast(null as date) as company_changed_date,
        is_measured
    from commitments
),

-- days of grace and of tolerance go by the local clock ...
by_days as (
    select
        *,
        {{ last_at() }},
        case
            when early_tolerance_days = 0 then due_from_at
            else {{ to_utc(
                plus_days(
                    '-early_tolerance_days', 'due_from_local_at', 'timestamp'
                ),
                'zone'
            ) }}
        end as first_at,
        coalesce(due_from_has_time and early_tolerance_minutes > 0, false)
            as has_tolerance_minutes
    from bases
),

-- ... and minutes by every clock; a promise of a date ignores them
limits as (
    select
        *,
        {{ end_of_promise() }},
        case
            when has_tolerance_minutes
                then {{ dbt.dateadd(
                    'minute', '-early_tolerance_minutes', 'first_at'
                ) }}
            else first_at
        end as start_at,
        case
            when has_tolerance_minutes
                then cast({{ from_utc(
                    dbt.dateadd(
                        'minute', '-early_tolerance_minutes', 'first_at'
                    ),
                    'zone'
                ) }} as date)
            else {{ plus_days(
                '-early_tolerance_days',
                'coalesce(due_from_date, due_date)',
                'date'
            ) }}
        end as start_date,
        -- a due instant without a window start is early by the day only
        due_from_date is not null and due_from_has_time as start_has_time
    from by_days
),

-- the customer was not there when we were, as agreed
missed_by_customer as (
    select distinct
        limits.promise_id,
        limits.basis
    from (
        select
            promise_id,
            occurred_at as attempt_at,
            occurred_date as attempt_date,
            occurred_has_time as attempt_has_time
        from delivery_events
        -- without a reason it is nobody's absence
        where event = 'attempted' and failed_because = 'customer_absent'
    ) as attempts
    inner join limits on attempts.promise_id = limits.promise_id
    where
        not {{ is_after('attempt', 'end') }}
        and not {{ is_after('start', 'attempt') }}
),

facts as (
    select
        limits.*,
        case
            when commitments.promise_id is not null then commitments.full_at
            else fulfilments.full_at
        end as full_at,
        case
            when commitments.promise_id is not null then commitments.full_date
            else fulfilments.full_date
        end as full_date,
        case
            when commitments.promise_id is not null
                then commitments.full_has_time
            else fulfilments.full_has_time
        end as full_has_time,
        fulfilments.cancelled_at,
        fulfilments.cancelled_date,
        fulfilments.cancelled_has_time,
        fulfilments.cancelled_by,
        coalesce(clock.as_of > limits.end_date, false) as is_past_due,
        -- a visit to the customer says nothing of a hand-over to us
        missed_by_customer.promise_id is not null
        and not coalesce(commitments.is_by_handover, false)
            as is_missed_by_customer
    from limits
    inner join fulfilments on limits.promise_id = fulfilments.promise_id
    left join commitments
        on
            limits.promise_id = commitments.promise_id
            and limits.basis = commitments.basis
    cross join clock
    left join missed_by_customer
        on
            limits.promise_id = missed_by_customer.promise_id
            and limits.basis = missed_by_customer.basis
),

judged as (
    select
        *,
        full_date is not null as is_full,
        {{ is_after('full', 'end') }} as is_full_late,
        -- early goes by the day: goods taken in on the morning of an afternoon
        -- window were accepted (DECISIONS.md, "Early")
        full_date < start_date as is_full_early,
        case
            when due_has_time and full_has_time
                then {{ minutes_outside(
                    'full_at', 'coalesce(due_from_at, due_at)', 'due_at'
                ) }}
        end as deviation_minutes,
        cancelled_date is not null
        -- a partner is not to blame for what others called off before its day
        and case
            when basis = 'partner'
                then coalesce(cancelled_by, 'unknown') <> 'partner'
            else coalesce(cancelled_by, 'unknown') = 'customer'
        end
        -- "on or before due": the promise itself, grace is for deliveries
        and not {{ is_after('cancelled', 'due') }}
        and not coalesce(case
            when cancelled_has_time then company_changed_at <= cancelled_at
            else company_changed_date <= cancelled_date
        end, false) as is_withdrawn_in_time
    from facts
),

settled as (
    select
        *,
        case
            when not is_past_due then 'pending'
            when not is_measured then 'not_measured'
            when is_full and not is_full_late and is_full_early then 'early'
            when is_full and not is_full_late then 'on_time'
            when is_missed_by_customer then 'kept_attempted'
            when is_full then 'late'
            when is_withdrawn_in_time then 'excluded'
            when cancelled_date is not null then 'cancelled_broken'
            else 'overdue_open'
        end as outcome
    from judged
)

select
    promise_id,
    basis,
    kind,
    due_date,
    full_date,
    outcome,
    outcome not in ('pending', 'excluded', 'not_measured') as is_due,
    case
        when outcome in ('pending', 'excluded', 'not_measured') then null
        when outcome in ('on_time', 'kept_attempted') then true
        when outcome = 'early' then kind = 'by_date'
        else false
    end as is_kept,
    deviation_minutes
from settled
