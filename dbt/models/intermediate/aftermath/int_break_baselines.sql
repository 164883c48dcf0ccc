{%- set measures = ['contacted'] + (break_measures() | list) -%}

-- What kept orders of the same kind saw in the same window, at three levels of
-- likeness.
with exposures as (
    select * from {{ ref('int_order_exposures') }}
    where is_matured
)

{% for level in [1, 2, 3] -%}
select
    {{ level }} as level,
    stratum_{{ level }} as stratum,
    count(*) filter (where is_broken) as broken_count,
    count(*) filter (where not is_broken) as kept_count,
    {%- for measure in measures %}
    {{ exact_avg(
        'case when not is_broken then ' ~ measure ~ ' end'
    ) }} as {{ measure }}_mean,
    {{ exact_variance(
        'case when not is_broken then ' ~ measure ~ ' end'
    ) }} as {{ listed(measure ~ '_variance', loop) }}
    {%- endfor %}
from exposures
group by stratum_{{ level }}
{{ 'union all' if not loop.last }}
{% endfor -%}
