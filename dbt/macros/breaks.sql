-- What is compared between broken and kept orders (int_order_exposures), and
-- its unit.
{% macro break_measures() -%}
    {{ return({
        'contacts': 'contacts',
        'episodes': 'episodes',
        'own_contacts': 'contacts',
        'redirects': 'times sent on',
        'wait_minutes': 'minutes',
        'handling_cost': 'money',
        'credits': 'money',
        'cost': 'money',
        'customer_cost': 'money',
        'low_ratings': 'orders',
    }) }}
{%- endmacro %}

-- Newcombe's interval of a difference a - b, from the Wilson interval of each.
{% macro newcombe90(a, a_low, a_high, b, b_low, b_high, sign) -%}
    {%- if sign == '-' -%}
    {{ a }} - {{ b }} - sqrt(
            ({{ a }} - {{ a_low }}) * ({{ a }} - {{ a_low }})
            + ({{ b_high }} - {{ b }}) * ({{ b_high }} - {{ b }})
        )
    {%- else -%}
    {{ a }} - {{ b }} + sqrt(
            ({{ a_high }} - {{ a }}) * ({{ a_high }} - {{ a }})
            + ({{ b }} - {{ b_low }}) * ({{ b }} - {{ b_low }})
        )
    {%- endif -%}
{%- endmacro %}

-- By whom and by what breaks are split. The partner and the step are those
-- of the promise that was broken worst, so that an order is in each once.
{% macro break_members() -%}
    {{ return({
        'company': "'all'",
        'seller': 'seller_id',
        'partner': 'broken_partner_id',
        'step': 'broken_step',
        'customer_type': 'customer_type',
        'product_group': 'product_group',
        'region': 'region',
        'lateness': 'lateness',
        'cause': 'cause',
        'preparation': "case when is_prepared then 'prepared' else 'nothing known' end",
        'month': month_name('first_due_date'),
    }) }}
{%- endmacro %}

-- A month as text, by its first day: `2022-06-01`.
{% macro month_name(day) -%}
    cast(cast({{ dbt.date_trunc('month', day) }} as date) as {{ dbt.type_string() }})
{%- endmacro %}
