-- The way that goods take: from where to where; where only one end is known, that
-- end; null = neither is.
{% macro lane(origin, region) -%}
    case
            when {{ origin }} is not null and {{ region }} is not null
                then concat({{ origin }}, ' › ', {{ region }})
            else coalesce({{ region }}, {{ origin }})
        end
-- The way that goods go: what a partner does not choose. Where the source keeps
-- no origin, the region to which they go.
{% macro lane(promises='promises') -%}
    coalesce({{ promises }}.region, '')
{%- endmacro %}
