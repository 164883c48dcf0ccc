-- The oldest list, in weeks before today, that knows of what was on record on a
-- date; none further back than the record goes, -1 where no list knows of it.
{% macro oldest_list(date, as_of, record_weeks) -%}
    case
        when {{ date }} < {{ as_of }}
            then least(
                cast(floor(
                    ({{ days_between(date, as_of) }} - 1) / 7.0E0
                ) as bigint),
                {{ record_weeks }}
            )
        else -1
    end
{%- endmacro %}
