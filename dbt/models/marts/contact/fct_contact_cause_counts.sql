-- Why customers had to come to us, month by month.
with contacts as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month
    from {{ ref('fct_inbound_contacts') }}
),

details as (
    select
        contact_id,
        credit,
        customer_cost
    from {{ ref('fct_contacts') }}
),

causes as (
    select * from {{ ref('fct_contact_causes') }}
),

charged as (
    select
        contacts.*,
        details.credit,
        details.customer_cost,
        causes.cause,
        causes.cause_partner_id
    from contacts
    inner join details on contacts.contact_id = details.contact_id
    inner join causes on contacts.contact_id = causes.contact_id
)

select
    month,
    cause,
    cause_partner_id,
    reason,
    demand,
    team,
    count(*) as contacts_count,
    count(distinct order_id) as orders_count,
    count(is_recontacted) as matured_count,
    count(*) filter (where is_recontacted) as recontacted_count,
    {{ exact_sum('wait_minutes') }} as wait_minutes,
    {{ exact_sum('credit') }} as credit,
    {{ exact_sum('customer_cost') }} as customer_cost
from charged
group by month, cause, cause_partner_id, reason, demand, team
order by
    month,
    cause,
    cause_partner_id nulls last,
    reason nulls last,
    demand,
    team nulls last
