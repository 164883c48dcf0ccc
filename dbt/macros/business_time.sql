-- What the desk's clock reads at each moment of a row: the seconds it has been
-- open since the calendar begins. Two readings subtract to the business time
-- between them, whatever nights, lunches, holidays and clock changes lie there.
-- One row per key, `<moment>` = its reading. Joined by zone and local day, then
-- added up over the few intervals of that day.
{% macro desk_clock(relation, key, zone, moments) -%}
    select
        {{ key }},
        {%- for moment in moments %}
        max(case when moment = '{{ moment }}' then open_seconds end)
            as {{ moment }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            instants.{{ key }},
            instants.moment,
            min(intervals.seconds_before_day)
            + cast(sum(case
                when intervals.opens_at is null then 0
                when instants.moment_at <= intervals.opens_at then 0
                when instants.moment_at >= intervals.closes_at
                    then intervals.seconds
                else {{ dbt.datediff('intervals.opens_at', 'instants.moment_at', 'second') }}
            end) as bigint) as open_seconds
        from (
            select
                {{ key }},
                moment,
                moment_at,
                desk_zone,
                cast({{ from_utc('moment_at', 'desk_zone') }} as date) as day
            from (
                select
                    rows_of.{{ key }},
                    names.moment,
                    rows_of.{{ zone }} as desk_zone,
                    case names.moment
                        {%- for moment in moments %}
                        when '{{ moment }}' then rows_of.{{ moment }}
                        {%- endfor %}
                    end as moment_at
                from {{ relation }} as rows_of
                cross join (
                    {%- for moment in moments %}
                    select '{{ moment }}' as moment
                    {{ 'union all' if not loop.last }}
                    {%- endfor %}
                ) as names
            ) as told
            where moment_at is not null
        ) as instants
        inner join {{ ref('int_working_intervals') }} as intervals
            on
                instants.desk_zone = intervals.zone
                and instants.day = intervals.day
        where intervals.calendar = 'desk'
        group by instants.{{ key }}, instants.moment
    ) as readings
    group by {{ key }}
{%- endmacro %}

-- Between two readings of `desk_clock`; negative where the second is earlier.
{% macro business_hours_between(from_reading, to_reading) -%}
    ({{ to_reading }} - {{ from_reading }}) / 3600.0E0
{%- endmacro %}
