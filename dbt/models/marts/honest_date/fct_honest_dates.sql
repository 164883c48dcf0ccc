{%- set quantiles = quote_quantiles() -%}

with times as (
    select * from {{ ref('int_quote_times') }}
),

baskets as (
    select * from {{ ref('int_quote_baskets') }}
    where fit_weeks_ago = 0
),

speeds as (
    select * from {{ ref('int_quote_speeds') }}
    where weeks_ago = 0
),

ratios as (
    select * from {{ ref('int_quote_ratios') }}
    where weeks_ago = 0
),

coverage as (
    select * from {{ ref('int_quote_coverage') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

lanes as (
    select
        step,
        lane,
        {{ only_value('region') }} as region,
        max(case when is_measured then 1 else 0 end) = 1 as is_measured
    from times
    group by step, lane
),

reached as (
    {{ ratios_reached('ratios') }}
),

asked as (
    {%- for quantile, share in quantiles.items() %}
    select
        thresholds.{{ share }} as quantile,
        baskets.step,
        baskets.lane,
        baskets.partner_id,
        baskets.product_group,
        baskets.level,
        coalesce(baskets.seen_count, 0) as seen_count,
        coalesce(baskets.completed_count, 0) as completed_count,
        baskets.log_days - coalesce(speeds.sooner_log_days, 0.0E0) as log_days,
        reached.step is not null and baskets.log_days is not null
            as is_by_ratios,
        {%- for key in ['lane', 'partner_id', 'product_group'] %}
        case
            {%- for level, keys in quote_levels().items() if key in keys %}
            when baskets.level = '{{ level }}' then baskets.{{ key }}
            {%- endfor %}
            else ''
        end as level_{{ key }},
        {%- endfor %}
        thresholds.honest_longest_days as longest_days,
        thresholds.record_weeks,
        {{ quoted_days(
            'reached',
            '(baskets.log_days - coalesce(speeds.sooner_log_days, 0.0E0))',
            quantile,
            'baskets.' ~ quantile ~ '_days'
        ) }} as days
    from baskets
    cross join thresholds
    left join speeds
        on baskets.step = speeds.step and baskets.lane = speeds.lane
    left join reached on baskets.step = reached.step
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

checked as (
    select
        asked.*,
        lanes.region,
        lanes.is_measured,
        coverage.judged_count,
        coverage.kept_count,
        coverage.kept_rate,
        coverage.standard_error,
        case
            when not lanes.is_measured then 'not_measured'
            when
                not asked.is_by_ratios
                and {{ conformal_rank('asked.quantile', 'asked.seen_count') }}
                > asked.seen_count
                then 'too_few_promises'
            when asked.days is null and not asked.is_by_ratios
                then 'too_many_not_complete'
            when asked.days is null or asked.days > asked.longest_days
                then 'too_far_ahead'
            when
                coverage.kept_rate
                + thresholds.honest_errors * coverage.standard_error
                < asked.quantile
                then 'kept_too_seldom'
        end as refused_because
    from asked
    cross join thresholds
    inner join lanes
        on asked.step = lanes.step and asked.lane = lanes.lane
    left join coverage
        on
            asked.quantile = coverage.quantile
            and asked.level = coverage.level
            and asked.step = coverage.step
            and asked.level_lane = coverage.lane
            and asked.level_partner_id = coverage.partner_id
            and asked.level_product_group = coverage.product_group
),

worded as (
    select
        *,
        {{ as_whole('100 * quantile') }} as of_100,
        {{ as_whole('quantile / (1.0E0 - quantile) + 0.5E0 - 1.0E-9') }}
            as needed,
        {{ as_whole('record_weeks') }} as weeks,
        {{ as_whole('longest_days') }} as longest,
        {{ as_whole('days') }} as in_days,
        {{ as_whole('seen_count') }} as promises,
        {{ as_whole('seen_count - completed_count') }} as not_complete,
        {{ as_whole('judged_count') }} as judged,
        {{ as_whole('100 * kept_rate') }} as kept_of_100
    from checked
)

select
    step,
    nullif(partner_id, '') as partner_id,
    nullif(product_group, '') as product_group,
    region,
    nullif(lane, '') as lane,
    quantile,
    refused_because is null as is_quotable,
    case when refused_because is null then days end as days,
    level,
    case when is_measured then seen_count end as promises_count,
    case when is_measured then completed_count end as completed_count,
    case
        when refused_because is null and is_by_ratios then exp(log_days)
        when refused_because is null then 1.0E0
    end as unit_days,
    case
        when refused_because is not null then null
        when is_by_ratios then step
        else {{ curve_name('level_') }}
    end as curve_id,
    judged_count as judged_13w_count,
    kept_count as kept_13w_count,
    kept_rate as kept_13w_rate,
    standard_error as kept_13w_standard_error,
    refused_because,
    case
        when refused_because = 'not_measured'
            then 'No date: the source records no deliveries.'
        when refused_because = 'too_few_promises'
            then
                'No date: ' || promises || ' promises are old enough to learn '
                || 'from, and ' || needed || ' are needed.'
        when refused_because = 'too_many_not_complete'
            then
                'No date: of ' || promises || ' such promises ' || not_complete
                || ' were not complete after ' || longest
                || ' days, too many for a date that is kept ' || of_100
                || ' times in 100.'
        when refused_because = 'too_far_ahead'
            then
                'No date: one that is kept ' || of_100
                || ' times in 100 lies more than ' || longest || ' days ahead.'
        when refused_because = 'kept_too_seldom'
            then
                'No date: dates like this were kept ' || kept_of_100
                || ' times in 100 in the last ' || weeks || ' weeks ('
                || judged || ' promises), not ' || of_100 || '.'
        when judged_count > 0
            then
                in_days || ' days are kept ' || of_100
                || ' times in 100. In the last ' || weeks
                || ' weeks such dates were kept ' || kept_of_100
                || ' times in 100 (' || judged || ' promises).'
        else
            in_days || ' days are kept ' || of_100
            || ' times in 100. No such date has fallen due yet.'
    end as reason
from worded
order by
    step, partner_id nulls last, product_group nulls last, lane nulls last,
    quantile
