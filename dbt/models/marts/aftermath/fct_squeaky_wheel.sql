{%- set members = {
    'company': "'all'",
    'customer_type': 'customer_type',
    'seller': 'seller_id',
    'sign': 'sign',
} -%}

-- Whether the loud get a date sooner than the quiet: compared within the same
-- lateness and the same kind of sign, because a long delay breeds both contacts
-- and waits (docs/aftermath/recovery.md). Only waits that began long enough
-- ago: to be loud takes time too.
with remedies as (
    select
        *,
        coalesce(lateness, '?') || ' · ' || sign as stratum,
        ln(greatest(dateless_hours, 1.0E0)) as log_hours
    from {{ ref('fct_remedies') }}
    where voice is not null and sign <> 'told_a_date' and is_matured
),

medians as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        count(*) filter (where voice = 'loud') as loud_count,
        count(*) filter (where voice = 'quiet') as quiet_count,
        count(*) filter (where voice = 'loud' and is_still_waiting)
            as loud_waiting_count,
        count(*) filter (where voice = 'quiet' and is_still_waiting)
            as quiet_waiting_count,
        percentile_cont(0.5) within group (
            order by case when voice = 'loud' then dateless_hours end
        ) as loud_hours,
        percentile_cont(0.5) within group (
            order by case when voice = 'quiet' then dateless_hours end
        ) as quiet_hours,
        percentile_cont(0.5) within group (
            order by case when voice = 'loud' then complete_hours end
        ) as loud_complete_hours,
        percentile_cont(0.5) within group (
            order by case when voice = 'quiet' then complete_hours end
        ) as quiet_complete_hours
    from remedies
    group by {{ member if dimension != 'company' else 'dimension' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

strata as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        stratum,
        count(*) filter (where voice = 'loud') * 1.0E0 as loud_count,
        count(*) filter (where voice = 'quiet') * 1.0E0 as quiet_count,
        {{ exact_avg("case when voice = 'loud' then log_hours end") }}
            as loud_log,
        {{ exact_avg("case when voice = 'quiet' then log_hours end") }}
            as quiet_log,
        {{ exact_variance("case when voice = 'loud' then log_hours end") }}
            as loud_variance,
        {{ exact_variance("case when voice = 'quiet' then log_hours end") }}
            as quiet_variance
    from remedies
    group by {{ member ~ ', ' if dimension != 'company' }}stratum
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- each stratum by how much it can tell; one with a single customer on a side
-- has no spread and tells nothing
weighted as (
    select
        *,
        loud_count * quiet_count / (loud_count + quiet_count) as weight,
        loud_variance / loud_count + quiet_variance / quiet_count as variance
    from strata
    where loud_count >= 2 and quiet_count >= 2
),

pooled as (
    select
        dimension,
        member_id,
        sum(loud_count) as loud_count,
        sum(quiet_count) as quiet_count,
        {{ exact_sum('weight * loud_log') }}
        / {{ exact_sum('weight') }} as loud_log,
        {{ exact_sum('weight * quiet_log') }}
        / {{ exact_sum('weight') }} as quiet_log,
        sqrt({{ exact_sum('weight * weight * variance') }})
        / {{ exact_sum('weight') }} as standard_error
    from weighted
    group by dimension, member_id
)

select
    medians.dimension,
    medians.member_id,
    medians.loud_count,
    medians.quiet_count,
    medians.loud_waiting_count,
    medians.quiet_waiting_count,
    medians.loud_hours,
    medians.quiet_hours,
    medians.loud_complete_hours,
    medians.quiet_complete_hours,
    cast(coalesce(pooled.loud_count, 0.0E0) as bigint) as compared_loud_count,
    cast(coalesce(pooled.quiet_count, 0.0E0) as bigint)
        as compared_quiet_count,
    exp(pooled.loud_log) as compared_loud_hours,
    exp(pooled.quiet_log) as compared_quiet_hours,
    exp(pooled.quiet_log) - exp(pooled.loud_log) as hours_sooner,
    exp(pooled.loud_log - pooled.quiet_log) as ratio,
    exp(
        pooled.loud_log - pooled.quiet_log
        - {{ z90() }} * pooled.standard_error
    ) as ratio_low,
    exp(
        pooled.loud_log - pooled.quiet_log
        + {{ z90() }} * pooled.standard_error
    ) as ratio_high
from medians
left join pooled
    on
        medians.dimension = pooled.dimension
        and coalesce(medians.member_id, '') = coalesce(pooled.member_id, '')
order by medians.dimension, medians.member_id nulls last
