-- What the desk's clock reads at each instant: the seconds it has been open
-- since the calendar begins. Two readings subtract to the business time between
-- them, whatever nights, lunches, holidays and clock changes lie there.
-- `instants` names a relation with `zone` and `moment_at` (UTC). Joined by zone
-- and local day, then added up over the few intervals of that day.
{% macro desk_clock(instants) -%}
    select
        instants.zone,
        instants.moment_at,
        min(intervals.seconds_before_day)
        + cast(sum(case
            when intervals.opens_at is null then 0
            when instants.moment_at <= intervals.opens_at then 0
            when instants.moment_at >= intervals.closes_at
                then intervals.seconds
            else {{ dbt.datediff('intervals.opens_at', 'instants.moment_at', 'second') }}
        end) as bigint) as open_seconds
    from (
        select distinct
            zone,
            moment_at,
            cast({{ from_utc('moment_at', 'zone') }} as date) as day
        from {{ instants }}
        where moment_at is not null
    ) as instants
    inner join {{ ref('int_working_intervals') }} as intervals
        on
            instants.zone = intervals.zone
            and instants.day = intervals.day
    where intervals.calendar = 'desk'
    group by instants.zone, instants.moment_at
{%- endmacro %}

-- Between two readings of the desk's clock; negative where the second is earlier.
{% macro business_hours_between(from_reading, to_reading) -%}
    ({{ to_reading }}.open_seconds - {{ from_reading }}.open_seconds) / 3600.0E0
{%- endmacro %}
