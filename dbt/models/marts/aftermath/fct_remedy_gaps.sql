{%- set members = {
    'company': "'all'",
    'customer_type': 'customer_type',
    'seller': 'seller_id',
    'sign': 'sign',
} -%}

-- Whether customers with many contacts get a date sooner than those with few:
-- compared within the same lateness and the same kind of sign, because a long
-- delay breeds both contacts and waits (docs/aftermath/recovery.md). Only waits
-- that began long enough ago: to come often takes time too.
with remedies as (
    select
        *,
        coalesce(lateness, '?') || ' · ' || sign as stratum,
        ln(greatest(dateless_hours, 1.0E0)) as log_hours
    from {{ ref('fct_remedies') }}
    where contact_level is not null and sign <> 'new_date' and is_matured
),

medians as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        count(*) filter (where contact_level = 'many_contacts')
            as many_contacts_count,
        count(*) filter (where contact_level = 'few_contacts')
            as few_contacts_count,
        count(*) filter (
            where contact_level = 'many_contacts' and is_still_waiting
        ) as many_contacts_waiting_count,
        count(*) filter (
            where contact_level = 'few_contacts' and is_still_waiting
        ) as few_contacts_waiting_count,
        percentile_cont(0.5) within group (
            order by
                case
                    when contact_level = 'many_contacts' then dateless_hours
                end
        ) as many_contacts_hours,
        percentile_cont(0.5) within group (
            order by
                case when contact_level = 'few_contacts' then dateless_hours end
        ) as few_contacts_hours,
        percentile_cont(0.5) within group (
            order by
                case
                    when contact_level = 'many_contacts' then complete_hours
                end
        ) as many_contacts_complete_hours,
        percentile_cont(0.5) within group (
            order by
                case when contact_level = 'few_contacts' then complete_hours end
        ) as few_contacts_complete_hours
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
        count(*) filter (where contact_level = 'many_contacts')
        * 1.0E0 as many_contacts_count,
        count(*) filter (where contact_level = 'few_contacts')
        * 1.0E0 as few_contacts_count,
        {{ exact_avg(
            "case when contact_level = 'many_contacts' then log_hours end"
        ) }} as many_contacts_log,
        {{ exact_avg(
            "case when contact_level = 'few_contacts' then log_hours end"
        ) }} as few_contacts_log,
        {{ exact_variance(
            "case when contact_level = 'many_contacts' then log_hours end"
        ) }} as many_contacts_variance,
        {{ exact_variance(
            "case when contact_level = 'few_contacts' then log_hours end"
        ) }} as few_contacts_variance
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
        many_contacts_count
        * few_contacts_count
        / (many_contacts_count + few_contacts_count) as weight,
        many_contacts_variance / many_contacts_count
        + few_contacts_variance / few_contacts_count as variance
    from strata
    where many_contacts_count >= 2 and few_contacts_count >= 2
),

pooled as (
    select
        dimension,
        member_id,
        sum(many_contacts_count) as many_contacts_count,
        sum(few_contacts_count) as few_contacts_count,
        {{ exact_sum('weight * many_contacts_log') }}
        / {{ exact_sum('weight') }} as many_contacts_log,
        {{ exact_sum('weight * few_contacts_log') }}
        / {{ exact_sum('weight') }} as few_contacts_log,
        sqrt({{ exact_sum('weight * weight * variance') }})
        / {{ exact_sum('weight') }} as standard_error
    from weighted
    group by dimension, member_id
)

select
    medians.dimension,
    medians.member_id,
    medians.many_contacts_count,
    medians.few_contacts_count,
    medians.many_contacts_waiting_count,
    medians.few_contacts_waiting_count,
    medians.many_contacts_hours,
    medians.few_contacts_hours,
    medians.many_contacts_complete_hours,
    medians.few_contacts_complete_hours,
    cast(coalesce(pooled.many_contacts_count, 0.0E0) as bigint)
        as compared_many_contacts_count,
    cast(coalesce(pooled.few_contacts_count, 0.0E0) as bigint)
        as compared_few_contacts_count,
    exp(pooled.many_contacts_log) as compared_many_contacts_hours,
    exp(pooled.few_contacts_log) as compared_few_contacts_hours,
    exp(pooled.few_contacts_log)
    - exp(pooled.many_contacts_log) as hours_sooner,
    exp(pooled.many_contacts_log - pooled.few_contacts_log) as ratio,
    exp(
        pooled.many_contacts_log - pooled.few_contacts_log
        - {{ z90() }} * pooled.standard_error
    ) as ratio_low,
    exp(
        pooled.many_contacts_log - pooled.few_contacts_log
        + {{ z90() }} * pooled.standard_error
    ) as ratio_high
from medians
left join pooled
    on
        medians.dimension = pooled.dimension
        and coalesce(medians.member_id, '') = coalesce(pooled.member_id, '')
order by medians.dimension, medians.member_id nulls last
