-- What a funnel plot of those who are judged beside each other is drawn from:
-- its centre, and how much members differ beyond the chance of their numbers
-- (additive overdispersion, of deviations winsorised at a tenth from each end).
with verdicts as (
    select
        verdicts.kind,
        verdicts.step,
        counts.due_count,
        counts.broken_count,
        counts.expected_count
    from {{ ref('int_standing_verdicts') }} as verdicts
    inner join {{ ref('int_standing_counts') }} as counts
        on
            verdicts.kind = counts.kind
            and verdicts.step = counts.step
            and verdicts.member_id = counts.member_id
            and counts.look = 0
    where verdicts.is_judged
),

groups as (
    select * from {{ ref('int_standing_groups') }}
),

deviations as (
    select
        verdicts.kind,
        verdicts.step,
        groups.broken_rate,
        4.0E0 * verdicts.due_count as precision_weight,
        (
            asin(sqrt(least(
                0.95E0,
                groups.broken_rate
                * verdicts.broken_count
                / verdicts.expected_count
            )))
            - asin(sqrt(groups.broken_rate))
        ) * 2.0E0 * sqrt(verdicts.due_count) as deviation
    from verdicts
    inner join groups
        on verdicts.kind = groups.kind and verdicts.step = groups.step
),

ends as (
    select
        kind,
        step,
        percentile_cont(0.1) within group (order by deviation) as low,
        percentile_cont(0.9) within group (order by deviation) as high
    from deviations
    group by kind, step
),

summed as (
    select
        deviations.kind,
        deviations.step,
        deviations.broken_rate,
        count(*) as members_count,
        {{ exact_sum(
            'greatest(ends.low, least(ends.high, deviation))'
            ~ ' * greatest(ends.low, least(ends.high, deviation))'
        ) }} as squares,
        {{ exact_sum('precision_weight') }} as weights,
        {{ exact_sum('precision_weight * precision_weight') }} as square_weights
    from deviations
    inner join ends
        on deviations.kind = ends.kind and deviations.step = ends.step
    group by deviations.kind, deviations.step, deviations.broken_rate
)

select
    kind,
    step,
    broken_rate as centre_rate,
    case
        when members_count > 1
            then
                greatest(
                    0.0E0,
                    (squares - (members_count - 1))
                    / (weights - square_weights / weights)
                )
        else 0.0E0
    end as extra_variance
from summed
