{#- How much worse or better than its peers a member may be is a number on a grid
    of 67 points, in log odds: from -3.0 (a twentieth of the odds) to 3.6 (thirty-six
    times) in steps of 0.1. A distribution is an array of 67 numbers in a table and
    67 columns within a model: a row per member instead of 67, and a sum over the
    grid is a sum over columns. -#}
{% macro grid_numbers() -%}
    {{ return(range(1, 68)) }}
{%- endmacro %}

{% macro grid_value(number) -%}
    {{ return((number - 31) / 10) }}
{%- endmacro %}

{#- An expression for every point: `<n>` is its number (01 … 67, `<number>` without the zero), `<x>` its log
    odds, `<odds>` its odds, `<below>` and `<above>` its neighbours, or itself at
    an end. -#}
{% macro on_grid(expression, between=',\n        ') -%}
    {%- for number in grid_numbers() -%}
        {%- set x = grid_value(number) -%}
        {{ expression
            | replace('<n>', '%02d' | format(number))
            | replace('<below>', '%02d' | format([number - 1, 1] | max))
            | replace('<above>', '%02d' | format([number + 1, grid_numbers() | last] | min))
            | replace('<number>', number | string)
            | replace('<x>', '(%.1fE0)' | format(x))
            | replace('<odds>', '%.16e' | format(2.718281828459045 ** x)) }}
        {{- between if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro sum_on_grid(expression) -%}
    ({{ on_grid(expression, ' + ') }})
{%- endmacro %}

{% macro greatest_on_grid(expression) -%}
    greatest({{ on_grid(expression, ', ') }})
{%- endmacro %}

{#- The columns `<stem>01` … `<stem>67` as one array, and back. -#}
{% macro packed(expression) -%}
    {{ adapter.dispatch('packed')(on_grid(expression, ', ')) }}
{%- endmacro %}

{% macro duckdb__packed(listed) -%}
    [{{ listed }}]
{%- endmacro %}

{% macro spark__packed(listed) -%}
    array({{ listed }})
{%- endmacro %}

{% macro unpacked(column, stem) -%}
    {%- for number in grid_numbers() -%}
        {{ packed_at(column, number) }} as {{ stem }}{{ '%02d' | format(number) }}
        {{- ',\n        ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro packed_at(column, number) -%}
    {{ adapter.dispatch('packed_at')(column, number | string) }}
{%- endmacro %}

{% macro duckdb__packed_at(column, number) -%}
    {{ column }}[{{ number }}]
{%- endmacro %}

{% macro spark__packed_at(column, number) -%}
    {{ column }}[{{ number }} - 1]
{%- endmacro %}

{#- How likely the place lies beyond `limit_x`; a point stands for the width of its
    step. -#}
{% macro beyond(share, limit_x) -%}
    round({{ sum_on_grid(
        share ~ ' * greatest(0.0E0, least(1.0E0, (<x> + 0.05E0 - ' ~ limit_x ~ ') / 0.1E0))'
    ) }}, 9)
{%- endmacro %}
