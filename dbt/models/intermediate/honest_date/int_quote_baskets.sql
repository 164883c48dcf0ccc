{%- set levels = quote_levels() -%}
{%- set factors = ['lane', 'partner_id', 'product_group'] -%}

-- What was known of each kind of promise that was made between a fit and the
-- next: its usual days, and the finest level with promises enough.
with times as (
    select * from {{ ref('int_quote_times') }}
),

quote_dates as (
    select * from {{ ref('int_quote_dates') }}
),

effects as (
    select * from {{ ref('int_quote_effects') }}
),

levels as (
    select * from {{ ref('int_quote_levels') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

baskets as (
    select distinct
        quote_dates.fit_weeks_ago,
        times.step,
        times.lane,
        times.partner_id,
        times.product_group
    from times
    inner join quote_dates on times.offered_weeks_ago = quote_dates.weeks_ago

    union

    -- what may be asked for today
    select distinct
        cast(0 as bigint) as fit_weeks_ago,
        times.step,
        times.lane,
        times.partner_id,
        times.product_group
    from times
    inner join thresholds
        on times.offered_weeks_ago <= thresholds.honest_window_weeks
)

select
    baskets.fit_weeks_ago,
    baskets.step,
    baskets.lane,
    baskets.partner_id,
    baskets.product_group,
    round(
        step_effects.effect
        {%- for factor in factors %}
        + coalesce({{ factor }}_effects.effect, 0.0E0)
        {%- endfor %},
        6
    ) as log_days,
    {%- for column in [
        'level', 'seen_count', 'completed_count', 'honest_days', 'safe_days'
    ] %}
    case
        {%- for level in levels %}
        when {{ level }}s.step is not null then {{ level }}s.{{ column }}
        {%- endfor %}
    end as {{ listed(column, loop) }}
    {%- endfor %}
from baskets
left join effects as step_effects
    on
        step_effects.factor = 'step'
        and baskets.fit_weeks_ago = step_effects.fit_weeks_ago
        and baskets.step = step_effects.step
{%- for factor in factors %}
left join effects as {{ factor }}_effects
    on
        {{ factor }}_effects.factor = '{{ factor }}'
        and baskets.fit_weeks_ago = {{ factor }}_effects.fit_weeks_ago
        and baskets.step = {{ factor }}_effects.step
        and baskets.{{ factor }} = {{ factor }}_effects.member_id
{%- endfor %}
{%- for level, keys in levels.items() %}
left join levels as {{ level }}s
    on
        {{ level }}s.level = '{{ level }}'
        and baskets.fit_weeks_ago = {{ level }}s.fit_weeks_ago
        and baskets.step = {{ level }}s.step
        {%- for key in keys %}
        and baskets.{{ key }} = {{ level }}s.{{ key }}
        {%- endfor %}
{%- endfor %}
