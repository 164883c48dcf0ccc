-- The weekly counts of each series, laid out on the weeks since its baseline
-- began: which of them the usual rate is learned from, and which are watched.
-- Series too thin for weeks are counted in blocks of several.
with orders as (
    select
        dimension,
        member_id,
        period_start as week,
        due_count,
        due_count - kept_count as broken_count,
        excluded_count as withdrawn_count
    from {{ ref('fct_order_rates') }}
    where
        period = 'week'
        and dimension in ('company', 'customer_type', 'region', 'seller')
        and member_id is not null
        and due_count > 0
),

-- one step, one kind of promise: calls are never added to deliveries
steps as (
    select
        dimension,
        member_id,
        period_start as week,
        sum(due_count) as due_count,
        sum(due_count - kept_count) as broken_count,
        sum(excluded_count) as withdrawn_count
    from {{ ref('fct_kept_rates') }}
    where period = 'week' and dimension = 'step' and due_count > 0
    group by dimension, member_id, period_start
),

counted as (
    select * from orders
    union all
    select * from steps
),

decisions as (
    select * from {{ ref('signal_decisions') }}
),

build as (
    select * from {{ ref('dim_build') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

decided as (
    select
        counted.dimension,
        counted.member_id,
        counted.week,
        counted.due_count,
        counted.broken_count,
        counted.withdrawn_count,
        count(*) filter (where decisions.decision = 'rebaseline')
            as baseline_number,
        count(decisions.decision) as run_number
    from counted
    left join decisions
        on
            counted.dimension = decisions.dimension
            and counted.member_id = decisions.member_id
            and counted.week >= decisions.week
    group by
        counted.dimension,
        counted.member_id,
        counted.week,
        counted.due_count,
        counted.broken_count,
        counted.withdrawn_count
),

numbered as (
    select
        *,
        min(week) over (
            partition by dimension, member_id, baseline_number
        ) as first_week
    from decided
),

placed as (
    select
        numbered.*,
        {{ days_between('numbered.first_week', 'numbered.week') }} / 7
            as week_number,
        coalesce(
            {{ is_provisional(
                days_between('numbered.week', 'build.as_of') ~ ' - 7',
                'build.hold_days'
            ) }},
            false
        ) as is_provisional
    from numbered
    cross join build
),

lengths as (
    select
        *,
        coalesce(max(case when not is_provisional then week_number end) over (
            partition by dimension, member_id, baseline_number
        ) + 1, 0) as settled_weeks
    from placed
),

based as (
    select
        lengths.*,
        case
            when
                lengths.settled_weeks
                >= thresholds.signal_baseline_weeks
                + thresholds.signal_watched_weeks
                then thresholds.signal_baseline_weeks
            when
                lengths.settled_weeks > thresholds.signal_fewest_weeks
                then thresholds.signal_fewest_weeks
            else 0
        end as baseline_weeks
    from lengths
    cross join thresholds
),

blocked as (
    select
        based.*,
        case
            when
                sum(case
                    when based.week_number < based.baseline_weeks
                        then based.broken_count
                    else 0
                end)
                    over (
                        partition by
                            based.dimension,
                            based.member_id,
                            based.baseline_number
                    )
                < thresholds.signal_breaks_per_point * based.baseline_weeks
                then thresholds.signal_pooled_weeks
            else 1
        end as weeks_count
    from based
    cross join thresholds
),

blocks as (
    select
        *,
        cast(floor(week_number * 1.0E0 / weeks_count) as bigint)
            as block_number
    from blocked
),

points as (
    select
        dimension,
        member_id,
        baseline_number,
        block_number,
        weeks_count,
        baseline_weeks,
        {{ plus_days('block_number * weeks_count * 7', 'first_week', 'date') }}
            as week,
        -- who acts within a block starts anew with it
        max(run_number) as run_number,
        cast(sum(due_count) as bigint) as due_count,
        cast(sum(broken_count) as bigint) as broken_count,
        cast(sum(withdrawn_count) as bigint) as withdrawn_count
    from blocks
    group by
        dimension,
        member_id,
        baseline_number,
        block_number,
        weeks_count,
        baseline_weeks,
        first_week
)

select
    points.*,
    (points.block_number + 1) * points.weeks_count <= points.baseline_weeks
        as is_baseline,
    coalesce(
        {{ is_provisional(
            days_between('points.week', 'build.as_of')
            ~ ' - 7 * points.weeks_count',
            'build.hold_days'
        ) }},
        false
    ) as is_provisional
from points
cross join build
