{%- set keys = 'basket_level, step, partner_id, product_group, known_month' -%}

-- The time within which nine in ten of a basket had been completed, by
-- Kaplan-Meier: promises still open count for as long as they had been open. A
-- mean of finished ones would forget exactly those that took longest. Where
-- nine in ten had not come by the longest time seen, that time is what is
-- known: it takes longer.
with histograms as (
    select * from {{ ref('int_lead_histograms') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

seen as (
    select
        {{ keys }},
        lead_days,
        promises_count as seen_count,
        completed_count as complete_count
    from histograms
),

survived as (
    {{ open_shares('seen', keys, 'lead_days') }}
),

reached as (
    select
        {{ keys }},
        cast(sum(survived.seen_count) as bigint) as promises_count,
        cast(sum(survived.complete_count) as bigint) as completed_count,
        {{ day_reached('thresholds.lead_quantile', 'lead_days') }}
            as p90_lead_days,
        -- a promise that was called off never comes: it took no time
        max(case
            when survived.lead_days < {{ never_days() }} then survived.lead_days
        end) as longest_days,
        max(thresholds.lead_minimum_completed) as minimum_completed
    from survived
    cross join thresholds
    group by {{ keys }}
)

select
    basket_level,
    step,
    partner_id,
    product_group,
    known_month,
    promises_count,
    completed_count,
    p90_lead_days,
    case when p90_lead_days is null then longest_days end as longer_than_days
from reached
where completed_count >= minimum_completed
