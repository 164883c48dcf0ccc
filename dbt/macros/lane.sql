-- The way that goods take: from where to where; where only one end is known, that
-- end; null = neither is.
{% macro lane(origin, region) -%}
    case
            when {{ origin }} is not null and {{ region }} is not null
                then concat({{ origin }}, ' › ', {{ region }})
            else coalesce({{ region }}, {{ origin }})
        end
{%- endmacro %}
