{%- set members = promise_members() -%}
{%- set periods = {'month': 'due_month', 'all': 'cast(null as date)'} -%}
{%- set scales = ['days', 'business_days', 'minutes'] -%}
{%- set quantiles = [
    (10, 'days'), (50, 'days'), (90, 'days'),
    (10, 'business_days'), (50, 'business_days'), (90, 'business_days'),
    (10, 'minutes'), (50, 'minutes'), (90, 'minutes'),
] -%}
{%- set cut = (
    members.values() | reject('eq', "'all'") | list
    + ['promised_to', 'fulfilled_by', 'due_month']
) | join(', ') -%}
{%- set dimension_columns = [
    'dimension', 'member_id', 'promised_to', 'fulfilled_by',
    'period', 'period_start',
] | join(', ') -%}

-- How far from the promised day things come (M6), early and late on one scale,
-- by Kaplan-Meier, so that what is still open counts for as long as it has been
-- open. A cancelled promise never comes: it stays among those waited for. Calls
-- stand apart from deliveries: the age of one that was never made is not
-- a delay.
with promises as (
    select
        promises.*,
        cast({{ dbt.date_trunc('month', 'promises.due_date') }} as date)
            as due_month,
        {{ deviation_state('promises.outcome', 'promises.fulfilled_date') }}
            as state,
        {{ open_days(days_between('promises.due_date', 'clock.as_of')) }}
            as open_days,
        last_days.business_day_number - due_days.business_day_number
            as open_business_days,
        -- what never comes is on the scale, too, at no place of it
        coalesce(promises.overdue_minutes, 0) as open_minutes
    from {{ ref('fct_promises') }} as promises
    cross join {{ ref('int_clock') }} as clock
    left join {{ ref('stg_days') }} as due_days
        on
            promises.zone = due_days.zone
            and promises.due_date = due_days.day
    left join {{ ref('stg_days') }} as last_days
        on
            promises.zone = last_days.zone
            and {{ plus_days(-1, 'clock.as_of', 'date') }} = last_days.day
    where {{ has_deviation('promises.is_due', 'promises.outcome') }}
),

-- A promise of a date has no minutes; one with a time that was complete on a
-- date without one has none that are known.
placed as (
    select
        *,
        {%- for scale in scales %}
        case
            {%- if scale == 'minutes' %}
            when not coalesce(due_has_time, false) then null
            {%- endif %}
            when state = 'complete' then deviation_{{ scale }}
            else open_{{ scale }}
        end as {{ listed(scale, loop) }}
        {%- endfor %}
    from promises
),

-- few distinct cases, however many promises
cases as (
    {%- for scale in scales %}
    select
        {{ cut }},
        '{{ scale }}' as scale,
        case when state <> 'never' then {{ scale }} end as deviation,
        count(*) as seen_count,
        count(*) filter (where state = 'complete') as complete_count,
        count(*) filter (where state = 'open') as open_count,
        count(*) filter (where state = 'never') as never_count
    from placed
    where {{ scale }} is not null
    group by
        {{ cut }},
        case when state <> 'never' then {{ scale }} end
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

scaled as (
    {%- for dimension, member in members.items() %}
    {%- for period, period_start in periods.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        promised_to,
        fulfilled_by,
        '{{ period }}' as period,
        {{ period_start }} as period_start,
        scale,
        deviation,
        sum(seen_count) as seen_count,
        sum(complete_count) as complete_count,
        sum(open_count) as open_count,
        sum(never_count) as never_count
    from cases
    group by
        {{ member ~ ',' if dimension != 'company' }}
        {{ period_start ~ ',' if period != 'all' }}
        promised_to, fulfilled_by, scale, deviation
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

curves as (
    {{ open_shares('scaled', dimension_columns ~ ', scale', 'deviation') }}
),

-- the first day by which that share has come; null while it has not
quantiles as (
    select
        {{ dimension_columns }},
        {%- for count in ['complete', 'open', 'never'] %}
        cast(coalesce(
            sum({{ count }}_count) filter (where scale = 'days'), 0
        ) as bigint) as {{ count }}_count,
        {%- endfor %}
        cast(coalesce(sum(complete_count) filter (
            where scale = 'days' and deviation < 0
        ), 0) as bigint) as before_count,
        cast(coalesce(sum(complete_count) filter (
            where scale = 'days' and deviation > 0
        ), 0) as bigint) as after_count,
        cast(coalesce(sum(complete_count + open_count + never_count) filter (
            where scale = 'minutes'
        ), 0) as bigint) as timed_count,
        {%- for share, scale in quantiles %}
        {{ day_reached(
            share ~ ' / 100.0E0', 'deviation', "scale = '" ~ scale ~ "'"
        ) }} as {{ listed('p' ~ share ~ '_' ~ scale, loop) }}
        {%- endfor %}
    from curves
    group by {{ dimension_columns }}
)

select
    {{ dimension_columns }},
    complete_count + open_count + never_count as promises_count,
    complete_count,
    open_count,
    never_count,
    before_count,
    after_count,
    timed_count,
    {%- for share, scale in quantiles %}
    {{ listed('p' ~ share ~ '_' ~ scale, loop) }}
    {%- endfor %}
from quantiles
order by
    dimension,
    member_id nulls last,
    promised_to,
    fulfilled_by,
    period,
    period_start nulls last
