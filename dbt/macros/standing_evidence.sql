{#- The CTE `evidence`: how well each point of the grid explains what a look at a
    member takes in, k01 … k67 up to a factor. With 39 weeks of history all of
    these, whether or not it changed within them; with less, the newest 13 weeks,
    as many promises as these are worth. It reads the CTEs `sums`, `starts`,
    `groups`, `counts` and `thresholds`. -#}
{% macro evidence_of(looks) -%}
{{ changes_of(looks) }},

by_change_points as (
    select
        kind,
        step,
        member_id,
        look,
        {{ on_grid('sum(k<n>) as k<n>') }}
    from changes
    group by kind, step, member_id, look
),

-- an adjusted rate, as if so many independent promises had shown it
recent as (
    select
        counts.kind,
        counts.step,
        counts.member_id,
        counts.look,
        counts.recent_effective_count as effective_count,
        groups.broken_rate / (1.0E0 - groups.broken_rate) as odds,
        least(
            0.95E0,
            groups.broken_rate
            * counts.recent_broken_count
            / counts.recent_expected_count
        ) as adjusted_rate
    from counts
    inner join groups
        on counts.kind = groups.kind and counts.step = groups.step
    where
        groups.judged_by = 'recent_weeks'
        and counts.recent_due_count > 0
),

explained as (
    select
        *,
        {{ on_grid(
            'effective_count * (adjusted_rate * (ln(odds) + <x>)'
            ~ ' - ln(1.0E0 + odds * <odds>)) as l<n>'
        ) }}
    from recent
),

scaled as (
    select
        *,
        {{ greatest_on_grid('l<n>') }} as top
    from explained
),

by_recent_weeks as (
    select
        kind,
        step,
        member_id,
        look,
        {{ on_grid('exp(l<n> - top) as k<n>') }}
    from scaled
),

evidence as (
    select * from by_change_points
    union all
    select * from by_recent_weeks
)
{%- endmacro %}
