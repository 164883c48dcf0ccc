-- The ends of Wilson's interval for `part` of `whole`: it stays within 0 and 1
-- and holds for small samples, where plus and minus two standard errors do not.
{% macro wilson(part, whole, z, sign) -%}
    (
            {{ part }} + {{ z }} * {{ z }} / 2.0E0
            {{ sign }} {{ z }} * sqrt(
                {{ part }} * ({{ whole }} - {{ part }}) * 1.0E0 / nullif({{ whole }}, 0)
                + {{ z }} * {{ z }} / 4.0E0
            )
        ) / nullif({{ whole }} + {{ z }} * {{ z }}, {{ z }} * {{ z }})
{%- endmacro %}
