-- The days of a delay, a column for each cause; they add up to the delay.
{% macro days_by_cause() -%}
    {%- for cause in ['over_promise', 'internal', 'partner', 'customer', 'excused', 'coordination', 'unexplained'] %}
        {{ exact_sum("case when cause = '" ~ cause ~ "' then days else 0.0E0 end") }}
            as {{ cause }}_days{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
