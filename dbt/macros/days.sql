{% macro days_between(from_date, to_date) -%}
    cast({{ dbt.datediff(from_date, to_date, 'day') }} as bigint)
{%- endmacro %}

{% macro plus_days(days, moment, type) -%}
    cast({{ dbt.dateadd('day', days, moment) }} as {{ type }})
{%- endmacro %}
