-- What it cost us to be called, and to call: minutes at the price of the
-- channel on that day; a contact whose minutes nobody noted at the price of a
-- contact. Never both, so that no contact is paid twice.
with contacts as (
    select
        contact_id,
        channel,
        started_date,
        case
            when answered_has_time and ended_has_time
                then {{ hours_between('answered_at', 'ended_at') }} * 60.0E0
        end as handling_minutes
    from {{ ref('int_contacts') }}
),

unit_costs as (
    select * from {{ ref('unit_costs') }}
),

channels as (
    select distinct channel from contacts
),

-- a channel without rows of its own goes by those of any channel
named as (
    select
        channels.channel,
        items.item,
        coalesce(own.channel, '*') as priced_as
    from channels
    cross join (select distinct item from unit_costs) as items
    left join (
        select distinct
            item,
            channel
        from unit_costs
    ) as own
        on channels.channel = own.channel and items.item = own.item
),

prices as (
    select
        named.channel,
        named.item,
        unit_costs.value,
        unit_costs.valid_from,
        coalesce(
            lead(unit_costs.valid_from) over (
                partition by named.channel, named.item
                order by unit_costs.valid_from
            ),
            date '9999-12-31'
        ) as valid_until
    from named
    inner join unit_costs
        on
            named.priced_as = unit_costs.channel
            and named.item = unit_costs.item
)

select
    contacts.contact_id,
    contacts.handling_minutes,
    coalesce(contacts.handling_minutes * minutes.value, whole.value)
        as handling_cost
from contacts
left join prices as minutes
    on
        contacts.channel = minutes.channel
        and minutes.item = 'handling_minute'
        and contacts.started_date >= minutes.valid_from
        and contacts.started_date < minutes.valid_until
left join prices as whole
    on
        contacts.channel = whole.channel
        and whole.item = 'contact'
        and contacts.started_date >= whole.valid_from
        and contacts.started_date < whole.valid_until
