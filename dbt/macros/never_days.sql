{#- Longer than anything that is ever completed: how long a promise took that was
    called off. -#}
{% macro never_days() -%} 1000000 {%- endmacro %}
