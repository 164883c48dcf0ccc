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
