-- What late records did to weeks that had been published: each whole week as it
-- was first published, and as it is now. A week that nobody published before is
-- published for the first time by this build.
with weekly as (
    select * from {{ ref('fct_kept_rates') }}
    where
        period = 'week'
        and dimension in ('company', 'step', 'partner', 'seller')
),

build as (
    select * from {{ ref('dim_build') }}
),

-- What was published as of a later day, that day has not seen; and what was
-- published as of this one, this build replaces.
published as (
    select published.*
    from {{ source('accepted', 'published_weeks') }} as published
    inner join build
        on
            published.mapping_name = build.mapping_name
            and published.published_as_of < build.as_of
),

recorded_weeks as (
    select
        promised_to,
        week,
        min(published_as_of) as published_as_of,
        max(case when was_provisional then 1 else 0 end) = 1 as was_provisional,
        count(was_provisional) = count(*) as is_provisional_known
    from published
    group by promised_to, week
),

-- over, and nothing in it still within its grace
whole_weeks as (
    select
        weekly.promised_to,
        weekly.period_start as week
    from weekly
    cross join build
    where
        weekly.dimension = 'company'
        and weekly.pending_count = 0
        and {{ days_between('weekly.period_start', 'build.as_of') }} >= 7

    union

    select
        promised_to,
        week
    from recorded_weeks
),

-- a member without promises then, or without promises now, had or has none due
then_and_now as (
    select
        dimension,
        member_id,
        promised_to,
        week,
        due_count as first_due_count,
        kept_count as first_kept_count,
        0 as due_count,
        0 as kept_count
    from published

    union all

    select
        weekly.dimension,
        weekly.member_id,
        weekly.promised_to,
        whole_weeks.week,
        0 as first_due_count,
        0 as first_kept_count,
        weekly.due_count,
        weekly.kept_count
    from weekly
    inner join whole_weeks
        on
            weekly.promised_to = whole_weeks.promised_to
            and weekly.period_start = whole_weeks.week
),

compared as (
    select
        dimension,
        member_id,
        promised_to,
        week,
        cast(sum(first_due_count) as bigint) as first_due_count,
        cast(sum(first_kept_count) as bigint) as first_kept_count,
        cast(sum(due_count) as bigint) as due_count,
        cast(sum(kept_count) as bigint) as kept_count
    from then_and_now
    group by dimension, member_id, promised_to, week
),

dated as (
    select
        compared.dimension,
        compared.member_id,
        compared.promised_to,
        compared.week,
        coalesce(recorded_weeks.published_as_of, build.as_of)
            as first_published_as_of,
        case
            when recorded_weeks.week is null then compared.due_count
            else compared.first_due_count
        end as first_due_count,
        case
            when recorded_weeks.week is null then compared.kept_count
            else compared.first_kept_count
        end as first_kept_count,
        compared.due_count,
        compared.kept_count,
        {{ is_provisional(
            days_between('compared.week', 'build.as_of') ~ ' - 7',
            'build.hold_days'
        ) }} as is_provisional,
        recorded_weeks.week is not null as is_on_record,
        case
            when recorded_weeks.is_provisional_known
                then recorded_weeks.was_provisional
        end as was_provisional
    from compared
    cross join build
    left join recorded_weeks
        on
            compared.promised_to = recorded_weeks.promised_to
            and compared.week = recorded_weeks.week
)

select
    dimension,
    member_id,
    promised_to,
    week,
    first_published_as_of,
    first_due_count,
    first_kept_count,
    {{ rate('first_kept_count', 'first_due_count') }} as first_kept_rate,
    case
        when is_on_record then was_provisional
        else is_provisional
    end as was_provisional,
    due_count,
    kept_count,
    {{ rate('kept_count', 'due_count') }} as kept_rate,
    is_provisional,
    {{ rate('kept_count', 'due_count') }}
    - {{ rate('first_kept_count', 'first_due_count') }}
        as kept_rate_change,
    first_due_count <> due_count
    or first_kept_count <> kept_count as is_restated
from dated
order by dimension, member_id nulls last, promised_to, week
