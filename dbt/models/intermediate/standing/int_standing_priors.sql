-- How members spread around their peers: estimated from all of them with 39
-- weeks of history, from the moments of their rates with less, and fixed where
-- they are too few to say.
with groups as (
    select * from {{ ref('int_standing_groups') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

counts as (
    select * from {{ ref('int_standing_counts') }}
    where look = 0
),

usual as (
    select * from {{ ref('int_odds_grid') }}
),

points as (
    select
        evidence.kind,
        evidence.step,
        evidence.member_id,
        usual.number,
        thresholds.standing_prior_members as prior_members,
        {{ packed_at('evidence.likelihood', 'usual.number') }} as likelihood
    from {{ ref('int_standing_evidence') }} as evidence
    inner join groups
        on evidence.kind = groups.kind and evidence.step = groups.step
    cross join thresholds
    cross join usual
    where groups.judged_by = 'change_point'
),

{{ spreads_of('points') }},

fixed as (
    select
        {{ packed('max(case when number = <number> then share end)') }}
            as spread
    from usual
),

-- moments: the variance of rates beyond what chance makes of so many promises
rates as (
    select
        counts.kind,
        counts.step,
        counts.recent_effective_count as weight,
        least(
            0.95E0,
            groups.broken_rate
            * counts.recent_broken_count
            / counts.recent_expected_count
        ) as rate
    from counts
    inner join groups
        on counts.kind = groups.kind and counts.step = groups.step
    where
        groups.judged_by = 'recent_weeks'
        and counts.recent_due_count > 0
),

means as (
    select
        kind,
        step,
        count(*) as members_count,
        {{ exact_sum('weight') }} as weight,
        {{ exact_sum('weight * weight') }} as squared_weight,
        {{ exact_sum('weight * rate') }} / {{ exact_sum('weight') }} as mean,
        {{ exact_sum('weight * rate * rate') }} as squared
    from rates
    group by kind, step
),

variances as (
    select
        *,
        least(
            mean * (1.0E0 - mean) / 3.0E0,
            greatest(
                0.00001E0,
                (
                    squared
                    - weight * mean * mean
                    - (members_count - 1) * mean * (1.0E0 - mean)
                ) / nullif(weight - squared_weight / weight, 0.0E0)
            )
        ) as variance
    from means
    where mean > 0.0E0
),

betas as (
    select
        groups.kind,
        groups.step,
        groups.broken_rate / (1.0E0 - groups.broken_rate) as odds,
        case
            when
                groups.members_count >= thresholds.standing_fewest_members
                and variances.variance is not null
                then variances.mean
            else groups.broken_rate
        end as mean,
        -- as many promises as the prior is worth
        case
            when
                groups.members_count >= thresholds.standing_fewest_members
                and variances.variance is not null
                then
                    variances.mean * (1.0E0 - variances.mean)
                    / variances.variance
                    - 1.0E0
            else thresholds.standing_prior_promises
        end as promises
    from groups
    cross join thresholds
    left join variances
        on groups.kind = variances.kind and groups.step = variances.step
    where groups.judged_by = 'recent_weeks'
),

logs as (
    select
        *,
        {{ on_grid(
            'promises * (mean * (ln(odds) + <x>)'
            ~ ' - ln(1.0E0 + odds * <odds>)) as l<n>'
        ) }}
    from betas
),

topped as (
    select
        *,
        {{ greatest_on_grid('l<n>') }} as top
    from logs
)

select
    groups.kind,
    groups.step,
    case
        when groups.judged_by = 'recent_weeks'
            then {{ packed('exp(topped.l<n> - topped.top)') }}
        when groups.members_count >= thresholds.standing_fewest_members
            then spread.spread
        else fixed.spread
    end as spread
from groups
cross join thresholds
cross join fixed
left join spread
    on groups.kind = spread.kind and groups.step = spread.step
left join topped
    on groups.kind = topped.kind and groups.step = topped.step
