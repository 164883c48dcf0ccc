{#- A name that a loop lists, with the comma that parts it from the next one. -#}
{% macro listed(name, loop) -%}
    {{ name ~ ('' if loop.last else ',') }}
{%- endmacro %}

-- A number as it stands in a sentence: whole, halves away from zero.
{% macro as_whole(number) -%}
    cast(cast(round({{ number }}) as bigint) as {{ dbt.type_string() }})
{%- endmacro %}
