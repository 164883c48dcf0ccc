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

{#- An expression for every point: `<n>` is its number (01 … 67), `<x>` its log
    odds, `<odds>` its odds, `<below>` and `<above>` its neighbours, or itself at
    an end. -#}
{% macro on_grid(expression, between=',\n        ') -%}
    {%- for number in grid_numbers() -%}
        {%- set x = grid_value(number) -%}
        {{ expression
            | replace('<n>', '%02d' | format(number))
            | replace('<below>', '%02d' | format([number - 1, 1] | max))
            | replace('<above>', '%02d' | format([number + 1, grid_numbers() | last] | min))
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
    {{ adapter.dispatch('packed')(expression) }}
{%- endmacro %}

{% macro duckdb__packed(expression) -%}
    [{{ on_grid(expression, ', ') }}]
{%- endmacro %}

{% macro spark__packed(expression) -%}
    array({{ on_grid(expression, ', ') }})
{%- endmacro %}

{% macro unpacked(column, stem) -%}
    {%- for number in grid_numbers() -%}
        {{ packed_at(column, number) }} as {{ stem }}{{ '%02d' | format(number) }}
        {{- ',\n        ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro packed_at(column, number) -%}
    {{ adapter.dispatch('packed_at')(column, number) }}
{%- endmacro %}

{% macro duckdb__packed_at(column, number) -%}
    {{ column }}[{{ number }}]
{%- endmacro %}

{% macro spark__packed_at(column, number) -%}
    {{ column }}[{{ number }} - 1]
{%- endmacro %}

{#- Before anything is known: half a unit of log odds around "as its peers". -#}
{% macro usual_spread() -%}
    {%- set weights = [] -%}
    {%- for number in grid_numbers() -%}
        {%- set x = grid_value(number) -%}
        {%- do weights.append(2.718281828459045 ** (-2 * x * x)) -%}
    {%- endfor -%}
    {{ return(weights) }}
{%- endmacro %}

{% macro usual_on_grid(stem) -%}
    {%- set usual = usual_spread() -%}
    {%- for number in grid_numbers() %}
        {{ '%.16e' | format(usual[number - 1] / usual | sum) }} as {{ listed(stem ~ '%02d' | format(number), loop) }}
    {%- endfor %}
{%- endmacro %}

{#- How members spread around their peers, estimated from themselves (Silverman's
    smoothed EM), as the CTEs `spread_0` … `spread_15`. `members` has kind, step,
    prior_members and the likelihood of each point as k01 … k67, a row per member.
    So many imagined members are spread as usual, lest a few real ones make a
    spread of their own. Sums within the steps are plain ones: a rounding error
    shrinks from step to step, and what is published is rounded. -#}
{% macro spreads_of(members) -%}
{%- set usual = usual_spread() -%}
spread_0 as (
    select distinct
        kind,
        step,
        {{ on_grid('1.0E0 / ' ~ (grid_numbers() | length) ~ ' as g<n>') }}
    from {{ members }}
),
{%- for step in range(1, 16) %}

spread_{{ step }} as (
    select
        kind,
        step,
        {{ on_grid('0.5E0 * u<n> + 0.25E0 * u<below> + 0.25E0 * u<above> as g<n>') }}
    from (
        select
            kind,
            step,
            {%- for number in grid_numbers() %}
            {%- set n = '%02d' | format(number) %}
            (sum(w{{ n }} / whole) + max(prior_members) * {{ '%.16e' | format(usual[number - 1] / usual | sum) }})
            / (count(*) + max(prior_members)) as {{ listed('u' ~ n, loop) }}
            {%- endfor %}
        from (
            select *, {{ sum_on_grid('w<n>') }} as whole
            from (
                select
                    members.kind,
                    members.step,
                    members.prior_members,
                    {{ on_grid('members.k<n> * spread.g<n> as w<n>') }}
                from {{ members }} as members
                inner join spread_{{ step - 1 }} as spread
                    on members.kind = spread.kind and members.step = spread.step
            ) as weighed
        ) as summed
        group by kind, step
    ) as averaged
),
{%- endfor %}
{%- endmacro %}

{#- How likely the place lies beyond `limit_x`; a point stands for the width of its
    step. -#}
{% macro beyond(share, limit_x) -%}
    round({{ sum_on_grid(
        share ~ ' * greatest(0.0E0, least(1.0E0, (<x> + 0.05E0 - ' ~ limit_x ~ ') / 0.1E0))'
    ) }}, 9)
{%- endmacro %}
