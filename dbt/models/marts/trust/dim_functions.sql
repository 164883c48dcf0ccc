-- depends_on: {{ ref('dim_build') }}
-- depends_on: {{ ref('dim_thresholds') }}
{%- for function in published_functions() %}
{%- set statement =
    'create or replace macro marts.' ~ function.name
    ~ '(' ~ function.parameters ~ ') as (' ~ function.body ~ ')'
%}
select
    '{{ function.name }}' as name,
    '{{ function.parameters }}' as parameters,
    '{{ dbt.escape_single_quotes(function.returns) }}' as returns,
    '{{ dbt.escape_single_quotes(statement) }}' as statement
{{ 'union all' if not loop.last }}
{%- endfor %}
order by name
