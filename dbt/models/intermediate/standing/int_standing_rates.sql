-- How often the peers of a member break promises like its own: all sums leave
-- the member out, and where peers are few the rate of the next coarser cell
-- counts as so many promises more.
with cells as (
    select * from {{ ref('int_standing_cells') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

alike as (
    select
        kind,
        step,
        member_id,
        lane,
        product_group,
        sum(due_count) as due_count,
        sum(broken_count) as broken_count,
        sum(agreed_count) as agreed_count,
        {{ exact_sum('agreed_sum') }} as agreed_sum
    from cells
    group by kind, step, member_id, lane, product_group
),

{%- set levels = {
    'all': [],
    'lane': ['lane'],
    'cell': ['lane', 'product_group'],
} %}

counted as (
    select
        kind,
        step,
        member_id,
        lane,
        product_group,
        {%- for level, keys in levels.items() %}
        {%- set of_all = (['kind', 'step'] + keys) | join(', ') %}
        {%- set own = (['kind', 'step', 'member_id'] + keys) | join(', ') %}
        {%- for what in ['due', 'broken'] %}
        sum({{ what }}_count) over (partition by {{ of_all }})
        - sum({{ what }}_count) over (partition by {{ own }})
            as {{ level }}_{{ what }}{{ ',' if not loop.last }}
        {%- endfor %},
        {%- endfor %}
        {{ exact_sum('agreed_sum', over='partition by kind, step, member_id') }}
        / nullif(
            sum(agreed_count) over (partition by kind, step, member_id), 0
        ) as agreed_rate
    from alike
),

by_lane as (
    select
        counted.*,
        thresholds.standing_peer_weight,
        (
            lane_broken
            + thresholds.standing_peer_weight
            -- half a break more: nobody is expected never to fail
            * (all_broken + 0.5E0) / (all_due + 1.0E0)
        ) / (lane_due + thresholds.standing_peer_weight) as lane_rate
    from counted
    cross join thresholds
)

select
    kind,
    step,
    member_id,
    lane,
    product_group,
    cast(all_due as bigint) as peers_due_count,
    cast(cell_due as bigint) as cell_peers_due_count,
    case
        -- without a peer it is expected to do as it has agreed to
        when all_due = 0 and agreed_rate is not null
            then greatest(1.0E0 - agreed_rate, 0.001E0)
        else
            (cell_broken + standing_peer_weight * lane_rate)
            / (cell_due + standing_peer_weight)
    end as peer_rate
from by_lane
