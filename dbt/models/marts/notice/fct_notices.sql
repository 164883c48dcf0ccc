-- Who knew what when, for every promise to the customer that is kept by a
-- delivery and was broken or changed: the partner, the company, the customer
-- (M9 to M11).
with promises as (
    select
        promises.*,
        coalesce(sellers.zone, clock.default_zone) as desk_zone
    from {{ ref('fct_promises') }} as promises
    cross join {{ ref('int_clock') }} as clock
    left join {{ ref('stg_sellers') }} as sellers
        on promises.seller_id = sellers.seller_id
    where
        promises.promised_to = 'customer'
        -- nobody announces a call that will not be made
        and promises.fulfilled_by <> 'contact'
        and promises.due_date is not null
        and (not promises.is_kept or promises.repromises_count > 0)
),

versions as (
    select * from {{ ref('fct_promise_versions') }}
),

delivery_events as (
    select * from {{ ref('fct_deliveries') }}
    where not is_duplicate
),

contacts as (
    select * from {{ ref('fct_contacts') }}
    where
        direction = 'outbound'
        and (reason = 'delay' or told_due_date is not null)
),

days as (
    select * from {{ ref('stg_days') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

changed as (
    select
        promise_id,
        min(recorded_at) as changed_at,
        min(recorded_date) as changed_date,
        min(recorded_at) filter (where initiated_by = 'partner')
            as partner_warned_at,
        min(recorded_date) filter (where initiated_by = 'partner')
            as partner_warned_date,
        count(*) filter (where due_date is null) as dateless_changes_count,
        count(*) as changes_count
    from versions
    where is_repromise
    group by promise_id
),

-- something went visibly wrong: we came for nothing, or with the wrong goods,
-- or it was called off; goods sent back in order are the customer's own choice
troubled as (
    select
        promise_id,
        min(recorded_at) as trouble_at,
        min(recorded_date) as trouble_date
    from delivery_events
    where
        event in ('attempted', 'cancelled')
        or condition <> 'ok'
    group by promise_id
),

-- the customer is told about the promise, or about the whole order
addressed as (
    select
        promises.promise_id,
        promises.promised_at,
        promises.promised_date,
        promises.due_at,
        promises.due_date,
        promises.due_has_time,
        promises.zone,
        contacts.started_at,
        contacts.started_date,
        contacts.started_has_time,
        contacts.reason,
        contacts.told_due_at,
        contacts.told_due_date,
        contacts.told_due_has_time
    from promises
    inner join contacts on promises.promise_id = contacts.promise_id

    union all

    select
        promises.promise_id,
        promises.promised_at,
        promises.promised_date,
        promises.due_at,
        promises.due_date,
        promises.due_has_time,
        promises.zone,
        contacts.started_at,
        contacts.started_date,
        contacts.started_has_time,
        contacts.reason,
        contacts.told_due_at,
        contacts.told_due_date,
        contacts.told_due_has_time
    from promises
    inner join contacts on promises.order_id = contacts.order_id
    where contacts.promise_id is null
),

-- What was said before the promise was made is about another one, and a date
-- that is no later is no bad news. The day is that of the delivery place.
notices as (
    select
        promise_id,
        started_at,
        started_has_time,
        case
            when started_has_time
                then cast({{ from_utc('started_at', 'zone') }} as date)
            else started_date
        end as told_date,
        told_due_date
    from addressed
    where
        case
            when started_has_time then started_at >= promised_at
            else started_date >= promised_date
        end
        and (reason = 'delay' or {{ is_after('told_due', 'due') }})
),

informed as (
    select
        promise_id,
        min(started_at) as told_at,
        min(started_at) filter (where started_has_time) as told_timed_at,
        min(told_date) as told_date
    from notices
    group by promise_id
),

noticed as (
    select
        promises.promise_id,
        informed.told_timed_at,
        {%- for part in ['at', 'date'] %}
        changed.partner_warned_{{ part }},
        case
            when changed.changed_{{ part }} is null
                then troubled.trouble_{{ part }}
            when troubled.trouble_{{ part }} is null
                then changed.changed_{{ part }}
            else least(changed.changed_{{ part }}, troubled.trouble_{{ part }})
        end as company_knew_{{ part }},
        informed.told_{{ part }} as customer_told_{{ part }},
        case
            when changed.changed_{{ part }} is null
                then informed.told_{{ part }}
            when informed.told_{{ part }} is null
                then changed.changed_{{ part }}
            else least(changed.changed_{{ part }}, informed.told_{{ part }})
        end as first_notice_{{ part }},
        {%- endfor %}
        coalesce(changed.changes_count, 0) as changes_count,
        coalesce(changed.dateless_changes_count, 0) as dateless_changes_count
    from promises
    left join changed on promises.promise_id = changed.promise_id
    left join troubled on promises.promise_id = troubled.promise_id
    left join informed on promises.promise_id = informed.promise_id
),

-- a date is a date, whoever proposed it and however it was given
dates_given as (
    select
        promise_id,
        recorded_at as given_at,
        recorded_date as given_date
    from versions
    where due_date is not null and not is_first

    union all

    select
        promise_id,
        started_at as given_at,
        told_date as given_date
    from notices
    where told_due_date is not null
),

new_dates as (
    select
        noticed.promise_id,
        min(dates_given.given_at) as new_date_at,
        min(dates_given.given_date) as new_date_date
    from noticed
    inner join dates_given on noticed.promise_id = dates_given.promise_id
    where dates_given.given_at >= noticed.first_notice_at
    group by noticed.promise_id
),

led as (
    select
        promises.*,
        noticed.partner_warned_at,
        noticed.partner_warned_date,
        noticed.company_knew_at,
        noticed.company_knew_date,
        noticed.customer_told_at,
        noticed.customer_told_date,
        noticed.first_notice_at,
        noticed.first_notice_date,
        noticed.changes_count,
        noticed.dateless_changes_count,
        new_dates.new_date_at,
        new_dates.new_date_date,
        {{ days_between('noticed.customer_told_date', 'promises.due_date') }}
            as notice_lead_days,
        due_days.business_day_number - told_days.business_day_number
            as notice_lead_business_days,
        case
            when
                promises.due_has_time
                and noticed.told_timed_at = noticed.customer_told_at
                then {{ hours_between(
                    'noticed.customer_told_at', 'promises.due_at'
                ) }}
        end as notice_lead_hours
    from promises
    inner join noticed on promises.promise_id = noticed.promise_id
    left join new_dates on promises.promise_id = new_dates.promise_id
    left join days as due_days
        on promises.zone = due_days.zone and promises.due_date = due_days.day
    left join days as told_days
        on
            promises.zone = told_days.zone
            and noticed.customer_told_date = told_days.day
),

desk as (
    {{ desk_clock('led', 'promise_id', 'desk_zone', [
        'partner_warned_at', 'company_knew_at', 'customer_told_at',
        'first_notice_at', 'new_date_at'
    ]) }}
)

select
    led.promise_id,
    led.order_id,
    led.seller_id,
    led.partner_id,
    led.step,
    led.due_date,
    led.outcome,
    coalesce(not led.is_kept, false) as is_broken,
    led.partner_warned_at,
    led.partner_warned_date,
    led.company_knew_at,
    led.company_knew_date,
    led.customer_told_at,
    led.customer_told_date,
    led.notice_lead_days,
    led.notice_lead_business_days,
    led.notice_lead_hours,
    case
        when not measured.has_notices then null
        when led.customer_told_date is null then 'never'
        when led.notice_lead_days < 0 or led.notice_lead_hours < 0 then 'after'
        when led.notice_lead_days = 0 then 'on_the_day'
        when led.notice_lead_business_days >= thresholds.notice_days
            then 'in_time'
        when led.notice_lead_days = 1 then 'day_before'
        else 'short'
    end as notice,
    {{ hours_between('led.partner_warned_at', 'led.customer_told_at') }}
        as partner_to_customer_hours,
    {{ hours_between('led.company_knew_at', 'led.customer_told_at') }}
        as company_to_customer_hours,
    {{ business_hours_between(
        'desk.partner_warned_at', 'desk.customer_told_at'
    ) }} as partner_to_customer_business_hours,
    {{ business_hours_between(
        'desk.company_knew_at', 'desk.customer_told_at'
    ) }} as company_to_customer_business_hours,
    case when measured.has_new_dates then led.changes_count end
        as changes_count,
    case when measured.has_new_dates then led.dateless_changes_count end
        as dateless_changes_count,
    led.first_notice_at,
    led.first_notice_date,
    led.new_date_at,
    led.new_date_date,
    {{ hours_between('led.first_notice_at', 'led.new_date_at') }}
        as hours_to_new_date,
    {{ business_hours_between('desk.first_notice_at', 'desk.new_date_at') }}
        as new_date_business_hours,
    led.first_notice_at is not null
    and led.new_date_at is null
    and led.fulfilled_date is null
    and led.cancelled_date is null as is_still_waiting
from led
cross join thresholds
cross join {{ ref('int_measured') }} as measured
left join desk on led.promise_id = desk.promise_id
order by led.promise_id
