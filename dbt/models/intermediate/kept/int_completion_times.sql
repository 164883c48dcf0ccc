{%- set measures = {
    'lead_time': {
        'from': 'promised_date',
        'among': "outcome not in ('not_measured', 'kept_attempted')",
    },
    'recovery': {
        'from': 'due_date',
        'among': "is_due and not is_kept and outcome <> 'early'",
    },
} -%}

-- How long promises took: from the day they were made, and those that were
-- broken from the day they were due. What is not complete has taken as long as
-- anybody has looked, cancelled or not (decisions/kept.md). Promises alike are
-- counted once.
with promises as (
    select * from {{ ref('fct_promises') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

timed as (
    {%- for measure, set in measures.items() %}
    select
        '{{ measure }}' as measure,
        promises.step,
        promises.partner_id,
        promises.product_group,
        greatest(case
            when promises.fulfilled_date is not null
                then {{ days_between(
                    'promises.' ~ set['from'], 'promises.fulfilled_date'
                ) }}
            else {{ open_days(days_between(
                'promises.' ~ set['from'], 'clock.as_of'
            )) }}
        end, 0) as days,
        promises.fulfilled_date is not null as is_complete,
        promises.cancelled_date is not null as is_cancelled
    from promises
    cross join clock
    cross join thresholds
    where
        {{ set['among'] }}
        and promises.{{ set['from'] }} >= {{ plus_days(
            '-7 * cast(thresholds.curve_weeks as int)', 'clock.as_of', 'date'
        ) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    measure,
    step,
    partner_id,
    product_group,
    days,
    count(*) as seen_count,
    count(*) filter (where is_complete) as complete_count,
    count(*) filter (where is_cancelled and not is_complete) as cancelled_count
from timed
group by measure, step, partner_id, product_group, days
