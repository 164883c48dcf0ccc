{%- set members = {
    'company': "'all'",
    'channel': 'first_channel',
    'reason': 'first_reason',
    'seller': 'seller_id',
    'customer_type': 'customer_type',
} -%}

-- Episodes, in the cohort of the day on which they began.
with orders as (
    select
        order_id,
        seller_id
    from {{ ref('fct_orders') }}
),

customers as (
    select
        customer_id,
        type
    from {{ ref('dim_customers') }}
),

recontacts as (
    select
        episode_id,
        count(is_recontacted) as matured_contacts_count,
        count(*) filter (where is_recontacted) as recontacted_count,
        count(is_recontacted_soon) as soon_matured_count,
        count(*) filter (where is_recontacted_soon) as soon_recontacted_count,
        count(is_recontacted_late) as late_matured_count,
        count(*) filter (where is_recontacted_late) as late_recontacted_count
    from {{ ref('fct_inbound_contacts') }}
    group by episode_id
),

episodes as (
    select
        episodes.*,
        recontacts.matured_contacts_count,
        recontacts.recontacted_count,
        recontacts.soon_matured_count,
        recontacts.soon_recontacted_count,
        recontacts.late_matured_count,
        recontacts.late_recontacted_count,
        orders.seller_id,
        customers.type as customer_type
    from {{ ref('fct_episodes') }} as episodes
    inner join recontacts on episodes.episode_id = recontacts.episode_id
    left join orders on episodes.order_id = orders.order_id
    left join customers on episodes.customer_id = customers.customer_id
),

counted as (
    {% call counted_by('episodes', members, ['month'], 'first_contact_date') %}
        count(*) as episodes_count,
        sum(contacts_count) as contacts_count,
        sum(matured_contacts_count) as matured_contacts_count,
        sum(recontacted_count) as recontacted_count,
        sum(soon_matured_count) as soon_matured_count,
        sum(soon_recontacted_count) as soon_recontacted_count,
        sum(late_matured_count) as late_matured_count,
        sum(late_recontacted_count) as late_recontacted_count,
        count(is_first_contact_resolved) as matured_count,
        count(*) filter (where is_first_contact_resolved) as resolved_count,
        count(is_ping_pong) as ping_pong_measured_count,
        count(*) filter (where is_ping_pong) as ping_pong_count,
        count(is_one_point_of_contact) as one_point_measured_count,
        count(*) filter (where is_one_point_of_contact) as one_point_count,
        count(*) filter (where channels_count > 1) as several_channels_count,
        sum(redirects_count) as redirects_count
    {% endcall %}
)

select
    dimension,
    member_id,
    period,
    period_start,
    episodes_count,
    cast(contacts_count as bigint) as contacts_count,
    cast(matured_contacts_count as bigint) as matured_contacts_count,
    cast(recontacted_count as bigint) as recontacted_count,
    cast(soon_matured_count as bigint) as soon_matured_count,
    cast(soon_recontacted_count as bigint) as soon_recontacted_count,
    cast(late_matured_count as bigint) as late_matured_count,
    cast(late_recontacted_count as bigint) as late_recontacted_count,
    matured_count,
    resolved_count,
    ping_pong_measured_count,
    case when ping_pong_measured_count > 0 then ping_pong_count end
        as ping_pong_count,
    one_point_measured_count,
    one_point_count,
    several_channels_count,
    cast(redirects_count as bigint) as redirects_count,
    recontacted_count * 1.0E0 / nullif(matured_contacts_count, 0)
        as recontact_rate,
    soon_recontacted_count * 1.0E0 / nullif(soon_matured_count, 0)
        as soon_recontact_rate,
    late_recontacted_count * 1.0E0 / nullif(late_matured_count, 0)
        as late_recontact_rate,
    resolved_count * 1.0E0 / nullif(matured_count, 0)
        as first_contact_resolution_rate,
    ping_pong_count * 1.0E0 / nullif(ping_pong_measured_count, 0)
        as ping_pong_rate,
    one_point_count * 1.0E0 / nullif(one_point_measured_count, 0)
        as one_point_rate
from counted
order by dimension, member_id nulls last, period, period_start
