{%- set members = break_members() -%}

-- Who of those whom we let down came to us, who came only because of it, and
-- who did not (docs/aftermath/cost.md).
with broken as (
    select
        exposures.*,
        coalesce(delays.primary_cause, 'no delay') as cause,
        repurchases.is_bought_again
    from {{ ref('int_broken_exposures') }} as exposures
    left join {{ ref('fct_delay_attribution') }} as delays
        on exposures.broken_promise_id = delays.promise_id
    left join {{ ref('int_repurchases') }} as repurchases
        on exposures.order_id = repurchases.order_id
    where exposures.is_matured
),

baselines as (
    select * from {{ ref('int_break_baselines') }}
),

sliced as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        level,
        stratum,
        count(*) as broken_count,
        count(contacted) as measured_count,
        sum(contacted) as contacted_count,
        count(*) filter (where contacted = 0) as no_contact_count,
        {{ exact_sum('case when contacted = 0 then value end') }}
            as no_contact_value,
        count(*) filter (where contacted = 0 and is_bought_again is not null)
            as no_contact_matured_count,
        count(*) filter (where contacted = 0 and is_bought_again)
            as no_contact_bought_again_count
    from broken
    group by {{ member ~ ', ' if dimension != 'company' }}level, stratum
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

summed as (
    select
        sliced.dimension,
        sliced.member_id,
        sum(sliced.broken_count) as broken_count,
        sum(sliced.measured_count) as measured_count,
        sum(case
            when baselines.stratum is not null then sliced.measured_count
            else 0
        end) as covered_count,
        sum(case when sliced.level > 1 then sliced.measured_count else 0 end)
            as coarsened_count,
        sum(sliced.contacted_count) as contacted_count,
        sum(case
            when baselines.stratum is not null then sliced.contacted_count
        end) as covered_contacted_count,
        {{ exact_sum('sliced.measured_count * baselines.contacted_mean') }}
            as expected_count,
        {{ exact_sum(
            'sliced.broken_count * sliced.broken_count'
            ~ ' * baselines.contacted_variance / baselines.kept_count'
        ) }} as expected_variance,
        -- Mantel and Haenszel: each kind of order by how much it can tell
        {{ exact_sum(
            '(sliced.contacted_count'
            ~ ' - sliced.broken_count * baselines.contacted_mean)'
            ~ ' * baselines.kept_count'
            ~ ' / (sliced.broken_count + baselines.kept_count)'
        ) }} as weighted_difference,
        {{ exact_sum(
            'sliced.broken_count * baselines.kept_count * 1.0E0'
            ~ ' / (sliced.broken_count + baselines.kept_count)'
        ) }} as weight,
        sum(sliced.no_contact_count) as no_contact_count,
        {{ exact_sum('sliced.no_contact_value') }} as no_contact_value,
        sum(sliced.no_contact_matured_count) as no_contact_matured_count,
        sum(sliced.no_contact_bought_again_count)
            as no_contact_bought_again_count
    from sliced
    left join baselines
        on
            sliced.level = baselines.level
            and sliced.stratum = baselines.stratum
    group by sliced.dimension, sliced.member_id
),

rated as (
    select
        *,
        measured_count > 0 as is_measured,
        nullif(covered_count, 0) as size,
        covered_contacted_count / nullif(covered_count, 0) as contacted_rate,
        expected_count / nullif(covered_count, 0) as expected_rate,
        -- as many kept orders as would give the same certainty by themselves
        case
            when expected_variance > 0
                then
                    expected_count * (covered_count - expected_count)
                    / expected_variance
            else nullif(covered_count, 0) * 1.0E0
        end as expected_size
    from summed
),

bounded as (
    select
        *,
        {{ wilson90('covered_contacted_count', 'size', '-') }} as contacted_low,
        {{ wilson90('covered_contacted_count', 'size', '+') }}
            as contacted_high,
        {{ wilson90('expected_rate * expected_size', 'expected_size', '-') }}
            as expected_low,
        {{ wilson90('expected_rate * expected_size', 'expected_size', '+') }}
            as expected_high
    from rated
)

select
    dimension,
    member_id,
    cast(broken_count as bigint) as broken_count,
    case when is_measured then cast(covered_count as bigint) end
        as covered_count,
    case when is_measured then cast(coarsened_count as bigint) end
        as coarsened_count,
    cast(contacted_count as bigint) as contacted_count,
    cast(covered_contacted_count as bigint) as covered_contacted_count,
    expected_count,
    contacted_rate,
    expected_rate,
    contacted_rate - expected_rate as difference,
    {{ newcombe90(
        'contacted_rate', 'contacted_low', 'contacted_high',
        'expected_rate', 'expected_low', 'expected_high',
        '-'
    ) }} as difference_low,
    {{ newcombe90(
        'contacted_rate', 'contacted_low', 'contacted_high',
        'expected_rate', 'expected_low', 'expected_high',
        '+'
    ) }} as difference_high,
    weighted_difference / nullif(weight, 0) as pooled_difference,
    case when is_measured then cast(no_contact_count as bigint) end
        as no_contact_count,
    case when is_measured then no_contact_count * 1.0E0 / broken_count end
        as no_contact_share,
    no_contact_value,
    case when is_measured then cast(no_contact_matured_count as bigint) end
        as no_contact_matured_count,
    case when is_measured then cast(no_contact_bought_again_count as bigint) end
        as no_contact_bought_again_count,
    no_contact_bought_again_count * 1.0E0 / nullif(no_contact_matured_count, 0)
        as no_contact_bought_again_rate
from bounded
order by dimension, member_id nulls last
