{%- set quantiles = quote_quantiles() -%}

-- Whether the dates of whole baskets would have been kept. A basket came by its
-- date when the day before all of it was there was no date yet, for some of it
-- was still too likely to be late: so one day of the curve is read, not all.
with kinds as (
    select * from {{ ref('int_past_baskets') }}
),

ratios as (
    select * from {{ ref('int_quote_ratios') }}
    where ratio_number is not null
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- a ratio is reached on the day on which as many days as it says are over
positions as (
    select
        weeks_ago,
        step,
        cast(ratio_number as double) as position,
        1 as turn,
        counted_count,
        cast(null as {{ dbt.type_string() }}) as order_id,
        cast(null as date) as offered_date,
        cast(null as {{ dbt.type_string() }}) as asked,
        cast(null as bigint) as seen_count
    from ratios

    union all

    {%- for asked, days in {
        'before': 'kinds.basket_days',
        'longest': '(thresholds.honest_longest_days + 1)',
    }.items() %}
    select
        kinds.offered_weeks_ago as weeks_ago,
        kinds.step,
        1.0E3 * (ln({{ days }} - 1.0E-6) - kinds.log_days) as position,
        0 as turn,
        cast(null as bigint) as counted_count,
        kinds.order_id,
        kinds.offered_date,
        '{{ asked }}' as asked,
        kinds.seen_count
    from kinds
    cross join thresholds
    where {{ days }} > 0
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

reached as (
    select
        *,
        coalesce(max(counted_count) over (
            partition by weeks_ago, step
            order by position, turn
            rows between unbounded preceding and current row
        ), 0) as reached_count
    from positions
),

chances as (
    select
        weeks_ago,
        order_id,
        offered_date,
        asked,
        1.0E0 - reached_count / (seen_count + 1.0E0) as late
    from reached
    where turn = 0
),

-- as marts.any_late has it
baskets as (
    select
        chances.weeks_ago,
        chances.order_id,
        chances.offered_date,
        chances.asked,
        (1.0E0 - max(thresholds.honest_together)) * (1.0E0 - case
            when max(chances.late) >= 1.0E0 then 0.0E0
            else exp({{ exact_sum(
                'case when chances.late < 1.0E0 then ln(1.0E0 - chances.late) end'
            ) }})
        end) + max(thresholds.honest_together) * max(chances.late) as late
    from chances
    cross join thresholds
    group by
        chances.weeks_ago,
        chances.order_id,
        chances.offered_date,
        chances.asked
),

asked as (
    select
        kinds.order_id,
        kinds.offered_date,
        kinds.offered_weeks_ago,
        max(kinds.basket_days) as days,
        max(before.late) as before_late,
        max(longest.late) as longest_late
    from kinds
    inner join baskets as longest
        on
            kinds.order_id = longest.order_id
            and kinds.offered_date = longest.offered_date
            and longest.asked = 'longest'
    left join baskets as before
        on
            kinds.order_id = before.order_id
            and kinds.offered_date = before.offered_date
            and before.asked = 'before'
    group by kinds.order_id, kinds.offered_date, kinds.offered_weeks_ago
),

judged as (
    {%- for quantile, share in quantiles.items() %}
    select
        thresholds.{{ share }} as quantile,
        asked.offered_weeks_ago,
        asked.longest_late <= 1.0E0 - thresholds.{{ share }} + 1.0E-9
            as is_quotable,
        coalesce(
            asked.days = 0
            or asked.before_late > 1.0E0 - thresholds.{{ share }} + 1.0E-9,
            false
        ) as is_kept
    from asked
    cross join thresholds
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

weeks as (
    select
        quantile,
        offered_weeks_ago,
        count(*) filter (where is_quotable) as judged_count,
        count(*) filter (where is_quotable and is_kept) as kept_count,
        count(*) filter (where not is_quotable) as refused_count
    from judged
    group by quantile, offered_weeks_ago
),

totals as (
    select
        quantile,
        count(*) filter (where judged_count > 0) as weeks_count,
        cast(sum(judged_count) as bigint) as judged_count,
        cast(sum(kept_count) as bigint) as kept_count,
        cast(sum(refused_count) as bigint) as refused_count,
        sum(kept_count * kept_count) as kept_kept,
        sum(kept_count * judged_count) as kept_judged,
        sum(judged_count * judged_count) as judged_judged
    from weeks
    group by quantile
),

rated as (
    select
        *,
        kept_count * 1.0E0 / judged_count as kept_rate
    from totals
    where judged_count > 0
),

erring as (
    select
        *,
        {{ clustered_error(
            'kept_rate', 'quantile', 'weeks_count', 'judged_count',
            'kept_kept', 'kept_judged', 'judged_judged'
        ) }} as standard_error
    from rated
)

select
    erring.quantile,
    cast(erring.weeks_count as bigint) as weeks_count,
    erring.judged_count,
    erring.kept_count,
    erring.refused_count,
    erring.kept_rate,
    erring.standard_error,
    erring.kept_rate + thresholds.honest_errors * erring.standard_error
    < erring.quantile as is_kept_too_seldom
from erring
cross join thresholds
order by erring.quantile
