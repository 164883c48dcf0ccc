select
    event,
    partner_id,
    count(*) as events_count,
    count(recording_delay_hours) as measured_count,
    percentile_cont(0.5) within group (order by recording_delay_hours)
        as p50_hours,
    percentile_cont(0.95) within group (order by recording_delay_hours)
        as p95_hours
from {{ ref('fct_deliveries') }}
where not is_duplicate
group by event, partner_id
order by event, partner_id nulls last
