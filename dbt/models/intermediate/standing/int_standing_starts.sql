-- How members spread around their peers by the newest 27 weeks alone: where one
-- may have stood before it changed.
with sums as (
    select * from {{ ref('int_standing_sums') }}
    where block = 9
),

groups as (
    select * from {{ ref('int_standing_groups') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

points as (
    select
        sums.kind,
        sums.step,
        thresholds.standing_prior_members as prior_members,
        {{ unpacked('sums.log_likelihood', 'l') }}
    from sums
    cross join thresholds
),

topped as (
    select
        *,
        {{ greatest_on_grid('l<n>') }} as top
    from points
),

members as (
    select
        kind,
        step,
        prior_members,
        {{ on_grid('exp(l<n> - top) as k<n>') }}
    from topped
),

{{ spreads_of('members') }}

fixed as (
    select {{ usual_on_grid('g') }}
)

select
    groups.kind,
    groups.step,
    case
        when groups.members_count >= thresholds.standing_fewest_members
            then {{ packed('spread_15.g<n>') }}
        else {{ packed('fixed.g<n>') }}
    end as spread
from groups
cross join thresholds
cross join fixed
left join spread_15
    on groups.kind = spread_15.kind and groups.step = spread_15.step
where groups.judged_by = 'change_point'
