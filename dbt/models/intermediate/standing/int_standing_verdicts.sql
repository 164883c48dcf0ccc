-- How likely a member breaks its promises far more often than is usual, or than
-- it has agreed to.
with posteriors as (
    select
        kind,
        step,
        member_id,
        {{ unpacked('posterior', 'p') }}
    from {{ ref('int_standing_posteriors') }}
),

groups as (
    select
        *,
        broken_rate / (1.0E0 - broken_rate) as odds
    from {{ ref('int_standing_groups') }}
),

counts as (
    select
        *,
        count(*) over (partition by kind, step) - 1 as peers_count,
        comparable_count * 1.0E0 / due_count as peer_share,
        recent_agreed_count * 2 > recent_due_count as is_agreed,
        recent_expected_count
        / nullif(recent_due_count - recent_expected_count, 0.0E0) as own_odds
    from {{ ref('int_standing_counts') }}
    where look = 0
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

rated as (
    select
        posteriors.kind,
        posteriors.step,
        posteriors.member_id,
        {{ sum_on_grid(
            'posteriors.p<n> * groups.odds * <odds>'
            ~ ' / (1.0E0 + groups.odds * <odds>)'
        ) }} as rate
    from posteriors
    inner join groups
        on posteriors.kind = groups.kind and posteriors.step = groups.step
),

-- the rate of everybody else: who has half of the promises is no yardstick for
-- itself
usual as (
    select
        rated.kind,
        rated.step,
        rated.member_id,
        ({{ exact_sum(
            'counts.recent_due_count * rated.rate',
            over='partition by rated.kind, rated.step'
        ) }} - counts.recent_due_count * rated.rate)
        / nullif(
            sum(counts.recent_due_count) over (
                partition by rated.kind, rated.step
            ) - counts.recent_due_count,
            0
        ) as rate
    from rated
    inner join counts
        on
            rated.kind = counts.kind
            and rated.step = counts.step
            and rated.member_id = counts.member_id
),

-- half as many again as usual; where most are broken, a third fewer kept
limits as (
    select
        usual.kind,
        usual.step,
        usual.member_id,
        least(
            usual.rate * thresholds.standing_margin,
            1.0E0 - (1.0E0 - usual.rate) / thresholds.standing_margin
        ) as rate
    from usual
    cross join thresholds
),

limited as (
    select
        counts.kind,
        counts.step,
        counts.member_id,
        counts.peers_count,
        counts.peer_share,
        counts.is_agreed,
        counts.own_odds,
        counts.due_count >= thresholds.minimum_sample
        and counts.recent_due_count > 0 as is_enough,
        counts.is_agreed
        or (
            counts.peers_count >= 2
            and counts.peer_share >= thresholds.standing_peer_share
        ) as is_comparable,
        case
            when counts.is_agreed
                then
                    ln(greatest(1.0E0 - counts.agreed_rate, 0.001E0))
                    - ln(least(counts.agreed_rate, 0.999E0))
                    - ln(counts.own_odds)
            else ln(limits.rate / (1.0E0 - limits.rate)) - ln(groups.odds)
        end as limit_x
    from counts
    inner join groups
        on counts.kind = groups.kind and counts.step = groups.step
    left join limits
        on
            counts.kind = limits.kind
            and counts.step = limits.step
            and counts.member_id = limits.member_id
    cross join thresholds
)

select
    limited.kind,
    limited.step,
    limited.member_id,
    limited.peers_count,
    limited.peer_share,
    limited.is_agreed,
    limited.own_odds,
    limited.is_enough,
    limited.is_comparable,
    limited.is_enough and limited.is_comparable as is_judged,
    limited.limit_x,
    case
        when limited.is_enough and limited.is_comparable
            then {{ beyond('posteriors.p<n>', 'limited.limit_x') }}
    end as probability_bad
from limited
left join posteriors
    on
        limited.kind = posteriors.kind
        and limited.step = posteriors.step
        and limited.member_id = posteriors.member_id
