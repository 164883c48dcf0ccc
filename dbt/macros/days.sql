{% macro days_between(from_date, to_date) -%}
    cast({{ dbt.datediff(from_date, to_date, 'day') }} as bigint)
{%- endmacro %}

{% macro plus_days(days, moment, type) -%}
    cast({{ dbt.dateadd('day', days, moment) }} as {{ type }})
{%- endmacro %}

-- By the second: engines differ in whether a minute or an hour that has begun
-- counts as one that has passed.
{% macro hours_between(from_at, to_at) -%}
    {{ dbt.datediff(from_at, to_at, 'second') }} / 3600.0E0
{%- endmacro %}
