-- A warehouse is built from nothing, into a file that nobody reads before it
-- has passed: a table needs no other name on trial and no backup of the one
-- before. dbt-duckdb's own way takes twice the statements.
{% materialization table, adapter='duckdb' -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- do drop_relation_if_exists(load_cached_relation(this)) -%}
    {%- call statement('main') -%}
        {{ create_table_as(False, relation, compiled_code) }}
    {%- endcall -%}
    {%- do adapter.commit() -%}
    {{ return({'relations': [relation]}) }}
{%- endmaterialization %}
