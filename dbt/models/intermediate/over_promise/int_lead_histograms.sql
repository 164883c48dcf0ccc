-- How long promises of a basket had taken, as it stood on record when a month
-- began: the promises of the months before it, also those still open. Promises
-- alike are counted once, then laid out over the months that look back at them.
{%- set levels = {
    'partner_and_product': ['step', 'partner_id', 'product_group'],
    'product': ['step', 'product_group'],
    'step': ['step'],
} %}
with lead_times as (
    select * from {{ ref('int_lead_times') }}
),

days as (
    select * from {{ ref('stg_days') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

offsets as (
    {%- for number in range(1, 25) %}
    select cast({{ number }} as int) as number
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

alike as (
    select
        step,
        coalesce(partner_id, '') as partner_id,
        coalesce(product_group, '') as product_group,
        zone,
        offered_month,
        start_number,
        completed_known_month,
        lead_days,
        cancelled_known_month,
        is_withdrawn,
        withdrawn_days,
        count(*) as promises_count
    from lead_times
    group by
        step,
        coalesce(partner_id, ''),
        coalesce(product_group, ''),
        zone,
        offered_month,
        start_number,
        completed_known_month,
        lead_days,
        cancelled_known_month,
        is_withdrawn,
        withdrawn_days
),

looked_back_on as (
    select
        alike.*,
        cast({{ dbt.dateadd(
            'month', 'offsets.number', 'alike.offered_month'
        ) }} as date) as known_month
    from alike
    cross join offsets
    inner join thresholds
        on offsets.number <= thresholds.lead_window_months
),

aged as (
    select
        looked_back_on.*,
        days.business_day_number as last_number
    from looked_back_on
    cross join clock
    left join days
        on
            looked_back_on.zone = days.zone
            and {{ plus_days('-1', 'looked_back_on.known_month', 'date') }}
            = days.day
    where looked_back_on.known_month <= clock.as_of
),

settled as (
    select
        step,
        partner_id,
        product_group,
        known_month,
        case
            when completed_known_month <= known_month then lead_days
            when cancelled_known_month <= known_month and is_withdrawn
                then withdrawn_days
            -- longer than anything that is ever completed
            when cancelled_known_month <= known_month
                then cast({{ never_days() }} as bigint)
            else greatest(last_number - start_number, 0)
        end as lead_days,
        coalesce(completed_known_month <= known_month, false) as is_completed,
        promises_count
    from aged
)

{%- for level, keys in levels.items() %}
select
    '{{ level }}' as basket_level,
    step,
    {{ 'partner_id' if 'partner_id' in keys else "''" }} as partner_id,
    {{ 'product_group' if 'product_group' in keys else "''" }}
        as product_group,
    known_month,
    lead_days,
    cast(sum(promises_count) as bigint) as promises_count,
    cast(sum(case when is_completed then promises_count else 0 end) as bigint)
        as completed_count
from settled
where lead_days is not null
group by {{ keys | join(', ') }}, known_month, lead_days
{{ 'union all' if not loop.last }}
{%- endfor %}
