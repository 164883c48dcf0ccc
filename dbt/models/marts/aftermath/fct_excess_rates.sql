{%- set members = break_members() -%}
{%- set measures = break_measures() -%}

-- Excess = what broken orders saw beyond kept orders of the same kind, in the
-- same window (docs/aftermath/cost.md). Every broken order is compared with the
-- whole company's kept ones, so the excess of any dimension adds up to the
-- same.
with broken as (
    select
        exposures.*,
        -- early and cancelled promises are broken without being late
        coalesce(delays.primary_cause, 'no delay') as cause
    from {{ ref('int_broken_exposures') }} as exposures
    left join {{ ref('fct_delay_attribution') }} as delays
        on exposures.broken_promise_id = delays.promise_id
),

baselines as (
    select * from {{ ref('int_break_baselines') }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

-- the days on which the orders that are compared were due
observed as (
    select
        {{ days_between('min(first_due_date)', 'max(first_due_date)') }} + 1
            as days
    from {{ ref('int_order_exposures') }}
    where is_matured
),

sliced as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        is_matured,
        level,
        stratum,
        count(*) as orders_count,
        {%- for measure in measures %}
        {{ exact_sum(measure) }} as {{ measure }},
        {{ exact_sum(
            measure ~ ' * ' ~ measure
        ) }} as {{ listed(measure ~ '_squared', loop) }}
        {%- endfor %}
    from broken
    group by
        {{ member ~ ',' if dimension != 'company' }}
        is_matured, level, stratum
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

summed as (
    select
        sliced.dimension,
        sliced.member_id,
        sum(case when sliced.is_matured then sliced.orders_count else 0 end)
            as broken_count,
        sum(case when not sliced.is_matured then sliced.orders_count else 0 end)
            as waiting_count,
        sum(case
            when sliced.is_matured and sliced.level is not null
                then sliced.orders_count
            else 0
        end) as covered_count,
        sum(case
            when sliced.is_matured and sliced.level > 1
                then sliced.orders_count
            else 0
        end) as coarsened_count,
        {%- for measure in measures %}
        {{ exact_sum(
            'case when sliced.is_matured and sliced.level is not null'
            ~ ' then sliced.' ~ measure ~ ' end'
        ) }} as {{ measure }},
        {{ exact_sum(
            'case when sliced.is_matured and sliced.level is not null'
            ~ ' then sliced.' ~ measure ~ '_squared end'
        ) }} as {{ measure }}_squared,
        {{ exact_sum(
            'case when sliced.is_matured'
            ~ ' then sliced.orders_count * baselines.' ~ measure ~ '_mean end'
        ) }} as {{ measure }}_expected,
        {{ exact_sum(
            'case when sliced.is_matured'
            ~ ' then sliced.orders_count * sliced.orders_count'
            ~ ' * baselines.' ~ measure ~ '_variance'
            ~ ' / baselines.kept_count end'
        ) }} as {{ listed(measure ~ '_expected_variance', loop) }}
        {%- endfor %}
    from sliced
    left join baselines
        on
            sliced.level = baselines.level
            and sliced.stratum = baselines.stratum
    group by sliced.dimension, sliced.member_id
),

measured as (
    {%- for measure, unit in measures.items() %}
    select
        dimension,
        member_id,
        '{{ measure }}' as measure,
        '{{ unit }}' as unit,
        broken_count,
        covered_count,
        coarsened_count,
        waiting_count,
        {{ measure }} as observed,
        {{ measure }}_expected as expected,
        {{ measure }} - {{ measure }}_expected as excess,
        -- the spread among the broken is that of the whole slice, so that a
        -- stratum with one broken order has one too
        case
            when covered_count >= 2
                then sqrt(
                    greatest(
                        0.0E0,
                        {{ measure }}_squared
                        - {{ measure }} * {{ measure }} / covered_count
                    ) * covered_count / (covered_count - 1)
                    + {{ measure }}_expected_variance
                )
        end as standard_error
    from summed
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    measured.dimension,
    measured.member_id,
    measured.measure,
    measured.unit,
    cast(measured.broken_count as bigint) as broken_count,
    cast(measured.covered_count as bigint) as covered_count,
    cast(measured.coarsened_count as bigint) as coarsened_count,
    cast(measured.waiting_count as bigint) as waiting_count,
    measured.observed,
    measured.expected,
    measured.excess,
    measured.standard_error,
    measured.excess - {{ z90() }} * measured.standard_error as excess_low,
    measured.excess + {{ z90() }} * measured.standard_error as excess_high,
    measured.excess / nullif(measured.covered_count, 0) as excess_per_break,
    (measured.excess - {{ z90() }} * measured.standard_error)
    / nullif(measured.covered_count, 0) as per_break_low,
    (measured.excess + {{ z90() }} * measured.standard_error)
    / nullif(measured.covered_count, 0) as per_break_high,
    case
        when observed.days >= thresholds.year_from_days
            then measured.excess * 365.0E0 / observed.days
    end as excess_per_year
from measured
cross join observed
cross join thresholds
order by measured.dimension, measured.member_id nulls last, measured.measure
