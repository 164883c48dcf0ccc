{#- Counts per member and period, one select per pair, under each other. `members`
    maps a dimension to the column that names its member; what lacks the member
    is counted under null, so that every dimension adds up to the same. `keys` are
    further columns to keep apart; the period `all` is not cut up. The counts are
    what the call block says:

        {% call counted_by('orders', members, ['week'], 'due_date') %}
        count(*) as orders_count
        {% endcall %} -#}
{% macro counted_by(relation, members, periods, day, keys=[]) -%}
{%- for dimension, member in members.items() %}
{%- for period in periods %}
    {%- set start = "cast(" ~ (dbt.date_trunc(period, day) if period != 'all' else "null") ~ " as date)" %}
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
    {%- set groups = ([member] if dimension != 'company' else []) + keys + ([start] if period != 'all' else []) %}
    {{ 'group by ' ~ groups | join(', ') if groups else 'having count(*) > 0' }}
    {{ 'union all' if not loop.last }}
{%- endfor %}
    {{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro %}

-- How many of what is counted came to which end; they add up to all of them.
{% macro outcome_counts() -%}
count(*) filter (where is_due) as due_count,
        count(*) filter (where is_kept) as kept_count,
        {%- for outcome in ['early', 'on_time', 'kept_attempted', 'late', 'overdue_open', 'cancelled_broken', 'pending', 'excluded', 'not_measured'] %}
        count(*) filter (where outcome = '{{ outcome }}') as {{ outcome }}_count,
        {%- endfor %}
        -- what is due by the first date, by what the last one given made of it:
        -- with kept_count these three add up to due_count
        count(*) filter (where is_due and not is_kept and is_kept_latest)
            as kept_later_count,
        count(*) filter (where is_moved_ahead) as moved_ahead_count,
        count(*) filter (
            where is_due and not is_kept
            and not coalesce(is_kept_latest, false) and not is_moved_ahead
        ) as broken_both_count
{%- endmacro %}

-- By whom and by what promises are counted, and the column that names each.
{% macro promise_members() -%}
    {{ return({
        'company': "'all'",
        'seller': 'seller_id',
        'partner': 'partner_id',
        'step': 'step',
        'customer_type': 'customer_type',
        'product_group': 'product_group',
        'region': 'region',
    }) }}
{%- endmacro %}
