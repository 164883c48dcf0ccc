-- Who waited on each list date for what was not yet due, as it stood on record.
with waits as (
    select * from {{ ref('int_waits') }}
),

versions as (
    select * from {{ ref('int_promise_versions') }}
    where due_date is not null
),

list_dates as (
    select * from {{ ref('int_list_dates') }}
),

-- the dates by which it was judged one after the other: each holds from the day
-- after it was recorded
moved as (
    select
        versions.promise_id,
        versions.version_number,
        versions.recorded_date,
        {{ days_between('judged.due_date', 'versions.due_date') }}
            as moved_days
    from versions
    inner join versions as judged
        on
            versions.promise_id = judged.promise_id
            and judged.is_judged
            and versions.version_number <= judged.version_number
    where judged.version_number > judged.first_dated_number
),

open_waits as (
    select
        list_dates.weeks_ago,
        list_dates.list_date,
        waits.*,
        coalesce(waits.handed_known_date < list_dates.list_date, false)
            as is_handed_over
    from waits
    inner join list_dates
        on
            waits.start_date < list_dates.list_date
            and coalesce(waits.ended_known_date, list_dates.list_date)
            >= list_dates.list_date
),

dated as (
    select
        open_waits.weeks_ago,
        open_waits.promise_id,
        max_by(moved.moved_days, moved.version_number) as moved_days
    from open_waits
    inner join moved
        on
            open_waits.promise_id = moved.promise_id
            and open_waits.list_date > moved.recorded_date
    group by open_waits.weeks_ago, open_waits.promise_id
),

aged as (
    select
        open_waits.*,
        open_waits.window_days + coalesce(dated.moved_days, 0)
            as promised_days,
        {{ days_between('open_waits.start_date', 'open_waits.list_date') }}
            as waited_days,
        case when open_waits.is_handed_over then {{ days_between(
            'open_waits.start_date', 'open_waits.handed_date'
        ) }} else 0 end as handed_days
    from open_waits
    left join dated
        on
            open_waits.weeks_ago = dated.weeks_ago
            and open_waits.promise_id = dated.promise_id
)

select
    weeks_ago,
    list_date,
    promise_id,
    step,
    lane,
    partner_id,
    case when is_handed_over then 'hand_over' else 'promise' end as clock,
    {{ plus_days('cast(promised_days as int)', 'start_date', 'date') }}
        as end_date,
    waited_days,
    promised_days,
    waited_days - handed_days as age_days,
    promised_days - handed_days as window_days
from aged
where waited_days <= promised_days
