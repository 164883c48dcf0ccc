{#- A name that a loop lists, with the comma that parts it from the next one. -#}
{% macro listed(name, loop) -%}
    {{ name ~ ('' if loop.last else ',') }}
{%- endmacro %}
