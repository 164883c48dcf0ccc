-- The name of the greatest of some numbers; `unattributed` where it is not
-- greater than every other.
{% macro greatest_of(named) -%}
    case
        {%- for name, column in named.items() if name != 'unattributed' %}
        when {% for other in named.values() if other != column %}{{ column }} > {{ other }}{{ ' and ' if not loop.last }}{% endfor %} then '{{ name }}'
        {%- endfor %}
        else 'unattributed'
    end
{%- endmacro %}
