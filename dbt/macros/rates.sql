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

-- A share. Nothing in the whole is "not measured": neither 0 nor 100 %.
{% macro rate(part, whole) -%}
    {{ part }} * 1.0E0 / nullif({{ whole }}, 0)
{%- endmacro %}

-- Whether a rate can be judged by: enough was due, and its 90 % interval is
-- narrow enough. What is not says "too little data" and is ranked nowhere.
{% macro is_enough(part, whole, minimum_sample, widest_interval) -%}
    coalesce(
        {{ whole }} >= {{ minimum_sample }}
        and {{ wilson90(part, whole, '+') }} - {{ wilson90(part, whole, '-') }}
        <= {{ widest_interval }},
        false
    )
{%- endmacro %}

-- Where a rate stands against its target: the whole 90 % interval `below` or
-- `above` it, or `unclear`; null = nothing due, or no target.
{% macro against_target(part, whole, target) -%}
    case
        when {{ wilson90(part, whole, '+') }} < {{ target }} then 'below'
        when {{ wilson90(part, whole, '-') }} >= {{ target }} then 'above'
        when {{ whole }} > 0 and {{ target }} is not null then 'unclear'
    end
{%- endmacro %}

-- Whether a period may still change: it is not over on `as_of`, or its last
-- deliveries may not be on record yet; null = it is over, and how late deliveries
-- are recorded is not measured. `days_over` are the days since the one after its
-- last.
{% macro is_provisional(days_over, hold_days) -%}
    {{ days_over }} < 0 or {{ days_over }} < {{ hold_days }}
{%- endmacro %}

-- The target of several promises together: the mean of those that are due.
{% macro target_of_due(target, is_due) -%}
    {{ exact_avg('case when ' ~ is_due ~ ' then ' ~ target ~ ' end') }}
{%- endmacro %}

-- The same of rows that stand for several promises each. Exact, too; for pages,
-- which are read in DuckDB.
{% macro target_of_due_rows(target, is_due, rows_count) -%}
    cast(sum(cast({{ target }} as decimal(18, 12)) * {{ rows_count }}) filter (where {{ is_due }}) as double)
    / nullif(sum({{ rows_count }}) filter (where {{ is_due }} and {{ target }} is not null), 0)
{%- endmacro %}
