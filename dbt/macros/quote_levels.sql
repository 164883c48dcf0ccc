-- The kinds of promises by which it is learned how long they take, from the
-- finest to the coarsest, and by what each is told from others.
{% macro quote_levels() -%}
    {{ return({
        'partner_product_lane': ['lane', 'partner_id', 'product_group'],
        'partner_lane': ['lane', 'partner_id'],
        'product_lane': ['lane', 'product_group'],
        'lane': ['lane'],
        'step': [],
    }) }}
{%- endmacro %}

-- Promises that are counted by kind, once for each level.
{% macro quote_kinds(relation, keys, counts) -%}
{%- for level, members in quote_levels().items() %}
    select
        '{{ level }}' as level,
        {%- for key in keys %}
        {{ key }},
        {%- endfor %}
        {%- for member in ['lane', 'partner_id', 'product_group'] %}
        {{ member if member in members else "''" }} as {{ member }},
        {%- endfor %}
        {%- for count in counts %}
        sum({{ count }}) as {{ listed(count, loop) }}
        {%- endfor %}
    from {{ relation }}
    group by {{ (keys + members) | join(', ') }}
    {{ 'union all' if not loop.last }}
{%- endfor %}
{%- endmacro %}
