{#- How members spread around their peers, estimated from themselves (Silverman's
    smoothed EM), as the CTEs `spread_0` … `spread_15`, a row per kind, step and
    point. `points` has kind, step, member_id, number, likelihood and prior_members:
    so many imagined members are spread as usual, lest a few real ones make a spread
    of their own. Each step reads the one before it once, for an engine may work a
    CTE out again wherever it is read. Sums within the steps are plain ones: a
    rounding error shrinks from step to step, and what is published is rounded. -#}
{% macro spreads_of(points) -%}
spread_0 as (
    select distinct
        kind,
        step,
        number,
        1.0E0 / {{ grid_numbers() | length }} as share
    from {{ points }}
),
{%- for step in range(1, 16) %}

spread_{{ step }} as {{ at_once() }}(
    select
        kind,
        step,
        number,
        0.5E0 * share
        + 0.25E0 * coalesce(lag(share) over neighbours, share)
        + 0.25E0 * coalesce(lead(share) over neighbours, share) as share
    from (
        select
            weighed.kind,
            weighed.step,
            weighed.number,
            (
                sum(weighed.weight / weighed.whole)
                + max(weighed.prior_members) * max(usual.share)
            ) / (count(*) + max(weighed.prior_members)) as share
        from (
            select
                {{ points }}.kind,
                {{ points }}.step,
                {{ points }}.number,
                {{ points }}.prior_members,
                {{ points }}.likelihood * spread_{{ step - 1 }}.share as weight,
                sum({{ points }}.likelihood * spread_{{ step - 1 }}.share) over (
                    partition by {{ points }}.kind, {{ points }}.step, {{ points }}.member_id
                ) as whole
            from {{ points }}
            inner join spread_{{ step - 1 }}
                on
                    {{ points }}.kind = spread_{{ step - 1 }}.kind
                    and {{ points }}.step = spread_{{ step - 1 }}.step
                    and {{ points }}.number = spread_{{ step - 1 }}.number
        ) as weighed
        inner join usual on weighed.number = usual.number
        group by weighed.kind, weighed.step, weighed.number
    ) as averaged
    window neighbours as (partition by kind, step order by number)
),
{%- endfor %}

spread as (
    select
        kind,
        step,
        {{ packed('max(case when number = <number> then share end)') }} as spread
    from spread_15
    group by kind, step
)
{%- endmacro %}

{#- DuckDB plans what is nested 15 deep for minutes, unless each step is worked out
    before the next (0.1 s). -#}
{% macro at_once() -%}
    {{ 'materialized ' if target is defined and target.type != 'spark' }}
{%- endmacro %}

{#- The points of the grid, and what is known before anything is seen: half a unit
    of log odds around "as its peers". -#}
{% macro grid_points() -%}
    {%- set weights = [] -%}
    {%- for number in grid_numbers() -%}
        {%- do weights.append(2.718281828459045 ** (-2 * grid_value(number) ** 2)) -%}
    {%- endfor -%}
    {%- for number in grid_numbers() %}
    select
        {{ number }} as number,
        {{ grid_value(number) }}E0 as x,
        {{ '%.16e' | format(weights[number - 1] / weights | sum) }} as share
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
