-- How long each kind of promise took, from the finest to all of a step, as it
-- was known on the day of each fit: the time that the next one keeps with a
-- given probability is an order statistic, however times are distributed.
with histories as (
    select * from {{ ref('int_quote_histories') }}
    where fit_weeks_ago in (
        select fit_weeks_ago from {{ ref('int_quote_dates') }}
        where is_quoted
    )
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- few kinds have promises enough: only these are laid out by days
enough as (
    select
        kinds.level,
        kinds.fit_weeks_ago,
        kinds.step,
        kinds.lane,
        kinds.partner_id,
        kinds.product_group
    from (
        {{ quote_kinds(
            'histories', ['fit_weeks_ago', 'step'], ['promises_count']
        ) }}
    ) as kinds
    cross join thresholds
    -- the whole step speaks when nothing finer can
    where
        kinds.promises_count >= thresholds.honest_minimum_promises
        or kinds.level = 'step'
),

by_days as (
    {%- for level, keys in quote_levels().items() %}
    select
        enough.*,
        histories.days,
        sum(histories.promises_count) as promises_count
    from histories
    inner join enough
        on
            enough.level = '{{ level }}'
            and histories.fit_weeks_ago = enough.fit_weeks_ago
            and histories.step = enough.step
            {%- for key in keys %}
            and histories.{{ key }} = enough.{{ key }}
            {%- endfor %}
    group by all
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

ranked as (
    {{ counted_rank(
        'by_days cross join thresholds',
        'fit_weeks_ago, level, step, lane, partner_id, product_group', 'days',
        {
            'honest_days': conformal_rank('honest_share'),
            'safe_days': conformal_rank('honest_safe_share'),
        },
    ) }}
)

select
    fit_weeks_ago,
    level,
    step,
    lane,
    partner_id,
    product_group,
    seen_count,
    completed_count,
    honest_days,
    safe_days
from ranked
