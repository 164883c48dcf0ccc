-- The log-odds of a share, and the share of log-odds.
{% macro logit(share) -%}
    ln({{ share }} / (1.0E0 - {{ share }}))
{%- endmacro %}

{% macro logistic(log_odds) -%}
    1.0E0 / (1.0E0 + exp(-({{ log_odds }})))
{%- endmacro %}

-- What was seen of a few hundred is never quite 0 or 1.
{% macro no_certainty(share) -%}
    least(greatest({{ share }}, 0.002E0), 0.995E0)
{%- endmacro %}

-- Of what is counted as `<name>_late` and `<name>_waits` the share that was late,
-- with as many more as `shrink` says that went as the rate above.
{% macro shrunken(name, rate) -%}
    {{ no_certainty(
        '(' ~ name ~ '_late + shrink * ' ~ rate ~ ') / (' ~ name ~ '_waits + shrink)'
    ) }}
{%- endmacro %}
