-- How much more was seen than expected, as a logarithm: 0 = as expected. Adding
-- the same number to both keeps what is thin near 0.
{% macro pressure(seen, expected, shrink) -%}
    ln(({{ seen }} + {{ shrink }}) / ({{ expected }} + {{ shrink }}))
{%- endmacro %}

-- Who waited and what came on each day of a wait, all partners of a lane together.
{% macro waiting_by_lane(waiting_days) -%}
    select
        step,
        lane,
        weeks_ago as week,
        age_days,
        sum(waiting_count) as waiting_count,
        sum(completed_count) as completed_count
    from {{ waiting_days }}
    group by step, lane, weeks_ago, age_days
{%- endmacro %}
