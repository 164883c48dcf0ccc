-- Today's curves: how probable it is that a promise takes longer than so many
-- times a unit of days. Of a step with enough fresh promises one curve, by what
-- is usual for each kind; of any other, one for each kind that has enough, by
-- days.
with ratios as (
    select * from {{ ref('int_quote_ratios') }}
    where weeks_ago = 0 and ratio_number is not null
),

histories as (
    select * from {{ ref('int_quote_histories') }}
    where fit_weeks_ago = 0
),

levels as (
    select * from {{ ref('int_quote_levels') }}
    where fit_weeks_ago = 0
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

steps_by_ratios as (
    select distinct ratios.step
    from ratios
    inner join thresholds
        on ratios.seen_count >= thresholds.honest_ratio_minimum
),

by_ratios as (
    select
        ratios.step,
        '' as level,
        '' as lane,
        '' as partner_id,
        '' as product_group,
        exp(ratios.ratio_number / 1.0E3) as times_unit,
        1.0E0 - ratios.counted_count / (ratios.seen_count + 1.0E0)
            as late_probability
    from ratios
    inner join steps_by_ratios on ratios.step = steps_by_ratios.step
),

by_days as (
    select
        kinds.level,
        kinds.step,
        kinds.lane,
        kinds.partner_id,
        kinds.product_group,
        kinds.days,
        levels.seen_count,
        sum(kinds.promises_count) over (
            partition by
                kinds.level,
                kinds.step,
                kinds.lane,
                kinds.partner_id,
                kinds.product_group
            order by kinds.days
            rows between unbounded preceding and current row
        ) as counted_count
    from (
        {{ quote_kinds('histories', ['step', 'days'], ['promises_count']) }}
    ) as kinds
    inner join levels
        on
            kinds.level = levels.level
            and kinds.step = levels.step
            and kinds.lane = levels.lane
            and kinds.partner_id = levels.partner_id
            and kinds.product_group = levels.product_group
    left join steps_by_ratios on kinds.step = steps_by_ratios.step
    where kinds.days is not null and steps_by_ratios.step is null
)

select
    step,
    level,
    lane,
    partner_id,
    product_group,
    times_unit,
    late_probability
from by_ratios

union all

select
    step,
    level,
    lane,
    partner_id,
    product_group,
    cast(days as double) as times_unit,
    1.0E0 - counted_count / (seen_count + 1.0E0) as late_probability
from by_days
