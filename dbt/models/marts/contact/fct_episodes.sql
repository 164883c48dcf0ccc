with contacts as (
    select * from {{ ref('int_inbound_contacts') }}
),

-- the customer starts afresh once someone has resolved it
segmented as (
    select
        *,
        sum(case when outcome = 'resolved' then 1 else 0 end) over (
            partition by episode_id
            order by contact_number
            rows between unbounded preceding and 1 preceding
        ) as resolved_before
    from contacts
),

-- the way they went, over channels and over the teams that are known
places as (
    select
        episode_id,
        coalesce(resolved_before, 0) as segment,
        contact_number,
        'channel' as kind,
        channel as place
    from segmented

    union all

    select
        episode_id,
        coalesce(resolved_before, 0) as segment,
        contact_number,
        'team' as kind,
        team as place
    from segmented
    where team is not null
),

stepped as (
    select
        *,
        lag(place) over (
            partition by episode_id, segment, kind order by contact_number
        ) as place_before
    from places
),

-- A → B → A: more turns than there are places to turn to
segments as (
    select
        episode_id,
        case
            when
                count(*) filter (
                    where place_before is null or place <> place_before
                ) > count(distinct place)
                then 1
            else 0
        end as has_return
    from stepped
    group by episode_id, segment, kind
),

returned as (
    select
        episode_id,
        max(has_return) = 1 as has_return
    from segments
    group by episode_id
),

episodes as (
    select
        episode_id,
        {{ only_value('linked_order_id') }} as order_id,
        {{ only_value('customer_id') }} as customer_id,
        min(started_at) as first_contact_at,
        max(case when contact_number = 1 then started_date end)
            as first_contact_date,
        max(closed_at) as last_closed_at,
        max(closed_date) as last_closed_date,
        max(case when contact_number = 1 then channel end) as first_channel,
        max(case when contact_number = 1 then reason end) as first_reason,
        max(case when contact_number = 1 then demand end) as first_demand,
        count(*) as contacts_count,
        count(*) filter (where demand = 'failure') as failure_count,
        count(*) filter (where outcome = 'redirected') as redirects_count,
        count(distinct channel) as channels_count,
        count(distinct team) as teams_count,
        count(team) as teamed_count,
        count(*) filter (where is_outcome_known) as outcomes_count,
        {{ exact_sum('wait_minutes') }} as wait_minutes,
        -- young while its last contact may still be followed by another
        min(case when is_matured then 1 else 0 end) = 1 as is_matured
    from contacts
    group by episode_id
)

select
    episodes.episode_id,
    episodes.order_id,
    episodes.customer_id,
    episodes.first_contact_at,
    episodes.first_contact_date,
    episodes.last_closed_at,
    episodes.last_closed_date,
    episodes.first_channel,
    episodes.first_reason,
    episodes.first_demand,
    episodes.contacts_count,
    case when measured.has_contact_reasons then episodes.failure_count end
        as failure_count,
    case when episodes.outcomes_count > 0 then episodes.redirects_count end
        as redirects_count,
    episodes.channels_count,
    case
        when measured.has_teams and episodes.teamed_count > 0
            then episodes.teams_count
    end as teams_count,
    episodes.wait_minutes,
    episodes.is_matured,
    case
        when episodes.is_matured then episodes.contacts_count = 1
    end as is_first_contact_resolved,
    -- Where no outcome is on record, nobody knows who was sent on; to keep
    -- those that are bad all the same would drop only the good ones.
    case
        when episodes.outcomes_count > 0
            then episodes.redirects_count >= 2 or returned.has_return
    end as is_ping_pong,
    case
        when
            measured.has_teams
            and episodes.teamed_count = episodes.contacts_count
            and episodes.outcomes_count > 0
            then episodes.teams_count = 1 and episodes.redirects_count = 0
    end as is_one_point_of_contact
from episodes
inner join returned on episodes.episode_id = returned.episode_id
cross join {{ ref('int_measured') }} as measured
order by episodes.episode_id
