with contacts as (
    select
        contacts.*,
        coalesce(channels.is_written, false) as is_written,
        -- without a time of day nobody knows how long the desk was open
        coalesce(channels.is_written, false)
        and coalesce(contacts.started_has_time, false)
        and coalesce(contacts.answered_has_time, false) as is_wait_timed
    from {{ ref('int_inbound_contacts') }} as contacts
    left join {{ ref('contact_channels') }} as channels
        on contacts.channel = channels.channel
),

timed as (
    select
        contact_id,
        desk_zone,
        started_at,
        answered_at
    from contacts
    where is_wait_timed
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

desk as (
    {{ desk_clock(
        'timed', 'contact_id', 'desk_zone', ['started_at', 'answered_at']
    ) }}
)

select
    contacts.contact_id,
    contacts.episode_id,
    contacts.contact_number,
    contacts.linked_order_id as order_id,
    contacts.customer_id,
    contacts.started_at,
    contacts.started_date,
    contacts.channel,
    contacts.team,
    contacts.reason,
    contacts.demand,
    contacts.service_dimension,
    contacts.outcome,
    contacts.redirected_to,
    contacts.wait_minutes,
    contacts.is_written,
    contacts.answered_at,
    contacts.answered_date,
    contacts.desk_zone,
    contacts.desk_known_by,
    {{ business_hours_between('desk.started_at', 'desk.answered_at') }} * 60
        as wait_business_minutes,
    contacts.hours_to_next,
    case
        when contacts.is_matured
            then
                coalesce(
                    contacts.hours_to_next <= contacts.recontact_hours, false
                )
    end as is_recontacted,
    case
        when contacts.age_hours >= thresholds.recontact_soon_hours
            then
                coalesce(
                    contacts.hours_to_next
                    <= thresholds.recontact_soon_hours,
                    false
                )
    end as is_recontacted_soon,
    case
        when contacts.age_hours >= thresholds.recontact_late_hours
            then
                coalesce(
                    contacts.hours_to_next
                    <= thresholds.recontact_late_hours,
                    false
                )
    end as is_recontacted_late
from contacts
cross join thresholds
left join desk on contacts.contact_id = desk.contact_id
order by contacts.contact_id
