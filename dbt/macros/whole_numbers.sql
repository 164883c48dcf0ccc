-- The whole numbers from 0 to 999: a grid to lay rows out on, no table needed.
{% macro whole_numbers() -%}
    select cast(
        100 * hundreds.digit + 10 * tens.digit + ones.digit as bigint
    ) as number
    from {{ digits() }} as hundreds
    cross join {{ digits() }} as tens
    cross join {{ digits() }} as ones
{%- endmacro %}

{% macro digits() -%}
    (
        {%- for digit in range(0, 10) %}
        select {{ digit }} as digit
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
