-- Where Spark differs from DuckDB, so that no model needs to know.

-- DuckDB finds the accepted feeds by `external_location` (_sources.yml); Spark
-- reads the same files by their path.
{% macro source(source_name, table_name) -%}
    {%- set relation = builtins.source(source_name, table_name) -%}
    {%- if target.type == 'spark' and not relation.is_cte -%}
        {%- set path = env_var('HOLDT_HOME') ~ '/accepted/' ~ table_name ~ '.parquet' -%}
        {%- set relation = relation.incorporate(path={'schema': 'parquet', 'identifier': path}).quote(identifier=true) -%}
    {%- endif -%}
    {%- do return(relation) -%}
{%- endmacro %}

-- Every table is a folder of Parquet files, from which data/refresh/model.py takes the marts.
{% macro spark__location_clause() -%}
    location '{{ env_var("HOLDT_SPARK") }}/{{ this.schema }}/{{ this.identifier }}'
{%- endmacro %}

-- As DuckDB counts: the boundaries between the two, not the whole units.
{% macro spark__datediff(first_date, second_date, datepart) -%}
    timestampdiff({{ datepart }}, date_trunc('{{ datepart }}', {{ first_date }}), date_trunc('{{ datepart }}', {{ second_date }}))
{%- endmacro %}

-- dbt-spark's own drops what is less than a second, and the type.
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    timestampadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}

{% macro spark__date_trunc(datepart, date) -%}
    cast(date_trunc('{{ datepart }}', {{ date }}) as timestamp)
{%- endmacro %}

-- dbt-spark's own stumbles over an apostrophe in a seed, and over an empty cell.
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set types = model.config.column_types -%}
    {%- set sql -%}
    insert into {{ this }} values
    {% for row in agate_table.rows -%}
        (
        {%- for name in agate_table.column_names -%}
            {%- set cell = row[name] -%}
            cast({{ 'null' if cell is none else "'" ~ cell | string | replace('\\', '\\\\') | replace("'", "\\'") ~ "'" }} as {{ types[name] }})
            {{- ', ' if not loop.last }}
        {%- endfor -%}
        ){{ ',' if not loop.last }}
    {% endfor %}
    {%- endset -%}
    {%- do adapter.add_query(sql, abridge_sql_log=true) -%}
    {%- do return(sql) -%}
{%- endmacro %}
