-- Counts per member and period, one select per pair, under each other. `members`
-- maps a dimension to the column that names its member; what lacks the member
-- is counted under null, so that every dimension adds up to the same. `keys` are
-- further columns to keep apart. The counts are what the call block says:
--
--     {% call counted_by('orders', members, ['week'], 'due_date') %}
--     count(*) as orders_count
--     {% endcall %}
{% macro counted_by(relation, members, periods, day, keys=[]) -%}
{%- for dimension, member in members.items() %}
{%- for period in periods %}
    {%- set start = "cast(" ~ dbt.date_trunc(period, day) ~ " as date)" %}
    select
        '{{ dimension }}' as dimension,
        {{ member }} as member_id,
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        '{{ period }}' as period,
        {{ start }} as period_start,
        {{ caller() | trim | indent(4) }}
    from {{ relation }}
    group by
        {%- for key in ([member] if dimension != 'company' else []) + keys %}
        {{ key }},
        {%- endfor %}
        {{ start }}
    {{ 'union all' if not loop.last }}
{%- endfor %}
    {{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro %}
