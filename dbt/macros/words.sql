{#- Words of a sentence that a model makes of its own numbers. A probability is
    never said to be 0 or 100 %. -#}
{% macro whole_words(number) -%}
    cast(cast(round({{ number }}) as bigint) as {{ dbt.type_string() }})
{%- endmacro %}

{% macro percent_words(probability) -%}
    {{ whole_words('least(99.0E0, greatest(1.0E0, 100.0E0 * ' ~ probability ~ '))') }} || ' %'
{%- endmacro %}
