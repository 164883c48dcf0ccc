-- What was due of a member, broken and expected, in the weeks that a look at it
-- takes in: 39 of them, and the newest 13 and six for themselves. Broken
-- promises come in weeks, so many of one week say less than as many of several:
-- an effective count is how many independent ones they are worth.
with weeks as (
    select * from {{ ref('int_member_weeks') }}
),

groups as (
    select * from {{ ref('int_standing_groups') }}
),

looks as (
    {{ looks() }}
),

seen as (
    select
        weeks.*,
        looks.look,
        weeks.weeks_ago - looks.look * {{ block_weeks() }}
        < {{ recent_weeks() }} as is_recent,
        weeks.weeks_ago - looks.look * {{ block_weeks() }}
        < {{ latest_weeks() }} as is_latest,
        weeks.due_count
        * (1.0E0 + (weeks.due_count - 1) * groups.week_correlation)
            as inflated_count
    from weeks
    inner join groups
        on weeks.kind = groups.kind and weeks.step = groups.step
    cross join looks
    where
        weeks.weeks_ago - looks.look * {{ block_weeks() }}
        between 0 and {{ window_weeks() }} - 1
)

select
    kind,
    step,
    member_id,
    look,
    {%- for stem, part in [
        ('', 'true'),
        ('recent_', 'is_recent'),
        ('latest_', 'is_latest'),
    ] %}
    cast(coalesce(sum(due_count) filter (where {{ part }}), 0) as bigint)
        as {{ stem }}due_count,
    cast(coalesce(sum(broken_count) filter (where {{ part }}), 0) as bigint)
        as {{ stem }}broken_count,
    coalesce({{ exact_sum(
        'case when ' ~ part ~ ' then expected_count end'
    ) }}, 0.0E0) as {{ stem }}expected_count,
    {%- if stem != 'latest_' %}
    coalesce(
        sum(due_count) filter (where {{ part }}) * 1.0E0
        * sum(due_count) filter (where {{ part }})
        / {{ exact_sum('case when ' ~ part ~ ' then inflated_count end') }},
        0.0E0
    ) as {{ stem }}effective_count,
    {%- endif %}
    {%- endfor %}
    cast(sum(comparable_count) as bigint) as comparable_count,
    cast(coalesce(sum(agreed_count) filter (where is_recent), 0) as bigint)
        as recent_agreed_count,
    {{ exact_sum('case when is_recent then agreed_sum end') }}
    / nullif(sum(agreed_count) filter (where is_recent), 0) as agreed_rate
from seen
group by kind, step, member_id, look
