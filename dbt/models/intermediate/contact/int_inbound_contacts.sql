-- What customers came to us about, chained into episodes: one goal of one
-- customer over all channels. A contact belongs to the episode before it when
-- it is about the same and begins within the recontact time of its end.
with contacts as (
    select
        contacts.*,
        links.linked_order_id,
        desks.desk_zone,
        desks.desk_known_by,
        -- the same order; without one, the same customer and reason; else only
        -- the contact itself
        coalesce(
            'order ' || links.linked_order_id,
            'customer ' || contacts.customer_id || ' '
            || coalesce(contacts.reason, ''),
            'contact ' || contacts.contact_id
        ) as subject,
        -- an end without a time of day is the start of its day
        greatest(
            contacts.started_at,
            coalesce(contacts.ended_at, contacts.started_at)
        ) as closed_at,
        case
            when contacts.ended_at > contacts.started_at
                then contacts.ended_date
            else contacts.started_date
        end as closed_date
    from {{ ref('int_contacts') }} as contacts
    inner join {{ ref('int_contact_links') }} as links
        on contacts.contact_id = links.contact_id
    inner join {{ ref('int_contact_desks') }} as desks
        on contacts.contact_id = desks.contact_id
    where contacts.direction = 'inbound' and contacts.demand <> 'none'
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

neighboured as (
    select
        *,
        lag(closed_at) over (
            partition by subject order by started_at, contact_id
        ) as closed_before_at,
        lead(started_at) over (
            partition by subject order by started_at, contact_id
        ) as next_started_at
    from contacts
),

timed as (
    select
        neighboured.*,
        thresholds.recontact_hours,
        {{ hours_between(
            'neighboured.closed_at', 'neighboured.next_started_at'
        ) }} as hours_to_next,
        case
            when neighboured.closed_before_at is null then 1
            when
                {{ hours_between(
                    'neighboured.closed_before_at', 'neighboured.started_at'
                ) }}
                > thresholds.recontact_hours
                then 1
            else 0
        end as is_new_episode
    from neighboured
    cross join thresholds
),

chained as (
    select
        *,
        sum(is_new_episode) over (
            partition by subject
            order by started_at, contact_id
            rows between unbounded preceding and current row
        ) as episode_number
    from timed
)

select
    chained.*,
    min(chained.contact_id) over (
        partition by chained.subject, chained.episode_number
    ) as episode_id,
    {{ hours_between(
        'chained.closed_at',
        to_utc('cast(clock.as_of as timestamp)', 'chained.zone')
    ) }} as age_hours,
    {{ hours_between(
        'chained.closed_at',
        to_utc('cast(clock.as_of as timestamp)', 'chained.zone')
    ) }}
    >= chained.recontact_hours as is_matured,
    cast(row_number() over (
        partition by chained.subject, chained.episode_number
        order by chained.started_at, chained.contact_id
    ) as bigint) as contact_number
from chained
cross join clock
