{% macro days_between(from_date, to_date) -%}
    cast({{ dbt.datediff(from_date, to_date, 'day') }} as bigint)
{%- endmacro %}

{% macro plus_days(days, moment, type) -%}
    cast({{ dbt.dateadd('day', days, moment) }} as {{ type }})
{%- endmacro %}

-- How far a moment lies outside a window, in whole minutes: positive = after its
-- end, negative = before its start, 0 = within it. A minute that has begun
-- counts, so that whatever is late at all is late by a minute.
{% macro minutes_outside(moment_at, starts_at, ends_at) -%}
    cast(case
        when {{ moment_at }} > {{ ends_at }}
            then {{ minutes_begun(ends_at, moment_at) }}
        when {{ moment_at }} < {{ starts_at }}
            then -{{ minutes_begun(moment_at, starts_at) }}
        when {{ moment_at }} <= {{ ends_at }} then 0
    end as bigint)
{%- endmacro %}

{% macro minutes_begun(from_at, to_at) -%}
    {%- set passed = "cast(floor(" ~ dbt.datediff(from_at, to_at, 'second') ~ " / 60.0E0) as int)" -%}
    ({{ passed }} + case
                when {{ dbt.dateadd('minute', passed, from_at) }} < {{ to_at }}
                    then 1
                else 0
            end)
{%- endmacro %}

-- By the second: engines differ in whether a minute or an hour that has begun
-- counts as one that has passed.
{% macro hours_between(from_at, to_at) -%}
    {{ dbt.datediff(from_at, to_at, 'second') }} / 3600.0E0
{%- endmacro %}
