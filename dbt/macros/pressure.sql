-- How much more was seen than expected, as a logarithm: 0 = as expected. Adding
-- the same number to both keeps what is thin near 0.
{% macro pressure(seen, expected, shrink) -%}
    ln(({{ seen }} + {{ shrink }}) / ({{ expected }} + {{ shrink }}))
{%- endmacro %}
