{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'partner': 'partner_id',
    'step': 'step',
    'customer_type': 'customer_type',
    'month': month_name('due_date'),
} -%}

with recoveries as (
    select
        *,
        -- a cancelled order never comes: it waits for ever, and is not left out
        case
            when is_complete then recovery_days
            when not is_cancelled then waiting_days
        end as days,
        case when is_complete then 1 else 0 end as is_event
    from {{ ref('fct_recoveries') }}
),

counted as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        count(*) as broken_count,
        count(*) filter (where is_complete) as complete_count,
        count(*) filter (where is_cancelled and not is_complete)
            as cancelled_count,
        count(*) filter (where not is_complete and not is_cancelled)
            as open_count,
        count(*) filter (where is_matured) as matured_count,
        count(is_recovered) as measured_count,
        count(*) filter (where is_recovered) as recovered_count,
        count(*) filter (where has_new_date) as new_date_count,
        count(is_new_date_kept) as new_date_due_count,
        count(*) filter (where is_new_date_kept) as new_date_kept_count,
        count(*) filter (where is_matured and is_followed_up is not null)
            as follow_up_due_count,
        count(*) filter (where is_matured and is_followed_up)
            as followed_up_count,
        count(is_content) as content_measured_count,
        count(*) filter (where is_content) as content_count
    from recoveries
    group by {{ member if dimension != 'company' else 'dimension' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- whoever still waits was waiting at least so long
timed as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        days,
        count(*) as seen_count,
        sum(is_event) as complete_count
    from recoveries
    where not (is_complete and recovery_days is null)
    group by {{ member ~ ', ' if dimension != 'company' }}days
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

survived as (
    {{ open_shares('timed', 'dimension, member_id', 'days') }}
),

lasted as (
    select
        dimension,
        member_id,
        {{ day_reached('0.5E0', 'days') }} as p50_days,
        {{ day_reached('0.9E0', 'days') }} as p90_days
    from survived
    group by dimension, member_id
),

joined as (
    select
        counted.*,
        lasted.p50_days,
        lasted.p90_days,
        counted.recovered_count * 1.0E0 / nullif(counted.measured_count, 0)
            as recovery_rate
    from counted
    left join lasted
        on
            counted.dimension = lasted.dimension
            and coalesce(counted.member_id, '') = coalesce(lasted.member_id, '')
)

select
    dimension,
    member_id,
    broken_count,
    complete_count,
    cancelled_count,
    open_count,
    matured_count,
    measured_count,
    case when measured_count > 0 then recovered_count end as recovered_count,
    recovery_rate,
    {{ wilson90('recovered_count', 'measured_count', '-') }}
        as recovery_rate_low,
    {{ wilson90('recovered_count', 'measured_count', '+') }}
        as recovery_rate_high,
    new_date_count,
    new_date_due_count,
    new_date_kept_count,
    new_date_kept_count * 1.0E0 / nullif(new_date_due_count, 0)
        as new_date_kept_rate,
    follow_up_due_count,
    case when follow_up_due_count > 0 then followed_up_count end
        as followed_up_count,
    followed_up_count * 1.0E0 / nullif(follow_up_due_count, 0)
        as follow_up_rate,
    content_measured_count,
    case when content_measured_count > 0 then content_count end
        as content_count,
    content_count * 1.0E0 / nullif(content_measured_count, 0) as content_rate,
    p50_days as recovery_p50_days,
    p90_days as recovery_p90_days,
    open_count * 1.0E0 / nullif(broken_count, 0) as open_share
from joined
order by dimension, member_id nulls last
