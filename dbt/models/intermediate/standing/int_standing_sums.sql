-- How well each point of the grid explains a member's weeks (log likelihood,
-- beside what its peers would have broken, worth as many promises as are
-- independent within a week), summed from the newest week back to the start of
-- each block. What lies between two blocks is the difference of two rows.
with weeks as (
    select * from {{ ref('int_member_weeks') }}
),

groups as (
    select * from {{ ref('int_standing_groups') }}
    where judged_by = 'change_point'
),

-- who has too little due now is not judged, nor was it listed before
enough as (
    select
        counts.kind,
        counts.step,
        counts.member_id
    from {{ ref('int_standing_counts') }} as counts
    cross join {{ ref('int_thresholds') }} as thresholds
    where
        counts.look = 0
        and counts.due_count >= thresholds.minimum_sample
        and counts.recent_due_count > 0
),

judged as (
    select
        weeks.kind,
        weeks.step,
        weeks.member_id,
        cast(floor(weeks.weeks_ago / {{ block_weeks() }}.0E0) as int) + 1
            as block,
        weeks.due_count,
        weeks.broken_count,
        1.0E0 / (1.0E0 + (weeks.due_count - 1) * groups.week_correlation)
            as weight,
        weeks.expected_count / (weeks.due_count - weeks.expected_count) as odds
    from weeks
    inner join groups
        on weeks.kind = groups.kind and weeks.step = groups.step
    inner join enough
        on
            weeks.kind = enough.kind
            and weeks.step = enough.step
            and weeks.member_id = enough.member_id
),

blocks as (
    {%- for block in range(0, weeks_read() | int // block_weeks() | int + 1) %}
    select {{ block }} as block
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

members as (
    select distinct
        kind,
        step,
        member_id
    from judged
),

-- a block in which nothing was due says nothing, and has its row
explained as (
    select
        kind,
        step,
        member_id,
        block,
        {{ on_grid(
            'weight * (broken_count * (ln(odds) + <x>)'
            ~ ' - due_count * ln(1.0E0 + odds * <odds>)) as l<n>'
        ) }}
    from judged

    union all

    select
        members.kind,
        members.step,
        members.member_id,
        blocks.block,
        {{ on_grid('0.0E0 as l<n>') }}
    from members
    cross join blocks
),

summed as (
    select
        kind,
        step,
        member_id,
        block,
        {{ on_grid('sum(l<n>) as l<n>') }}
    from explained
    group by kind, step, member_id, block
),

accumulated as (
    select
        kind,
        step,
        member_id,
        block,
        {{ on_grid('sum(l<n>) over older as l<n>') }}
    from summed
    window older as (
        partition by kind, step, member_id
        order by block
        rows between unbounded preceding and current row
    )
)

select
    kind,
    step,
    member_id,
    block,
    {{ packed('l<n>') }} as log_likelihood
from accumulated
