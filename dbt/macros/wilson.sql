-- The normal deviate of a two-sided 90 % interval.
{% macro z90() -%}
    1.6448536E0
{%- endmacro %}

-- The ends of Wilson's 90 % interval for `part` of `whole`; `sign` is '-' or '+'.
-- It stays within 0 and 1 and holds for small samples, where plus and minus two
-- standard errors do not.
{% macro wilson90(part, whole, sign) -%}
    (
            {{ part }} + {{ z90() }} * {{ z90() }} / 2.0E0
            {{ sign }} {{ z90() }} * sqrt(
                {{ part }} * ({{ whole }} - ({{ part }})) * 1.0E0 / nullif({{ whole }}, 0)
                + {{ z90() }} * {{ z90() }} / 4.0E0
            )
        ) / nullif({{ whole }} + {{ z90() }} * {{ z90() }}, {{ z90() }} * {{ z90() }})
{%- endmacro %}
