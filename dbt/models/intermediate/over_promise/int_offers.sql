-- The date that was first given, by whom and when: what a seller is judged by
-- for boldness, whoever moved the date later. Only what was on record then.
with versions as (
    select * from {{ ref('int_promise_versions') }}
    where version_number = first_dated_number
),

promises as (
    select * from {{ ref('int_promises') }}
),

starting_days as (
    select * from {{ ref('int_starting_days') }}
),

days as (
    select * from {{ ref('stg_days') }}
)

select
    versions.promise_id,
    versions.order_id,
    versions.line,
    versions.seller_id,
    versions.partner_id,
    versions.step,
    versions.product_group,
    versions.promised_to,
    versions.zone,
    promises.fulfilled_by,
    promises.transit_business_days,
    coalesce(versions.quantity, 1.0E0) as needed,
    versions.recorded_date as offered_date,
    cast({{ dbt.date_trunc('month', 'versions.recorded_date') }} as date)
        as offered_month,
    versions.due_date,
    versions.partner_due_date,
    due_days.business_day_number as due_number,
    partner_due_days.business_day_number as partner_due_number,
    -- after the cut-off the clock starts on the next business day
    case
        when versions.recorded_at > starting_days.cut_off_at
            then starting_days.next_business_day_number
        else starting_days.from_business_day_number
    end as start_number
from versions
inner join promises on versions.promise_id = promises.promise_id
left join starting_days
    on
        versions.zone = starting_days.zone
        and versions.recorded_date = starting_days.day
left join days as due_days
    on versions.zone = due_days.zone and versions.due_date = due_days.day
left join days as partner_due_days
    on
        versions.zone = partner_due_days.zone
        and versions.partner_due_date = partner_due_days.day
