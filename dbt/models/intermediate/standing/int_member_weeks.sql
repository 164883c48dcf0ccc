-- A member's weeks beside what its peers would have broken of the same
-- promises: peers' rate of the cell, of promises as short as these, in that
-- week.
with cells as (
    select * from {{ ref('int_standing_cells') }}
),

rates as (
    select * from {{ ref('int_standing_rates') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

rated as (
    select
        cells.*,
        rates.peers_due_count,
        rates.cell_peers_due_count,
        rates.peer_rate
    from cells
    inner join rates
        on
            cells.kind = rates.kind
            and cells.step = rates.step
            and cells.member_id = rates.member_id
            and cells.lane = rates.lane
            and cells.product_group = rates.product_group
),

{%- for factor, key, base, rate in [
    ('window', 'window_class', 'rated', 'peer_rate'),
    ('week', 'weeks_ago', 'by_window', 'window_rate'),
] %}
{%- set own = 'kind, step, member_id' %}

{{ factor }}_sums as (
    select
        kind,
        step,
        member_id,
        {{ key }},
        sum(broken_count) as broken,
        {{ exact_sum('due_count * ' ~ rate) }} as expected
    from {{ base }}
    group by kind, step, member_id, {{ key }}
),

{{ factor }}_peers as (
    select
        kind,
        step,
        member_id,
        {{ key }},
        sum(broken) over (partition by kind, step, {{ key }}) - broken
            as broken,
        {{ exact_sum('expected', over='partition by kind, step, ' ~ key) }}
        - expected as expected,
        sum(broken) over (partition by kind, step)
        - sum(broken) over (partition by {{ own }}) as all_broken,
        {{ exact_sum('expected', over='partition by kind, step') }}
        - {{ exact_sum('expected', over='partition by ' ~ own) }}
            as all_expected
    from {{ factor }}_sums
),

-- how much more often than otherwise peers break promises of that {{ factor }};
-- each was expected to do as the others, also as one of them that is bad, so
-- what they were expected to break is first brought to what they broke
{{ factor }}s as (
    select
        peers.kind,
        peers.step,
        peers.member_id,
        peers.{{ key }},
        (peers.broken + thresholds.standing_peer_breaks)
        / (
            peers.expected
            * coalesce(peers.all_broken / nullif(peers.all_expected, 0), 1.0E0)
            + thresholds.standing_peer_breaks
        ) as ratio
    from {{ factor }}_peers as peers
    cross join thresholds
),

by_{{ factor }} as (
    select
        base.*,
        least(0.98E0, base.{{ rate }} * {{ factor }}s.ratio)
            as {{ factor }}_rate
    from {{ base }} as base
    inner join {{ factor }}s
        on
            base.kind = {{ factor }}s.kind
            and base.step = {{ factor }}s.step
            and base.member_id = {{ factor }}s.member_id
            and base.{{ key }} = {{ factor }}s.{{ key }}
){{ ',' if not loop.last }}
{%- endfor %}

select
    by_week.kind,
    by_week.step,
    by_week.member_id,
    by_week.weeks_ago,
    cast(sum(due_count) as bigint) as due_count,
    cast(sum(broken_count) as bigint) as broken_count,
    {{ exact_sum('due_count * week_rate') }} as expected_count,
    cast(coalesce(sum(due_count) filter (
        where cell_peers_due_count >= thresholds.standing_peer_promises
    ), 0) as bigint) as comparable_count,
    cast(sum(agreed_count) as bigint) as agreed_count,
    {{ exact_sum('agreed_sum') }} as agreed_sum
from by_week
cross join thresholds
group by by_week.kind, by_week.step, by_week.member_id, by_week.weeks_ago
