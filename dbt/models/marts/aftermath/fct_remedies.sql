-- How long each customer whom we let down was left without a date (M21). The
-- clock starts when they could know: at the first notice, or when the day had
-- passed without one.
with notices as (
    select * from {{ ref('fct_notices') }}
    where is_broken and order_id is not null
),

promises as (
    select * from {{ ref('fct_promises') }}
),

exposures as (
    select
        order_id,
        lateness
    from {{ ref('int_order_exposures') }}
),

contacts as (
    select * from {{ ref('fct_inbound_contacts') }}
    where order_id is not null
),

measured as (
    select * from {{ ref('int_measured') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

dated as (
    select
        notices.*,
        promises.customer_type,
        promises.zone,
        promises.fulfilled_at,
        promises.fulfilled_date,
        -- a date is over when its local day is, however many hours it had
        case
            when promises.due_has_time then promises.due_at
            else {{ to_utc(
                'cast('
                ~ plus_days(1, 'promises.due_date', 'date')
                ~ ' as timestamp)',
                'promises.zone'
            ) }}
        end as over_at,
        case
            when promises.due_has_time then promises.due_date
            else {{ plus_days(1, 'promises.due_date', 'date') }}
        end as over_date
    from notices
    inner join promises on notices.promise_id = promises.promise_id
    where notices.outcome in ('late', 'overdue_open')
),

signed as (
    select
        *,
        case
            when first_notice_at < over_at then first_notice_at
            else over_at
        end as sign_at,
        case
            when first_notice_at < over_at then first_notice_date
            else over_date
        end as sign_date,
        coalesce(first_notice_at < over_at, false) as is_notified
    from dated
),

remedied as (
    select
        *,
        case
            when new_date_at is null then fulfilled_at
            when fulfilled_at is null then new_date_at
            else least(new_date_at, fulfilled_at)
        end as remedied_at,
        case
            when new_date_at is null then fulfilled_date
            when fulfilled_at is null or new_date_at <= fulfilled_at
                then new_date_date
            else fulfilled_date
        end as remedied_date
    from signed
),

-- one order, one wait: that of the promise that showed it first
ordered as (
    select
        *,
        row_number() over (
            partition by order_id order by sign_at, promise_id
        ) as place
    from remedied
),

firsts as (
    select * from ordered
    where place = 1
),

contacted as (
    select
        firsts.order_id,
        count(*) as contacts_count
    from firsts
    inner join contacts
        on
            firsts.order_id = contacts.order_id
            and contacts.started_at >= firsts.sign_at
    group by firsts.order_id
),

timed as (
    select
        firsts.*,
        exposures.lateness,
        case
            when measured.has_linked_contacts
                then coalesce(contacted.contacts_count, 0)
        end as contacts_count,
        {{ hours_between('firsts.sign_at', 'firsts.remedied_at') }}
            as remedied_hours,
        {{ hours_between(
            'firsts.sign_at',
            to_utc('cast(clock.as_of as timestamp)', 'firsts.zone')
        ) }} as known_hours,
        {{ hours_between('firsts.sign_at', 'firsts.fulfilled_at') }}
            as complete_hours
    from firsts
    cross join clock
    cross join measured
    left join contacted on firsts.order_id = contacted.order_id
    left join exposures on firsts.order_id = exposures.order_id
)

select
    timed.order_id,
    timed.promise_id,
    timed.seller_id,
    timed.partner_id,
    timed.step,
    timed.customer_type,
    timed.due_date,
    timed.lateness,
    timed.sign_at,
    timed.sign_date,
    case
        when timed.is_notified and timed.remedied_hours <= 0 then 'new_date'
        when timed.is_notified then 'notice_without_date'
        else 'no_notice'
    end as sign,
    timed.remedied_at,
    timed.remedied_date,
    greatest(coalesce(timed.remedied_hours, timed.known_hours), 0.0E0)
        as dateless_hours,
    timed.remedied_at is null as is_still_waiting,
    case
        when timed.complete_hours < 0 then 0.0E0
        else timed.complete_hours
    end as complete_hours,
    timed.contacts_count,
    case
        when timed.contacts_count >= thresholds.many_contacts
            then 'many_contacts'
        when timed.contacts_count <= thresholds.few_contacts then 'few_contacts'
        when timed.contacts_count is not null then 'between'
    end as contact_level,
    timed.known_hours
    >= thresholds.recovery_contact_free_days * 24 as is_matured
from timed
cross join thresholds
order by timed.order_id
