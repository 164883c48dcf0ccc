-- How members spread around their peers by the newest 27 weeks alone: where one
-- may have stood before it changed.
with sums as (
    select * from {{ ref('int_standing_sums') }}
    where block = 9
),

groups as (
    select * from {{ ref('int_standing_groups') }}
    where judged_by = 'change_point'
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

usual as (
    select * from {{ ref('int_odds_grid') }}
),

explained as (
    select
        sums.kind,
        sums.step,
        sums.member_id,
        usual.number,
        {{ packed_at('sums.log_likelihood', 'usual.number') }} as log_likelihood
    from sums
    cross join usual
),

points as (
    select
        explained.kind,
        explained.step,
        explained.member_id,
        explained.number,
        thresholds.standing_prior_members as prior_members,
        exp(explained.log_likelihood - max(explained.log_likelihood) over (
            partition by explained.kind, explained.step, explained.member_id
        )) as likelihood
    from explained
    cross join thresholds
),

{{ spreads_of('points') }},

fixed as (
    select
        {{ packed('max(case when number = <number> then share end)') }}
            as spread
    from usual
)

select
    groups.kind,
    groups.step,
    case
        when groups.members_count >= thresholds.standing_fewest_members
            then spread.spread
        else fixed.spread
    end as spread
from groups
cross join thresholds
cross join fixed
left join spread
    on groups.kind = spread.kind and groups.step = spread.step
