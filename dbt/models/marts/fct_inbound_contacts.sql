select
    contact_id,
    episode_id,
    contact_number,
    linked_order_id as order_id,
    customer_id,
    started_at,
    started_date,
    channel,
    team,
    reason,
    demand,
    service_dimension,
    outcome,
    redirected_to,
    wait_minutes,
    hours_to_next,
    case
        when is_matured then coalesce(hours_to_next <= recontact_hours, false)
    end as is_recontacted
from {{ ref('int_inbound_contacts') }}
order by contact_id
