{%- set quantiles = quote_quantiles() -%}

-- Which date could have been given to each promise on the list date before it
-- was made: what was usual for it, times how far the quantile deviates from
-- that; with too few fresh promises of the step, the order statistic of its
-- finest kind.
with predictions as (
    select * from {{ ref('int_quote_predictions') }}
),

quote_dates as (
    select * from {{ ref('int_quote_dates') }}
    where is_quoted
),

ratios as (
    select * from {{ ref('int_quote_ratios') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

reached as (
    {{ ratios_reached('ratios') }}
),

quoted as (
    select
        predictions.*,
        {%- for quantile in quantiles %}
        {{ quoted_days(
            'reached', 'predictions.log_days', quantile,
            'predictions.level_' ~ quantile ~ '_days'
        ) }} as {{ listed(quantile ~ '_days', loop) }}
        {%- endfor %}
    from predictions
    inner join quote_dates
        on predictions.offered_weeks_ago = quote_dates.weeks_ago
    left join reached
        on
            predictions.offered_weeks_ago = reached.weeks_ago
            and predictions.step = reached.step
)

select
    quoted.promise_id,
    quoted.seller_id,
    quoted.step,
    quoted.lane,
    quoted.partner_id,
    quoted.product_group,
    quoted.offered_date,
    quoted.offered_weeks_ago,
    quoted.withdrawn_known_date,
    quoted.days,
    {%- for quantile in quantiles %}
    case
        when quoted.{{ quantile }}_days <= thresholds.honest_longest_days
            then quoted.{{ quantile }}_days
    end as {{ listed(quantile ~ '_days', loop) }}
    {%- endfor %}
from quoted
cross join thresholds
