{%- set members = {
    'company': "'all'",
    'seller': 'seller_id',
    'partner': 'partner_id',
    'step': 'step',
} -%}
{%- set causes = [
    'over_promise', 'internal', 'partner', 'customer', 'excused',
    'coordination', 'unattributed',
] -%}
{%- set kinds = [
    'over_promise', 'internal', 'partner', 'customer', 'excused',
    'coordination', 'unexplained',
] -%}

-- What a member lacks is counted under null, so that every dimension adds up
-- to the same late promises.
with attributions as (
    select
        *,
        cast({{ dbt.date_trunc('month', 'due_date') }} as date) as due_month
    from {{ ref('fct_delay_attribution') }}
),

counted as (
    {%- for dimension, member in members.items() %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        due_month,
        count(*) as late_count,
        count(*) filter (where is_provisional) as provisional_count,
        count(*) filter (where is_commitment_imputed) as imputed_count,
        {%- for cause in causes %}
        count(*) filter (where primary_cause = '{{ cause }}')
            as {{ cause }}_count,
        {%- endfor %}
        count(*) filter (where delay_days = 0) as within_the_day_count,
        count(*) filter (where not is_cause_robust) as contested_count,
        cast(sum(delay_days) as bigint) as delay_days,
        {%- for kind in kinds %}
        {{ exact_sum(kind ~ '_days') }} as {{ listed(kind ~ '_days', loop) }}
        {%- endfor %}
    from attributions
    group by {{ member ~ ', ' if dimension != 'company' }}due_month
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    dimension,
    member_id,
    due_month,
    late_count,
    provisional_count,
    imputed_count,
    {%- for cause in causes %}
    {{ cause }}_count,
    {%- endfor %}
    within_the_day_count,
    contested_count,
    delay_days,
    {%- for kind in kinds %}
    {{ kind }}_days,
    {%- endfor %}
    unattributed_count * 1.0E0 / nullif(late_count, 0) as unattributed_rate,
    contested_count * 1.0E0 / nullif(late_count, 0) as contested_rate,
    unexplained_days / nullif(delay_days, 0) as unexplained_rate
from counted
order by dimension, member_id nulls last, due_month
