-- What is usual in a series: the broken rate of its baseline, and by how much
-- more its weeks swing than chance alone would make them (Laney's sigma z, at
-- least 1).
with points as (
    select * from {{ ref('int_signal_points') }}
    where is_baseline
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- nothing broken is no rate of 0, nor everything one of 1: half a promise is
-- what may have been missed
rates as (
    select
        dimension,
        member_id,
        baseline_number,
        max(weeks_count) as weeks_count,
        -- also those in which nothing was due
        floor(max(baseline_weeks) * 1.0E0 / max(weeks_count)) as points_count,
        cast(sum(due_count) as bigint) as due_count,
        least(greatest(sum(broken_count), 0.5E0), sum(due_count) - 0.5E0)
        / sum(due_count) as baseline_rate
    from points
    group by dimension, member_id, baseline_number
),

-- the arcsine makes the swings of small and large weeks alike
swings as (
    select
        points.dimension,
        points.member_id,
        points.baseline_number,
        points.block_number,
        2.0E0 * sqrt(points.due_count + 0.5E0) * (
            asin(sqrt(
                (points.broken_count + 0.375E0) / (points.due_count + 0.75E0)
            ))
            - asin(sqrt(rates.baseline_rate))
        ) as swing
    from points
    inner join rates
        on
            points.dimension = rates.dimension
            and points.member_id = rates.member_id
            and points.baseline_number = rates.baseline_number
),

changes as (
    select
        *,
        abs(swing - lag(swing) over (
            partition by dimension, member_id, baseline_number
            order by block_number
        )) as change
    from swings
),

noises as (
    select
        dimension,
        member_id,
        baseline_number,
        greatest(
            1.0E0,
            coalesce(sqrt({{ exact_variance('swing') }}), 1.0E0),
            -- 1.128 = what two draws of a standard normal differ by
            coalesce({{ exact_avg('change') }} / 1.128E0, 1.0E0)
        ) as noise
    from changes
    group by dimension, member_id, baseline_number
)

select
    rates.dimension,
    rates.member_id,
    rates.baseline_number,
    rates.due_count,
    rates.baseline_rate,
    noises.noise,
    rates.due_count < thresholds.minimum_sample
    or (
        rates.weeks_count > 1
        and rates.baseline_rate * rates.due_count
        < thresholds.signal_breaks_per_point * rates.points_count
    ) as is_too_thin
from rates
cross join thresholds
inner join noises
    on
        rates.dimension = noises.dimension
        and rates.member_id = noises.member_id
        and rates.baseline_number = noises.baseline_number
