{#- A standing is judged from 39 weeks, in 13 blocks of three, and looked at again
    as of 0, 3, … 27 weeks before: who was already listed then, and since when.
    The blocks are the grid of the change points too, so every earlier day needs
    other differences of the same sums and nothing else. -#}
{% macro block_weeks() -%} 3 {%- endmacro %}

{% macro window_blocks() -%} 13 {%- endmacro %}

{% macro looks_back() -%}
    {{ return(range(0, 10)) }}
{%- endmacro %}

{% macro weeks_read() -%} 66 {%- endmacro %}

{#- `look` counts blocks back from the newest settled week. -#}
{% macro looks() -%}
    {%- for look in looks_back() %}
    select {{ look }} as look
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- The newest quarter, within which a standing must matter. -#}
{% macro recent_weeks() -%} 13 {%- endmacro %}

{#- So many looks before, another quarter was looked at. -#}
{% macro recent_looks() -%} 5 {%- endmacro %}

{% macro window_weeks() -%} 39 {%- endmacro %}

{#- Long enough to be back among its peers: who is, is let go. -#}
{% macro latest_weeks() -%} 6 {%- endmacro %}
