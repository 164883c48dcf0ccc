{%- set members = {
    'feed': "'all'",
    'event': 'event',
    'partner': 'partner_id',
} -%}

-- How long it takes until an event is on record. Of a young event only a quick
-- record is here yet: it waits until even the slow ones would be.
with deliveries as (
    select
        delivery_id,
        {{ only_value('event') }} as event,
        {{ only_value('partner_id') }} as partner_id,
        min(occurred_date) as occurred_date,
        min(recording_delay_hours) as delay_hours,
        -- a record by the day has its delay in days
        min(coalesce(recording_delay_hours / 24, recording_delay_days * 1.0E0))
            as delay_days
    from {{ ref('fct_deliveries') }}
    where not is_duplicate
    group by delivery_id
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

matured as (
    select
        deliveries.*,
        {%- for unit in ['hours', 'days'] %}
        case
            when
                {{ days_between('deliveries.occurred_date', 'clock.as_of') }}
                > thresholds.longest_hold_days
                then deliveries.delay_{{ unit }}
        end as {{ listed('matured_' ~ unit, loop) }}
        {%- endfor %}
    from deliveries
    cross join {{ ref('int_clock') }} as clock
    cross join thresholds
),

counted as (
    {%- for dimension, member in members.items() %}
    select
        'deliveries' as feed,
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        count(*) as events_count,
        count(delay_days) as measured_count,
        count(matured_days) as matured_count,
        count(matured_hours) as timed_count,
        percentile_cont(0.5) within group (order by matured_days) as p50_days,
        percentile_cont(0.95) within group (order by matured_days)
            as p95_days,
        percentile_cont(0.5) within group (order by matured_hours)
            as p50_hours,
        percentile_cont(0.95) within group (order by matured_hours)
            as p95_hours
    from matured
    {{ 'group by ' ~ member if dimension != 'feed' }}

    union all
    {% endfor %}
    -- these feeds say when it was, not when it was written down
    select
        'promises' as feed,
        'feed' as dimension,
        'all' as member_id,
        count(*) as events_count,
        0 as measured_count,
        0 as matured_count,
        0 as timed_count,
        cast(null as double) as p50_days,
        cast(null as double) as p95_days,
        cast(null as double) as p50_hours,
        cast(null as double) as p95_hours
    from {{ ref('fct_promise_versions') }}

    union all

    select
        'contacts' as feed,
        'feed' as dimension,
        'all' as member_id,
        count(*) as events_count,
        0 as measured_count,
        0 as matured_count,
        0 as timed_count,
        cast(null as double) as p50_days,
        cast(null as double) as p95_days,
        cast(null as double) as p50_hours,
        cast(null as double) as p95_hours
    from {{ ref('fct_contacts') }}
)

select
    feed,
    dimension,
    member_id,
    events_count,
    measured_count,
    matured_count,
    timed_count,
    p50_days,
    p95_days,
    p50_hours,
    p95_hours
from counted
order by feed, dimension, member_id nulls last
