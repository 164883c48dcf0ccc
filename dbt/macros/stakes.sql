-- What is at stake in a promise, about to break or broken: its value (where
-- unknown what others are worth), more where the date is critical and more where
-- the customer has not been informed.
{% macro stake(promises) -%}
    coalesce({{ promises }}.value, {{ promises }}.usual_value, 1.0E0)
        * case
            when {{ promises }}.is_date_critical
                then thresholds.stake_critical_factor
            else 1.0E0
        end
        * case
            when not {{ promises }}.is_customer_informed
                then thresholds.stake_uninformed_factor
            else 1.0E0
        end
{%- endmacro %}
