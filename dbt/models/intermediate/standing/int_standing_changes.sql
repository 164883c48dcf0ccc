-- How likely a member changed its place among its peers within the 39 weeks,
-- and the block since which it most likely has.
with sums as (
    select * from {{ ref('int_standing_sums') }}
),

starts as (
    select * from {{ ref('int_standing_starts') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

counts as (
    select counts.*
    from {{ ref('int_standing_counts') }} as counts
    inner join {{ ref('int_standing_evidence') }} as evidence
        on
            counts.kind = evidence.kind
            and counts.step = evidence.step
            and counts.member_id = evidence.member_id
    where counts.look = 0
),

priors as (
    select
        kind,
        step,
        {{ unpacked('spread', 'g') }}
    from {{ ref('int_standing_priors') }}
),

{{ changes_of([0]) }},

weighed_changes as (
    select
        changes.kind,
        changes.step,
        changes.member_id,
        changes.kept_blocks,
        {{ sum_on_grid('changes.k<n> * priors.g<n>') }} as weight
    from changes
    inner join priors
        on changes.kind = priors.kind and changes.step = priors.step
),

shares as (
    select
        *,
        weight / sum(weight) over (partition by kind, step, member_id) as share
    from weighed_changes
),

-- a block without a due promise tells nothing of which side of it the change
-- was on: then the newer
ranked as (
    select
        *,
        row_number() over (
            partition by
                kind,
                step,
                member_id,
                kept_blocks = {{ window_blocks() }}
            order by round(share, 12) desc, kept_blocks
        ) as likeliest_rank
    from shares
),

likeliest as (
    select
        kind,
        step,
        member_id,
        round(1.0E0 - sum(share) filter (
            where kept_blocks = {{ window_blocks() }}
        ), 9) as probability_changed,
        max(kept_blocks) filter (
            where kept_blocks < {{ window_blocks() }} and likeliest_rank = 1
        ) as kept_blocks
    from ranked
    group by kind, step, member_id
),

-- broken beside what was expected, before the change and after it
compared as (
    select
        likeliest.kind,
        likeliest.step,
        likeliest.member_id,
        likeliest.probability_changed,
        likeliest.kept_blocks,
        {%- for part, sign in [('after', '<'), ('before', '>=')] %}
        (coalesce(sum(weeks.broken_count) filter (
            where weeks.weeks_ago
            {{ sign }} likeliest.kept_blocks * {{ block_weeks() }}
        ), 0) + 0.5E0) / (coalesce({{ exact_sum(
            'case when weeks.weeks_ago ' ~ sign
            ~ ' likeliest.kept_blocks * ' ~ block_weeks()
            ~ ' then weeks.expected_count end'
        ) }}, 0.0E0) + 0.5E0) as {{ listed('ratio_' ~ part, loop) }}
        {%- endfor %}
    from likeliest
    inner join {{ ref('int_member_weeks') }} as weeks
        on
            likeliest.kind = weeks.kind
            and likeliest.step = weeks.step
            and likeliest.member_id = weeks.member_id
    where weeks.weeks_ago < {{ window_weeks() }}
    group by
        likeliest.kind,
        likeliest.step,
        likeliest.member_id,
        likeliest.probability_changed,
        likeliest.kept_blocks
)

select
    kind,
    step,
    member_id,
    probability_changed,
    kept_blocks,
    ratio_after > ratio_before as is_worse
from compared
