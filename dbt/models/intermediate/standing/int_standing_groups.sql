-- Those who are judged beside each other: the partners of a step, or its
-- sellers. How often they break a promise, how much their broken ones come in
-- the same weeks (the correlation of two promises of a member in a week), and
-- from how long a history they can be judged.
with weeks as (
    select
        *,
        floor(weeks_ago * 1.0E0 / {{ recent_weeks() }}) as quarter
    from {{ ref('int_member_weeks') }}
),

recent_weeks as (
    select * from weeks
    where weeks_ago < {{ window_weeks() }}
),

totals as (
    select
        kind,
        step,
        max(weeks_ago) + 1 as history_weeks
    from weeks
    group by kind, step
),

members as (
    select
        kind,
        step,
        member_id,
        sum(due_count) as due_count,
        sum(broken_count) as broken_count
    from recent_weeks
    group by kind, step, member_id
),

counted as (
    select
        kind,
        step,
        count(*) filter (
            where members.due_count >= thresholds.minimum_sample
        ) as members_count,
        (sum(members.broken_count) + 0.5E0) / (sum(members.due_count) + 1.0E0)
            as broken_rate
    from members
    cross join {{ ref('int_thresholds') }} as thresholds
    group by kind, step
),

-- a week of five promises and a quarter of four such weeks say something of it
quarters as (
    select
        kind,
        step,
        member_id,
        quarter,
        (sum(broken_count) + 2.0E0)
        / ({{ exact_sum('expected_count') }} + 2.0E0)
            as excess_ratio
    from recent_weeks
    group by kind, step, member_id, quarter
    having count(*) filter (where due_count >= 5) >= 4
),

expected as (
    select
        weeks.*,
        least(0.95E0, greatest(
            0.0001E0,
            weeks.expected_count / weeks.due_count * quarters.excess_ratio
        )) as rate
    from recent_weeks as weeks
    inner join quarters
        on
            weeks.kind = quarters.kind
            and weeks.step = quarters.step
            and weeks.member_id = quarters.member_id
            and weeks.quarter = quarters.quarter
    where weeks.due_count >= 5
),

spread as (
    select
        kind,
        step,
        quarter,
        {{ exact_sum(
            '(broken_count - due_count * rate)'
            ~ ' * (broken_count - due_count * rate)'
            ~ ' / (due_count * rate * (1.0E0 - rate))'
        ) }} as deviation,
        count(*) - count(distinct member_id) as free_weeks,
        sum(due_count - 1) * 1.0E0 / count(*) as others
    from expected
    group by kind, step, quarter
),

clustered as (
    select
        kind,
        step,
        {{ exact_avg(
            'greatest(0.0E0, (deviation - free_weeks) / (others * free_weeks))'
        ) }} as week_correlation
    from spread
    where free_weeks > 0
    group by kind, step
)

select
    totals.kind,
    totals.step,
    counted.members_count,
    counted.broken_rate,
    coalesce(clustered.week_correlation, 0.0E0) as week_correlation,
    cast(totals.history_weeks as bigint) as history_weeks,
    case
        when totals.history_weeks >= {{ window_weeks() }}
            then 'change_point'
        else 'recent_weeks'
    end as judged_by
from totals
inner join counted
    on totals.kind = counted.kind and totals.step = counted.step
left join clustered
    on totals.kind = clustered.kind and totals.step = clustered.step
