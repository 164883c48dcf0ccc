-- What the models say in words. Numbers as the pages write them: whole per cents,
-- a comma between thousands, days by name.
{% macro day_in_words(day) -%}
    concat(
        cast(extract(day from {{ day }}) as string),
        case cast(extract(month from {{ day }}) as int)
            {%- for month in [
                'January', 'February', 'March', 'April', 'May', 'June', 'July',
                'August', 'September', 'October', 'November', 'December',
            ] %}
            when {{ loop.index }} then ' {{ month }} '
            {%- endfor %}
        end,
        cast(extract(year from {{ day }}) as string)
    )
{%- endmacro %}

{% macro percent_in_words(share) -%}
    concat(cast(cast(round(100.0E0 * {{ share }}) as bigint) as string), ' %')
{%- endmacro %}

-- A probability is never said to be 0 or 100 %.
{% macro chance_in_words(probability) -%}
    {{ percent_in_words('least(0.99E0, greatest(0.01E0, ' ~ probability ~ '))') }}
{%- endmacro %}

-- Up to the millions.
{% macro count_in_words(number) -%}
    {%- set whole = 'cast(round(' ~ number ~ ') as bigint)' -%}
    case
            when {{ whole }} < 1000 then cast({{ whole }} as string)
            when {{ whole }} < 1000000
                then concat(
                    cast(cast(floor({{ whole }} / 1000.0E0) as bigint) as string),
                    ',',
                    lpad(cast(mod({{ whole }}, 1000) as string), 3, '0')
                )
            else concat(
                cast(cast(floor({{ whole }} / 1000000.0E0) as bigint) as string),
                ',',
                lpad(cast(cast(
                    floor(mod({{ whole }}, 1000000) / 1000.0E0) as bigint
                ) as string), 3, '0'),
                ',',
                lpad(cast(mod({{ whole }}, 1000) as string), 3, '0')
            )
        end
{%- endmacro %}

-- With the noun: "1 promise", "214 promises".
{% macro counted_in_words(number, one, many) -%}
    concat(
            {{ count_in_words(number) }},
            case when {{ number }} = 1 then ' {{ one }}' else ' {{ many }}' end
        )
{%- endmacro %}
