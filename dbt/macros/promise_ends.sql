-- When a promise ends, its grace included: days by the local clock, then minutes
-- by every clock; a promise of a date ignores minutes. First `last_at`, the due
-- instant after the days; then, of a relation that has it, the three columns
-- end_at, end_date and end_has_time.
{% macro last_at() -%}
    -- of two instants with one local time, the one that was promised
        case
            when grace_days = 0 then due_at
            else
                {{ to_utc(plus_days('grace_days', 'due_local_at', 'timestamp'), 'zone') }}
        end as last_at
{%- endmacro %}

{% macro end_of_promise() -%}
    {%- set in_minutes = 'coalesce(due_has_time and grace_minutes > 0, false)' -%}
    {%- set moved_at = dbt.dateadd('minute', 'grace_minutes', 'last_at') -%}
    case when {{ in_minutes }} then {{ moved_at }} else last_at end as end_at,
        case
            when {{ in_minutes }}
                then cast({{ from_utc(moved_at, 'zone') }} as date)
            else {{ plus_days('grace_days', 'due_date', 'date') }}
        end as end_date,
        due_has_time as end_has_time
{%- endmacro %}
