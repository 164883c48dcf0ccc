-- How long an exception lasted of the days after `from_date`, up to `to_date`.
{% macro excused_days(from_date, to_date) -%}
    {%- set first_day =
        'greatest(exceptions.starts_on, '
        ~ plus_days('1', from_date, 'date') ~ ')'
    -%}
    {{ days_between(
        plus_days('-1', first_day, 'date'),
        'least(exceptions.ends_on, ' ~ to_date ~ ')'
    ) }}
{%- endmacro %}
