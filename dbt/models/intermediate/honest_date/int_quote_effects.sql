{%- set factors = {
    'lane': 'honest_shrink_lane',
    'partner_id': 'honest_shrink_member',
    'product_group': 'honest_shrink_member',
} -%}

-- What is usual, in logarithms of days: the quantile of the step, and what each
-- lane, then each partner, then each product group adds to it. Each is the same
-- quantile of what the factors before it leave over, and counts by its number:
-- of few promises little is believed.
with histories as (
    select
        *,
        -- what never came took longer than anything
        ln(greatest(
            coalesce(days, 10 * longest.honest_longest_days), 0.5E0
        )) as log_days
    from {{ ref('int_quote_histories') }}
    cross join (
        select honest_longest_days from {{ ref('int_thresholds') }}
    ) as longest
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

step_values as (
    select
        fit_weeks_ago,
        step,
        round(log_days, 6) as value,
        sum(promises_count) as promises_count
    from histories
    group by fit_weeks_ago, step, round(log_days, 6)
),

step_ranks as (
    {{ counted_rank(
        'step_values cross join thresholds', 'fit_weeks_ago, step', 'value',
        {'effect': plain_rank('honest_share')},
    ) }}
),
{% for factor, shrink in factors.items() %}
{%- set before = loop.index0 %}
{{ factor }}_values as (
    select
        histories.fit_weeks_ago,
        histories.step,
        histories.{{ factor }},
        round(
            histories.log_days - step_ranks.effect
            {%- for other in (factors.keys() | list)[:before] %}
            - {{ other }}_effects.effect
            {%- endfor %},
            3
        ) as value,
        sum(histories.promises_count) as promises_count
    from histories
    inner join step_ranks
        on
            histories.fit_weeks_ago = step_ranks.fit_weeks_ago
            and histories.step = step_ranks.step
    {%- for other in (factors.keys() | list)[:before] %}
    inner join {{ other }}_effects
        on
            histories.fit_weeks_ago = {{ other }}_effects.fit_weeks_ago
            and histories.step = {{ other }}_effects.step
            and histories.{{ other }} = {{ other }}_effects.{{ other }}
    {%- endfor %}
    group by all
),

{{ factor }}_ranks as (
    {{ counted_rank(
        factor ~ '_values cross join thresholds',
        'fit_weeks_ago, step, ' ~ factor, 'value',
        {'value': plain_rank('honest_share')},
    ) }}
),

{{ factor }}_effects as (
    select
        {{ factor }}_ranks.*,
        {{ factor }}_ranks.value * {{ factor }}_ranks.seen_count
        / ({{ factor }}_ranks.seen_count + thresholds.{{ shrink }}) as effect
    from {{ factor }}_ranks
    cross join thresholds
){{ ',' if not loop.last }}
{% endfor %}
select
    fit_weeks_ago,
    step,
    'step' as factor,
    '' as member_id,
    seen_count as promises_count,
    effect
from step_ranks
{%- for factor in factors %}

union all

select
    fit_weeks_ago,
    step,
    '{{ factor }}' as factor,
    {{ factor }} as member_id,
    seen_count as promises_count,
    effect
from {{ factor }}_effects
{%- endfor %}
