-- A moment comes as `<name>` and `<name>_kind`: a calendar date, a local
-- wall-clock time, or an instant in UTC (see data/contract/feeds.py). These macros turn
-- it into the four columns that the models use. `zone` is an SQL expression.

{% macro to_utc(local_at, zone) -%}
    {{ adapter.dispatch('to_utc')(local_at, zone) }}
{%- endmacro %}

{% macro duckdb__to_utc(local_at, zone) -%}
    {{ in_zone(zone, "make_timestamp(epoch_us(timezone(<zone>, " ~ local_at ~ ")))") }}
{%- endmacro %}

-- In the hour that a clock repeats Java takes the earlier instant and DuckDB the
-- later one. The later is right by the offset of the day after; any other time
-- does not come back from that as it went.
{% macro spark__to_utc(local_at, zone) -%}
    {%- set later = "convert_timezone(" ~ zone ~ ", 'UTC', " ~ local_at ~ " + interval 1 day) - interval 1 day" -%}
    case
        when {{ from_utc(later, zone) }} = {{ local_at }} then {{ later }}
        else convert_timezone({{ zone }}, 'UTC', {{ local_at }})
    end
{%- endmacro %}

{% macro from_utc(utc_at, zone) -%}
    {{ adapter.dispatch('from_utc')(utc_at, zone) }}
{%- endmacro %}

{% macro duckdb__from_utc(utc_at, zone) -%}
    {{ in_zone(zone, "timezone(<zone>, make_timestamptz(epoch_us(" ~ utc_at ~ ")))") }}
{%- endmacro %}

-- DuckDB looks a zone up again for every value, unless it stands there by name:
-- a seventh of the time. The commonest are named (data/refresh/model.py).
{% macro in_zone(zone, conversion) -%}
    case
        {%- for name in env_var('HOLDT_ZONES', '').split(',') if name %}
            when {{ zone }} = '{{ name }}' then {{ conversion | replace('<zone>', "'" ~ name ~ "'") }}
        {%- endfor %}
            when {{ zone }} is not null then {{ conversion | replace('<zone>', zone) }}
        end
{%- endmacro %}

{% macro spark__from_utc(utc_at, zone) -%}
    convert_timezone('UTC', {{ zone }}, {{ utc_at }})
{%- endmacro %}

-- `due_at` → due_at (UTC; a date is the start of its local day), due_local_at,
-- due_date (local) and due_has_time.
{% macro moment(name, zone, relation, as_stem=none) -%}
{%- set stem = as_stem or name | replace('_at', '') -%}
{%- set value = relation ~ '.' ~ name -%}
{%- set kind = relation ~ '.' ~ name ~ '_kind' -%}
    case
            when {{ kind }} = 'utc' then {{ value }}
            else {{ to_utc(value, zone) }}
        end as {{ stem }}_at,
        case
            when {{ kind }} = 'utc' then {{ from_utc(value, zone) }}
            else {{ value }}
        end as {{ stem }}_local_at,
        cast(case
            when {{ kind }} = 'utc' then {{ from_utc(value, zone) }}
            else {{ value }}
        end as date) as {{ stem }}_date,
        {{ kind }} <> 'date' as {{ stem }}_has_time
{%- endmacro %}

-- True where moment `a` lies after moment `b`. Two times are compared as
-- instants; as soon as one is a calendar date, the local dates decide, and the
-- whole day counts as in time.
{% macro is_after(a, b) -%}
    case
        when {{ a }}_has_time and {{ b }}_has_time then {{ a }}_at > {{ b }}_at
        else {{ a }}_date > {{ b }}_date
    end
{%- endmacro %}
