-- Whether an order waits for a line that is promised to its customer: what is
-- required; where nothing is marked as required, everything but promised calls;
-- and an order of nothing but calls waits for those.
{% macro is_needed() -%}
    rank() over (
        partition by order_id
        order by
            case
                when is_required then 0
                when fulfilled_by = 'contact' then 2
                else 1
            end
    ) = 1
{%- endmacro %}
