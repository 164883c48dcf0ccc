-- The course of every broken order: completed, its new date kept, the customer
-- called afterwards and content (M21). A recovered break stays broken.
with broken as (
    select * from {{ ref('fct_orders') }}
    where is_due and not is_kept
),

-- what is to be recovered are the lines that the order is judged by
promises as (
    select * from {{ ref('fct_promises') }}
    where
        order_id is not null
        and promised_to = 'customer'
        and is_required
        and outcome <> 'excluded'
        and due_date is not null
),

measured as (
    select * from {{ ref('int_measured') }}
),

contacts as (
    select
        contacts.contact_id,
        contacts.started_at,
        contacts.started_date,
        contacts.direction,
        contacts.reason,
        contacts.demand,
        case when measured.has_ratings then contacts.read_rating end as rating,
        links.linked_order_id
    from {{ ref('int_contacts') }} as contacts
    cross join measured
    inner join {{ ref('int_contact_links') }} as links
        on contacts.contact_id = links.contact_id
    where links.linked_order_id is not null
),

days as (
    select * from {{ ref('stg_days') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

renewed as (
    select
        order_id,
        max(
            case
                when
                    not is_kept
                    and repromises_count > 0
                    and latest_due_date <> due_date
                    then 1
                else 0
            end
        ) = 1 as has_new_date
    from promises
    group by order_id
),

paced as (
    select
        broken.*,
        promises.step,
        -- delivered to several zones, it was complete where its last line came
        coalesce(broken.zone, promises.zone) as place_zone,
        coalesce(renewed.has_new_date, false) as has_new_date,
        broken.outcome = 'cancelled_broken' as is_cancelled,
        broken.fulfilled_date is not null as is_complete,
        {{ plus_days(
            'thresholds.recovery_contact_free_days',
            'coalesce(broken.fulfilled_date, broken.due_date)',
            'date'
        ) }} as contact_free_until,
        full_days.business_day_number + thresholds.follow_up_business_days
            as follow_up_until_number
    from broken
    cross join thresholds
    left join promises on broken.pacing_promise_id = promises.promise_id
    left join renewed on broken.order_id = renewed.order_id
    left join days as full_days
        on
            coalesce(broken.zone, promises.zone) = full_days.zone
            and broken.fulfilled_date = full_days.day
),

-- from the day it was complete until the customer has been left in peace
afterwards as (
    select
        paced.order_id,
        contacts.*,
        contact_days.business_day_number <= paced.follow_up_until_number
            as is_soon,
        row_number() over (
            partition by paced.order_id
            order by
                case when contacts.rating is null then 1 else 0 end,
                contacts.started_at desc,
                contacts.contact_id desc
        ) as rating_rank
    from paced
    inner join contacts
        on
            paced.order_id = contacts.linked_order_id
            and contacts.started_date
            between paced.fulfilled_date and paced.contact_free_until
    left join days as contact_days
        on
            paced.place_zone = contact_days.zone
            and contacts.started_date = contact_days.day
),

contacted as (
    select
        afterwards.order_id,
        count(*) filter (
            where afterwards.direction = 'outbound'
            and afterwards.reason = 'follow_up'
            and afterwards.is_soon
        ) as follow_ups_count,
        max(case when afterwards.rating_rank = 1 then afterwards.rating end)
            as rating,
        count(*) filter (
            where afterwards.direction = 'inbound'
            and afterwards.demand = 'failure'
            and afterwards.started_date > paced.fulfilled_date
        ) as failure_contacts_count
    from afterwards
    inner join paced on afterwards.order_id = paced.order_id
    group by afterwards.order_id
),

weighed as (
    select
        paced.*,
        paced.contact_free_until < clock.as_of as is_matured,
        case when paced.has_new_date then paced.is_kept_latest end
            as is_new_date_kept,
        case
            when
                paced.is_complete
                and measured.has_named_contacts
                and measured.has_outbound
                and measured.has_contact_reasons
                then coalesce(contacted.follow_ups_count, 0) > 0
        end as is_followed_up,
        contacted.rating,
        case
            when
                paced.is_complete
                and measured.has_linked_contacts
                and measured.has_contact_reasons
                then coalesce(contacted.failure_contacts_count, 0)
        end as failure_contacts_count,
        case
            when not paced.is_complete then null
            -- a rating says more than no contact
            when contacted.rating is not null
                then contacted.rating >= thresholds.good_rating
            when measured.has_linked_contacts and measured.has_contact_reasons
                then coalesce(contacted.failure_contacts_count, 0) = 0
        end as is_content,
        {{ days_between('paced.due_date', 'clock.as_of') }} as age_days,
        measured.has_new_dates
        and measured.has_named_contacts
        and measured.has_outbound
        and measured.has_contact_reasons as is_recovery_kept,
        measured.has_new_dates as is_new_date_kept_at_all
    from paced
    cross join clock
    cross join thresholds
    cross join measured
    left join contacted on paced.order_id = contacted.order_id
)

select
    order_id,
    customer_id,
    customer_type,
    seller_id,
    pacing_partner_id as partner_id,
    step,
    due_date,
    outcome,
    value,
    fulfilled_date,
    is_complete,
    is_cancelled,
    case
        when is_complete and outcome <> 'early'
            then greatest(deviation_days, 0)
    end as recovery_days,
    case when not is_complete and not is_cancelled then age_days end
        as waiting_days,
    is_matured,
    case when is_new_date_kept_at_all then has_new_date end as has_new_date,
    is_new_date_kept,
    is_followed_up,
    rating,
    failure_contacts_count,
    case when is_matured then is_content end as is_content,
    -- false as soon as one thing is known to have failed, unknown as long as
    -- one was never measured; and where the source keeps none of it, to keep
    -- the failures would drop only the good ones
    case
        when is_matured and is_recovery_kept
            then
                is_complete
                and has_new_date
                and coalesce(is_new_date_kept, false)
                and is_followed_up
                and is_content
    end as is_recovered
from weighed
order by order_id
