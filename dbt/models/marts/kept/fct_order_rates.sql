{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'pacing_partner': 'pacing_partner_id',
    'customer_type': 'customer_type',
    'region': 'region',
} -%}

-- Orders as the customer sees them, in the cohort of their due date.
with orders as (
    select * from {{ ref('fct_orders') }}
    where due_date is not null
),

counted as (
    {% call counted_by(
        'orders', members, ['day', 'week', 'month'], 'due_date'
    ) %}
        count(*) as orders_count,
        {{ outcome_counts() }},
        count(*) filter (where is_broken_before_due)
            as broken_before_due_count,
        count(is_otif) as otif_due_count,
        count(*) filter (where is_otif) as otif_count,
        count(*) filter (where is_otif and is_quality_observed)
            as observed_count,
        count(*) filter (where is_otif and is_quality_observed and is_perfect)
            as perfect_count,
        count(*) filter (where fulfilled_date is not null) as completed_count,
        count(*) filter (
            where fulfilled_date is not null and delivery_dates_count > 1
        ) as split_count,
        case
            when count(partners_count) > 0
                then
                    count(*) filter (
                        where fulfilled_date is not null and partners_count > 1
                    )
        end as several_partners_count,
        sum(delivery_span_days) as span_days
    {% endcall %}
)

select
    dimension,
    member_id,
    period,
    period_start,
    orders_count,
    due_count,
    kept_count,
    early_count,
    on_time_count,
    case when measured.has_attempt_reasons then kept_attempted_count end
        as kept_attempted_count,
    late_count,
    overdue_open_count,
    cancelled_broken_count,
    pending_count,
    excluded_count,
    not_measured_count,
    broken_before_due_count,
    {%- for part in ['kept_later', 'moved_ahead', 'broken_both'] %}
    -- without a second date on record, nobody can tell
    case when measured.has_new_dates then {{ part }}_count end
        as {{ part }}_count,
    {%- endfor %}
    otif_due_count,
    otif_count,
    observed_count,
    perfect_count,
    completed_count,
    split_count,
    several_partners_count,
    cast(span_days as bigint) as span_days,
    -- nothing due is "not measured", not 0 or 100 %
    {{ rate('kept_count', 'due_count') }} as kept_rate,
    case
        when measured.has_new_dates
            then {{ rate('(kept_count + kept_later_count)', 'due_count') }}
    end as kept_latest_rate,
    case
        when measured.has_new_dates
            then {{ rate('kept_later_count', 'due_count') }}
    end as masking_gap_rate,
    -- what was not in time and in full is known not to be perfect, also where
    -- nobody looked: only of the rest is it asked what somebody saw
    {{ rate('otif_count', 'otif_due_count') }}
    * perfect_count / nullif(observed_count, 0) as perfect_rate,
    {{ rate('split_count', 'completed_count') }} as split_rate
from counted
cross join {{ ref('int_measured') }} as measured
order by dimension, member_id nulls last, period, period_start
