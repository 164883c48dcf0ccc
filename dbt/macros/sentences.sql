-- What the models say in words. Numbers as the pages write them: whole per cents,
-- days by name.
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

{% macro percent_in_words(rate) -%}
    concat(cast(cast(round(100.0E0 * {{ rate }}) as bigint) as string), ' %')
{%- endmacro %}

-- A count with a comma between thousands, up to the millions.
{% macro count_in_words(number) -%}
    {%- set whole = 'cast(' ~ number ~ ' as bigint)' -%}
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
-- A number with the noun it counts: "1 promise", "214 promises".
{% macro counted_words(number, one, many) -%}
    cast({{ number }} as {{ dbt.type_string() }}) || case
                when {{ number }} = 1 then ' {{ one }}'
                else ' {{ many }}'
            end

-- A share as a whole percentage: "63 %".
{% macro percent_words(share) -%}
    cast(cast(round(100.0E0 * {{ share }}) as bigint) as {{ dbt.type_string() }}) || ' %'
{%- endmacro %}
