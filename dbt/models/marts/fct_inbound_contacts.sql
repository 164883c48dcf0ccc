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

instants as (
    select
        desk_zone as zone,
        started_at as moment_at
    from contacts
    where is_wait_timed

    union all

    select
        desk_zone as zone,
        answered_at as moment_at
    from contacts
    where is_wait_timed
),

readings as (
    {{ desk_clock('instants') }}
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
    case
        when contacts.is_wait_timed
            then {{ business_hours_between('asked', 'answered') }} * 60
    end as wait_business_minutes,
    contacts.hours_to_next,
    case
        when contacts.is_matured
            then
                coalesce(
                    contacts.hours_to_next <= contacts.recontact_hours, false
                )
    end as is_recontacted
from contacts
left join readings as asked
    on
        contacts.desk_zone = asked.zone
        and contacts.started_at = asked.moment_at
left join readings as answered
    on
        contacts.desk_zone = answered.zone
        and contacts.answered_at = answered.moment_at
order by contacts.contact_id
