{%- set members = {
    'step': 'step',
    'partner': 'partner_id',
    'product_group': 'product_group',
} -%}
{%- set curve = 'measure, dimension, member_id, step' -%}

-- How soon promises are complete, and broken ones after their day: which share
-- has come by each day, by Kaplan and Meier, so that what is still open counts
-- for as long as it has been (M6, M21).
with times as (
    select * from {{ ref('int_completion_times') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

counted as (
    {%- for dimension, member in members.items() %}
    select
        measure,
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        step,
        days,
        cast(sum(seen_count) as bigint) as seen_count,
        cast(sum(complete_count) as bigint) as complete_count,
        cast(sum(cancelled_count) as bigint) as cancelled_count
    from times
    where {{ member }} is not null
    group by measure, {{ member ~ ',' if member != 'step' }} step, days
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

sized as (
    select
        *,
        cast(sum(seen_count) over (
            partition by {{ curve }}
        ) as bigint) as promises_count
    from counted
),

-- few promises have no curve: their band would reach from one end to the other
enough as (
    select sized.*
    from sized
    inner join thresholds
        on sized.promises_count >= thresholds.minimum_sample
),

survived as (
    {{ open_shares('enough', curve, 'days') }}
),

-- Greenwood's sum, times all promises: so twelve digits are enough for millions
steps as (
    select
        *,
        case
            when is_over = 1 then 0.0E0
            else
                promises_count * 1.0E0 * complete_count
                / (awaited_count * 1.0E0 * (awaited_count - complete_count))
        end as greenwood_step
    from survived
),

spread as (
    select
        *,
        {{ exact_sum('greenwood_step', over='partition by ' ~ curve
            ~ ' order by days'
            ~ ' rows between unbounded preceding and current row') }}
        / promises_count as greenwood
    from steps
),

-- so many promises, each seen to its end, would say as much
worth as (
    select
        *,
        case
            when is_over = 1 then null
            when greenwood = 0.0E0 then awaited_count * 1.0E0
            else (1.0E0 - open_share) / (open_share * greenwood)
        end as worth_count
    from spread
),

counted_worth as (
    select
        *,
        worth_count * (1.0E0 - open_share) as worth_complete_count
    from worth
),

banded as (
    select
        *,
        1.0E0 - open_share as complete_share,
        {{ wilson90('worth_complete_count', 'worth_count', '-') }}
            as complete_share_low,
        {{ wilson90('worth_complete_count', 'worth_count', '+') }}
            as complete_share_high
    from counted_worth
),

-- when the last one has come nothing is left to tell by: no fewer had come
-- than the day before
ended as (
    select
        *,
        coalesce(
            lag(complete_share_low) over (
                partition by {{ curve }} order by days
            ),
            {{ wilson90('awaited_count', 'awaited_count', '-') }}
        ) as last_share_low
    from banded
)

select
    measure,
    dimension,
    member_id,
    step,
    days,
    promises_count,
    cast(awaited_count as bigint) as awaited_count,
    complete_count,
    seen_count - complete_count - cancelled_count as open_count,
    cancelled_count,
    -- to less than engines are compared to: they differ in the last digit where
    -- a share is cut at a five
    round(complete_share, 10) as complete_share,
    round(coalesce(complete_share_low, last_share_low), 10)
        as complete_share_low,
    round(coalesce(complete_share_high, 1.0E0), 10) as complete_share_high
from ended
cross join thresholds
where days <= thresholds.curve_longest_days
order by {{ curve }}, days
