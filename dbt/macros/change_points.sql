{#- The CTE `changes`: how well each point explains the weeks that a look takes in,
    had the member come to it `kept_blocks` blocks before (13 = it has been there
    all along) from a place among its peers: k01 … k67, a row per member, look and
    change. Divided by the greatest of a look, for they are small numbers. It reads
    the CTEs `sums`, `starts`, `counts` and `thresholds`. -#}
{% macro changes_of(looks) -%}
kept as (
    {%- for look in looks %}
    {%- for kept_blocks in range(1, window_blocks() | int + 1) %}
    select
        {{ look }} as look,
        {{ kept_blocks }} as kept_blocks,
        {{ look + kept_blocks }} as kept_block,
        {{ look + window_blocks() | int }} as oldest_block
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

spans as (
    select
        counts.kind,
        counts.step,
        counts.member_id,
        counts.look,
        kept.kept_blocks,
        {{ unpacked('newer.log_likelihood', 'newer') }},
        {{ unpacked('middle.log_likelihood', 'middle') }},
        {{ unpacked('older.log_likelihood', 'older') }},
        {{ unpacked('starts.spread', 'g') }}
    from counts
    inner join kept on counts.look = kept.look
    inner join sums as newer
        on
            counts.kind = newer.kind
            and counts.step = newer.step
            and counts.member_id = newer.member_id
            and counts.look = newer.block
    inner join sums as middle
        on
            counts.kind = middle.kind
            and counts.step = middle.step
            and counts.member_id = middle.member_id
            and kept.kept_block = middle.block
    inner join sums as older
        on
            counts.kind = older.kind
            and counts.step = older.step
            and counts.member_id = older.member_id
            and kept.oldest_block = older.block
    inner join starts
        on counts.kind = starts.kind and counts.step = starts.step
),

halves as (
    select
        kind,
        step,
        member_id,
        look,
        kept_blocks,
        {{ on_grid('middle<n> - newer<n> as after<n>') }},
        {{ on_grid('older<n> - middle<n> as before<n>') }},
        {{ on_grid('g<n>') }}
    from spans
),

before_changes as (
    select
        *,
        {{ greatest_on_grid('before<n>') }} as before_top
    from halves
),

-- where it stood before is any place among its peers
weighed as (
    select
        before_changes.kind,
        before_changes.step,
        before_changes.member_id,
        before_changes.look,
        before_changes.kept_blocks,
        {{ on_grid('after<n>') }},
        {{ greatest_on_grid('after<n>') }} as after_top,
        before_top
        + ln({{ sum_on_grid('g<n> * exp(before<n> - before_top)') }})
        + ln(case
            when kept_blocks = {{ window_blocks() }}
                then 1.0E0 - thresholds.standing_change_share
            else thresholds.standing_change_share / {{ window_blocks() | int - 1 }}
        end) as weight
    from before_changes
    cross join thresholds
),

topped as (
    select
        *,
        max(after_top + weight) over (
            partition by kind, step, member_id, look
        ) as top
    from weighed
),

changes as (
    select
        kind,
        step,
        member_id,
        look,
        kept_blocks,
        {{ on_grid('exp(after<n> + weight - top) as k<n>') }}
    from topped
)
{%- endmacro %}
