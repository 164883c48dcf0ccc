with promises as (
    select * from {{ ref('stg_promises') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

-- as_of means the start of that day: what was recorded before it counts
known as (
    select promises.*
    from promises
    cross join clock
    where promises.recorded_local_at < cast(clock.as_of as timestamp)
),

numbered as (
    select
        *,
        cast(row_number() over (
            partition by promise_id
            order by
                version nulls last, recorded_at, due_at nulls last, source_row
        ) as bigint) as version_number
    from known
),

dated as (
    select
        promise_id,
        version_number,
        min(version_number) over (
            partition by promise_id
        ) as first_dated_number,
        max(version_number) over (
            partition by promise_id
        ) as latest_dated_number,
        lag(due_date) over (
            partition by promise_id order by version_number
        ) as due_date_before
    from numbered
    where due_date is not null
),

first_dated as (
    select
        promise_id,
        min(first_dated_number) as first_dated_number,
        max(latest_dated_number) as latest_dated_number
    from dated
    group by promise_id
),

described as (
    select
        numbered.*,
        first_dated.first_dated_number,
        first_dated.latest_dated_number,
        dated.due_date_before,
        coalesce(
            numbered.version_number > first_dated.first_dated_number, false
        ) as is_change,
        coalesce(
            numbered.initiated_by, 'company'
        ) = 'customer' as is_by_customer
    from numbered
    left join first_dated
        on numbered.promise_id = first_dated.promise_id
    left join dated
        on
            numbered.promise_id = dated.promise_id
            and numbered.version_number = dated.version_number
),

-- A customer may move the promise only while it is whole: once the company
-- has changed it, or its day has passed, it stays the promise to judge by
-- (DECISIONS.md, "A date the customer moved").
frozen as (
    select
        promise_id,
        min(version_number) filter (
            where is_change
            and (not is_by_customer or recorded_date > due_date_before)
        ) as frozen_from_number,
        min(recorded_at) filter (
            where is_change and not is_by_customer
        ) as company_changed_at,
        min(recorded_date) filter (
            where is_change and not is_by_customer
        ) as company_changed_date
    from described
    group by promise_id
),

judged as (
    select
        described.promise_id,
        max(described.version_number) as judged_number
    from described
    inner join frozen on described.promise_id = frozen.promise_id
    where
        described.due_date is not null
        and described.version_number
        < coalesce(frozen.frozen_from_number, described.version_number + 1)
    group by described.promise_id
)

select
    described.*,
    frozen.company_changed_at,
    frozen.company_changed_date,
    described.version_number = 1 as is_first,
    coalesce(
        described.version_number = judged.judged_number, false
    ) as is_judged,
    coalesce(
        described.version_number = described.latest_dated_number, false
    ) as is_latest,
    described.is_change and not described.is_by_customer as is_repromise,
    described.is_change
    and described.is_by_customer
    and described.due_date is not null as is_moved_by_customer
from described
inner join frozen on described.promise_id = frozen.promise_id
left join judged on described.promise_id = judged.promise_id
