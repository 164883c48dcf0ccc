with contacts as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'started_date') }} as date) as month
    from {{ ref('fct_inbound_contacts') }}
),

long_wait as (
    select value as minutes
    from {{ ref('thresholds') }}
    where name = 'long_wait_minutes'
)

select
    contacts.channel,
    contacts.month,
    count(*) as contacts_count,
    count(contacts.wait_minutes) as measured_count,
    count(*) filter (where contacts.outcome = 'abandoned') as abandoned_count,
    count(*) filter (where contacts.wait_minutes > long_wait.minutes)
        as long_count,
    percentile_cont(0.5) within group (order by contacts.wait_minutes)
        as p50_minutes,
    percentile_cont(0.9) within group (order by contacts.wait_minutes)
        as p90_minutes
from contacts
cross join long_wait
group by contacts.channel, contacts.month
order by contacts.channel, contacts.month
