-- How fast deliveries come in right now, against what their ages let one
-- expect: above zero is faster, below zero slower. The whole step first, then a
-- class of lanes beside it, then a lane beside both.
with expected as (
    select * from {{ ref('int_expected_deliveries') }}
),

list_dates as (
    select * from {{ ref('int_list_dates') }}
),

classes as (
    select * from {{ ref('int_lane_classes') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

by_lane as (
    select
        weeks_ago,
        step,
        lane,
        class,
        sum(case when week = 0 then completed_count else 0 end) as completed_7d,
        sum(completed_count) as completed_14d,
        {{ exact_sum('case when week = 0 then expected_count else 0.0E0 end') }}
            as expected_7d,
        {{ exact_sum('expected_count') }} as expected_14d
    from expected
    group by weeks_ago, step, lane, class
),

networks as (
    select
        by_lane.weeks_ago,
        by_lane.step,
        {%- for days in [7, 14] %}
        {{ pressure(
            'sum(by_lane.completed_' ~ days ~ 'd)',
            exact_sum('by_lane.expected_' ~ days ~ 'd'),
            'max(thresholds.speed_shrink_network)'
        ) }} as {{ listed('network_pressure_' ~ days ~ 'd', loop) }}
        {%- endfor %}
    from by_lane
    cross join thresholds
    group by by_lane.weeks_ago, by_lane.step
),

by_class as (
    select
        by_lane.weeks_ago,
        by_lane.step,
        by_lane.class,
        {%- for days in [7, 14] %}
        {{ pressure(
            'sum(by_lane.completed_' ~ days ~ 'd)',
            exact_sum('by_lane.expected_' ~ days ~ 'd')
            ~ ' * exp(max(networks.network_pressure_' ~ days ~ 'd))',
            'max(thresholds.speed_shrink_network)'
        ) }} as {{ listed('class_pressure_' ~ days ~ 'd', loop) }}
        {%- endfor %}
    from by_lane
    cross join thresholds
    inner join networks
        on
            by_lane.weeks_ago = networks.weeks_ago
            and by_lane.step = networks.step
    group by by_lane.weeks_ago, by_lane.step, by_lane.class
)

select
    list_dates.list_date,
    classes.weeks_ago,
    classes.step,
    classes.lane,
    classes.class,
    coalesce(networks.network_pressure_7d, 0.0E0) as network_pressure_7d,
    coalesce(networks.network_pressure_14d, 0.0E0) as network_pressure_14d,
    coalesce(by_class.class_pressure_7d, 0.0E0) as class_pressure_7d,
    coalesce(by_class.class_pressure_14d, 0.0E0) as class_pressure_14d,
    coalesce({{ pressure(
        'by_lane.completed_14d',
        'by_lane.expected_14d'
        ~ ' * exp(networks.network_pressure_14d + by_class.class_pressure_14d)',
        'thresholds.speed_shrink_member'
    ) }}, 0.0E0) as lane_pressure_14d
from classes
cross join thresholds
inner join list_dates on classes.weeks_ago = list_dates.weeks_ago
left join networks
    on
        classes.weeks_ago = networks.weeks_ago
        and classes.step = networks.step
left join by_class
    on
        classes.weeks_ago = by_class.weeks_ago
        and classes.step = by_class.step
        and classes.class = by_class.class
left join by_lane
    on
        classes.weeks_ago = by_lane.weeks_ago
        and classes.step = by_lane.step
        and classes.lane = by_lane.lane
