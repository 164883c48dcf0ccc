-- The standing at each look, and since when it has been the same. Who is listed
-- for action stays so until there is no more reason to watch it, and is only
-- watched while it has been within the margin for six weeks: a list that
-- changes with every week's luck is not worked on, and who has recovered leaves
-- it soon.
with verdicts as (
    select * from {{ ref('int_standing_verdicts') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

looks as (
    select
        kind,
        step,
        member_id,
        0 as look,
        probability_bad
    from verdicts

    union all

    select
        kind,
        step,
        member_id,
        look,
        probability_bad
    from {{ ref('int_standing_earlier') }}
),

-- of those at least as likely bad, how many would be listed wrongly
counted as (
    select
        looks.*,
        {{ exact_sum(
            '1.0E0 - looks.probability_bad',
            over='partition by looks.kind, looks.step, looks.look'
            ~ ' order by looks.probability_bad desc nulls last, looks.member_id'
            ~ ' rows between unbounded preceding and current row'
        ) }} / row_number() over (
            partition by looks.kind, looks.step, looks.look
            order by looks.probability_bad desc nulls last, looks.member_id
        ) as false_discovery_rate
    from looks
),

compared as (
    select
        counted.kind,
        counted.step,
        counted.member_id,
        counted.look,
        counted.probability_bad,
        case
            when counted.probability_bad is not null
                then counted.false_discovery_rate
        end as false_discovery_rate,
        case
            when counted.probability_bad is not null
                then
                    lag(counted.false_discovery_rate, {{ recent_looks() }})
                        over (
                            partition by
                                counted.kind, counted.step, counted.member_id
                            order by counted.look desc
                        )
        end as earlier_false_discovery_rate,
        groups.judged_by,
        verdicts.is_enough,
        verdicts.is_comparable,
        verdicts.is_judged,
        case
            when verdicts.is_agreed
                then
                    counts.broken_count
                    - counts.due_count * (1.0E0 - counts.agreed_rate)
            else
                greatest(
                    counts.broken_count - counts.expected_count,
                    counts.recent_broken_count - counts.recent_expected_count
                )
        end as excess_count,
        case
            when verdicts.is_agreed
                then
                    counts.latest_broken_count
                    > counts.latest_due_count * (1.0E0 - counts.agreed_rate)
            else
                counts.latest_broken_count
                >= counts.latest_expected_count * thresholds.standing_margin
        end as is_latest_bad
    from counted
    inner join verdicts
        on
            counted.kind = verdicts.kind
            and counted.step = verdicts.step
            and counted.member_id = verdicts.member_id
    inner join {{ ref('int_standing_groups') }} as groups
        on counted.kind = groups.kind and counted.step = groups.step
    inner join {{ ref('int_standing_counts') }} as counts
        on
            counted.kind = counts.kind
            and counted.step = counts.step
            and counted.member_id = counts.member_id
            and counted.look = counts.look
    cross join thresholds
),

weighed as (
    select
        compared.*,
        is_judged
        and excess_count >= thresholds.standing_least_excess as is_material,
        case
            when judged_by = 'change_point'
                then
                    probability_bad >= thresholds.standing_act_probability
                    and false_discovery_rate <= thresholds.standing_act_rate
            else
                false_discovery_rate <= thresholds.standing_act_rate
                or coalesce(
                    false_discovery_rate <= thresholds.standing_watch_rate
                    and earlier_false_discovery_rate
                    <= thresholds.standing_watch_rate,
                    false
                )
        end as is_sure,
        case
            when judged_by = 'change_point'
                then
                    probability_bad >= thresholds.standing_watch_probability
            else false_discovery_rate <= thresholds.standing_watch_rate
        end as is_suspected
    from compared
    cross join thresholds
),

-- counted back from now: when it was last listed, and when last let go
listed as (
    select
        *,
        min(case when is_material and is_sure then look end) over older
            as listed_look,
        min(case
            when not coalesce(is_material and is_suspected, false) then look
        end) over older as released_look
    from weighed
    window older as (
        partition by kind, step, member_id
        order by look desc
        rows between unbounded preceding and current row
    )
),

stood as (
    select
        *,
        case
            when not is_enough then 'too_little_data'
            when not is_comparable then 'not_comparable'
            when
                listed_look < coalesce(released_look, listed_look + 1)
                -- or it has been back within the margin
                and (listed_look = look or is_latest_bad)
                then 'act'
            when is_material and is_suspected then 'watch'
            else 'none'
        end as standing
    from listed
),

now as (
    select
        kind,
        step,
        member_id,
        standing
    from stood
    where look = 0
),

changed as (
    select
        stood.kind,
        stood.step,
        stood.member_id,
        max(stood.look) as oldest_look,
        min(case when stood.standing <> now.standing then stood.look end)
            as other_look
    from stood
    inner join now
        on
            stood.kind = now.kind
            and stood.step = now.step
            and stood.member_id = now.member_id
    group by stood.kind, stood.step, stood.member_id
)

select
    stood.kind,
    stood.step,
    stood.member_id,
    stood.look,
    stood.false_discovery_rate,
    stood.probability_bad,
    stood.standing,
    coalesce(changed.other_look - 1, changed.oldest_look) as since_look,
    changed.other_look is null as is_since_oldest_look
from stood
inner join changed
    on
        stood.kind = changed.kind
        and stood.step = changed.step
        and stood.member_id = changed.member_id
