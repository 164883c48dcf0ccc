-- What a funnel plot of those who are judged beside each other is drawn from,
-- all of it read off those who are not to act on: who is bad would else widen
-- the band until it lies inside. The centre; what they broke of what was
-- expected of them, where whoever is bad was among their peers; and how much
-- they differ beyond the chance of their numbers (additive overdispersion, of
-- deviations winsorised at a tenth from each end).
with groups as (
    select * from {{ ref('int_standing_groups') }}
),

members as (
    select
        verdicts.kind,
        verdicts.step,
        {%- for column in ['due', 'broken', 'expected'] %}
        case
            when groups.judged_by = 'recent_weeks'
                then counts.recent_{{ column }}_count
            else counts.{{ column }}_count
        end as {{ column }}_count,
        {%- endfor %}
        groups.broken_rate,
        history.standing <> 'act' as is_yardstick
    from {{ ref('int_standing_verdicts') }} as verdicts
    inner join {{ ref('int_standing_counts') }} as counts
        on
            verdicts.kind = counts.kind
            and verdicts.step = counts.step
            and verdicts.member_id = counts.member_id
            and counts.look = 0
    inner join {{ ref('int_standing_history') }} as history
        on
            verdicts.kind = history.kind
            and verdicts.step = history.step
            and verdicts.member_id = history.member_id
            and history.look = 0
    inner join groups
        on verdicts.kind = groups.kind and verdicts.step = groups.step
    where verdicts.is_judged
),

centres as (
    select
        kind,
        step,
        coalesce(
            (sum(broken_count) filter (where is_yardstick) + 0.5E0)
            / (sum(due_count) filter (where is_yardstick) + 1.0E0),
            max(broken_rate)
        ) as centre_rate,
        coalesce(
            (sum(broken_count) filter (where is_yardstick) + 0.5E0)
            / ({{ exact_sum(
                'case when is_yardstick then expected_count end'
            ) }} + 0.5E0),
            1.0E0
        ) as level
    from members
    group by kind, step
),

deviations as (
    select
        members.kind,
        members.step,
        4.0E0 * members.due_count as precision_weight,
        (
            asin(sqrt(least(
                0.95E0,
                centres.centre_rate
                * members.broken_count
                / (members.expected_count * centres.level)
            )))
            - asin(sqrt(centres.centre_rate))
        ) * 2.0E0 * sqrt(members.due_count) as deviation
    from members
    inner join centres
        on members.kind = centres.kind and members.step = centres.step
    where members.is_yardstick
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
    group by deviations.kind, deviations.step
)

select
    centres.kind,
    centres.step,
    centres.centre_rate,
    centres.level,
    case
        when summed.members_count > 1
            then
                greatest(
                    0.0E0,
                    (summed.squares - (summed.members_count - 1))
                    / (summed.weights - summed.square_weights / summed.weights)
                )
        else 0.0E0
    end as extra_variance
from centres
left join summed
    on centres.kind = summed.kind and centres.step = summed.step
