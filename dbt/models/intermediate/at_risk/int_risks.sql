-- How probable it was, on each list date, that an open promise would break:
-- what became of similar ones, by the share of the window they had lasted and,
-- where that says anything, by their days; the fewer there were the more from a
-- coarser level; then how fast deliveries came in just then.
{%- set scales = ['days', 'share'] %}

with open_waits as (
    select * from {{ ref('int_open_waits') }}
),

asked as (
    select * from {{ ref('int_similar_asked') }}
),

alike as (
    select
        weeks_ago,
        group_id,
        age_days,
        window_days,
        cast(waits_count as double) as waits_count,
        cast(late_count as double) as late_count
    from {{ ref('int_risk_by_days') }}

    union all

    select
        weeks_ago,
        group_id,
        age_days,
        window_days,
        waits_count,
        late_count
    from {{ ref('int_risk_by_share') }}
),

histories as (
    select * from {{ ref('int_risk_histories') }}
),

lane_pressures as (
    select * from {{ ref('int_lane_pressures') }}
),

partner_pressures as (
    select * from {{ ref('int_partner_pressures') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- a level that knows of none counts none
counted as (
    select
        asked.weeks_ago,
        asked.promise_id,
        {%- for scale, level, _ in similar_levels() %}
        {%- for name in ['waits', 'late'] %}
        coalesce(max(case
            when asked.scale = '{{ scale }}' and asked.level = '{{ level }}'
                then alike.{{ name }}_count
        end), 0.0E0) as {{ scale }}_{{ level }}_{{ name }},
        {%- endfor %}
        {%- endfor %}
        max(thresholds.risk_shrink) as shrink
    from asked
    cross join thresholds
    left join alike
        on
            asked.weeks_ago = alike.weeks_ago
            and asked.group_id = alike.group_id
            and asked.age_days = alike.age_days
            and asked.window_days = alike.window_days
    group by asked.weeks_ago, asked.promise_id
),

of_step as (
    select
        *,
        {%- for scale in scales %}
        {{ no_certainty(
            '(' ~ scale ~ '_step_late + 0.5E0) / ('
            ~ scale ~ '_step_waits + 1.0E0)'
        ) }} as {{ listed(scale ~ '_step_rate', loop) }}
        {%- endfor %}
    from counted
),

of_window as (
    select
        *,
        days_step_rate as days_window_rate,
        {{ shrunken('share_window', 'share_step_rate') }} as share_window_rate
    from of_step
),

of_member as (
    select
        *,
        {{ shrunken('days_lane', 'days_window_rate') }} as days_lane_rate,
        {{ shrunken('days_partner', 'days_window_rate') }} as days_partner_rate,
        {{ shrunken('share_lane', 'share_window_rate') }} as share_lane_rate,
        {{ shrunken('share_partner', 'share_window_rate') }}
            as share_partner_rate
    from of_window
),

-- neither the lane nor the partner comes first: what each adds is added up
of_both as (
    select
        *,
        {%- for scale in scales %}
        {{ logit(shrunken(scale ~ '_lane_and_partner', logistic(
            logit(scale ~ '_lane_rate')
            ~ ' + ' ~ logit(scale ~ '_partner_rate')
            ~ ' - ' ~ logit(scale ~ '_window_rate')
        ))) }} as {{ listed(scale ~ '_log_odds', loop) }}
        {%- endfor %}
    from of_member
),

-- the nearest level that has enough of them explains it
explained as (
    select
        of_both.*,
        case
            {%- for level in ['lane_and_partner', 'partner', 'lane'] %}
            when share_{{ level }}_waits >= thresholds.minimum_sample
                then '{{ level }}'
            {%- endfor %}
            when share_window_waits >= thresholds.minimum_sample then 'window'
            else 'step'
        end as similar_by
    from of_both
    cross join thresholds
),

pressed as (
    select
        open_waits.*,
        histories.waits_count as history_count,
        coalesce(histories.has_handovers, false) as has_handovers,
        coalesce(histories.is_by_days, false) as is_by_days,
        explained.days_log_odds,
        explained.share_log_odds,
        explained.similar_by,
        {%- for name in ['waits', 'late'] %}
        case explained.similar_by
            {%- for scale, level, _ in similar_levels() if scale == 'share' %}
            when '{{ level }}' then explained.share_{{ level }}_{{ name }}
            {%- endfor %}
        end as similar_{{ name }},
        {%- endfor %}
        coalesce(
            lane_pressures.network_pressure_7d
            + lane_pressures.class_pressure_7d,
            0.0E0
        ) as pressure_7d,
        coalesce(lane_pressures.lane_pressure_14d, 0.0E0)
        + coalesce(partner_pressures.partner_pressure_14d, 0.0E0)
            as local_pressure_14d,
        case
            when open_waits.promised_days > 0
                then 1.0E0 * open_waits.waited_days / open_waits.promised_days
            else 1.0E0
        end as share_waited
    from open_waits
    left join histories
        on
            open_waits.weeks_ago = histories.weeks_ago
            and open_waits.step = histories.step
    left join explained
        on
            open_waits.weeks_ago = explained.weeks_ago
            and open_waits.promise_id = explained.promise_id
    left join lane_pressures
        on
            open_waits.weeks_ago = lane_pressures.weeks_ago
            and open_waits.step = lane_pressures.step
            and open_waits.lane = lane_pressures.lane
    left join partner_pressures
        on
            open_waits.weeks_ago = partner_pressures.weeks_ago
            and open_waits.step = partner_pressures.step
            and open_waits.partner_id = partner_pressures.partner_id
),

-- The faster deliveries come in, the fewer will break; the less so the more of
-- the window is over. Where hand-overs are not on record, how far a promise has
-- come is not known, and neither is how fast those like it went.
weighed as (
    select
        pressed.*,
        case
            when is_by_days then 0.5E0 * (days_log_odds + share_log_odds)
            else share_log_odds
        end as similar_log_odds,
        case
            when not is_by_days then 0.0E0
            when has_handovers then 1.0E0
            else thresholds.risk_unhanded_weight
        end * (1.0E0 - thresholds.risk_speed_fade * share_waited)
            as speed_weight,
        case
            when is_by_days and has_handovers
                then thresholds.risk_local_weight * (1.0E0 - share_waited)
            else 0.0E0
        end as local_weight
    from pressed
    cross join thresholds
),

judged as (
    select
        weighed.*,
        case
            when history_count >= thresholds.minimum_sample
                then {{ logistic(
                    'similar_log_odds - speed_weight * pressure_7d'
                    ~ ' - local_weight * local_pressure_14d'
                ) }}
        end as probability
    from weighed
    cross join thresholds
)

select
    weeks_ago,
    list_date,
    promise_id,
    step,
    clock,
    end_date,
    waited_days,
    age_days,
    probability,
    coalesce(history_count, 0) as history_count,
    case when probability is not null then similar_by end as similar_by,
    {%- for name, column in [
        ('waits', 'similar'), ('late', 'similar_broken')
    ] %}
    case
        when probability is not null
            then cast(round(similar_{{ name }}) as bigint)
    end as {{ column }}_count,
    {%- endfor %}
    -- of deliveries in the last seven days, where it says anything
    case
        when probability is not null and is_by_days then exp(pressure_7d)
    end as speed_rate
from judged
