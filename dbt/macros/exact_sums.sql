-- Sums that come out the same whatever order the rows are added in. Doubles do
-- not: with several threads the last digit of a sum changes from build to build,
-- and the same inputs would no longer give the same warehouse. Twelve digits
-- after the point, twenty-six before.
{% macro exact_sum(x, over=none) -%}
    cast(sum(cast({{ x }} as decimal(38, 12))){{ ' over (' ~ over ~ ')' if over }} as double)
{%- endmacro %}

{% macro exact_avg(x) -%}
    {{ exact_sum(x) }} / nullif(count({{ x }}), 0)
{%- endmacro %}

-- Sample variance, from the sums of the values and of their squares; null below
-- two values.
{% macro exact_variance(x) -%}
    case
        when count({{ x }}) >= 2
            then
                greatest(
                    {{ exact_sum('(' ~ x ~ ') * (' ~ x ~ ')') }}
                    - {{ exact_sum(x) }} * {{ exact_sum(x) }}
                    / count({{ x }}),
                    0.0E0
                ) / (count({{ x }}) - 1)
    end
{%- endmacro %}
