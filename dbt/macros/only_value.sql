-- What all members of a group say, where they say the same; null where they
-- differ: the least of several names would be a guess at one of them.
{% macro only_value(column) -%}
    case when count(distinct {{ column }}) = 1 then min({{ column }}) end
{%- endmacro %}
