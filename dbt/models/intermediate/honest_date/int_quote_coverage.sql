{%- set quantiles = quote_quantiles() -%}

-- Whether the dates that would have been given were kept: those that fell in
-- the last weeks of the record, by kind. Promises of a week share their fate,
-- so that the standard error stands on weeks; it is never taken for less than
-- that of as many promises each for itself.
with quotes as (
    select * from {{ ref('int_past_quotes') }}
    where withdrawn_known_date is null
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

judged as (
    {%- for quantile, share in quantiles.items() %}
    select
        thresholds.{{ share }} as quantile,
        quotes.step,
        quotes.lane,
        quotes.partner_id,
        quotes.product_group,
        quotes.offered_weeks_ago,
        count(*) as judged_count,
        count(*) filter (
            where quotes.days <= quotes.{{ quantile }}_days
        ) as kept_count
    from quotes
    cross join clock
    cross join thresholds
    where
        {{ days_between('quotes.offered_date', 'clock.as_of') }}
        - quotes.{{ quantile }}_days between 1 and 7 * thresholds.record_weeks
    group by all
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

weeks as (
    {{ quote_kinds(
        'judged', ['quantile', 'step', 'offered_weeks_ago'],
        ['judged_count', 'kept_count'],
    ) }}
),

totals as (
    select
        quantile,
        level,
        step,
        lane,
        partner_id,
        product_group,
        count(*) as weeks_count,
        sum(judged_count) as judged_count,
        sum(kept_count) as kept_count,
        sum(kept_count * kept_count) as kept_kept,
        sum(kept_count * judged_count) as kept_judged,
        sum(judged_count * judged_count) as judged_judged
    from weeks
    group by quantile, level, step, lane, partner_id, product_group
),

rated as (
    select
        *,
        kept_count * 1.0E0 / judged_count as kept_rate
    from totals
)

select
    quantile,
    level,
    step,
    lane,
    partner_id,
    product_group,
    cast(weeks_count as bigint) as weeks_count,
    cast(judged_count as bigint) as judged_count,
    cast(kept_count as bigint) as kept_count,
    kept_rate,
    {{ clustered_error(
        'kept_rate', 'quantile', 'weeks_count', 'judged_count', 'kept_kept',
        'kept_judged', 'judged_judged'
    ) }} as standard_error
from rated
