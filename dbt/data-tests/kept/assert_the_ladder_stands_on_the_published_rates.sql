-- Two marts, one population: the rules by the first and by the latest promise
-- are the rates that every other page shows. Returns rules that are not.
with published as (
    {%- for rule in ['lines', 'orders'] %}
    {%- for basis, kept in {
        'first': 'kept_count', 'latest': 'kept_count + kept_later_count'
    }.items() %}
    select
        '{{ rule }}_{{ basis }}_promise' as rule,
        sum(due_count) as due_count,
        sum({{ kept }}) as kept_count
    from {{ ref('fct_kept_rates' if rule == 'lines' else 'fct_order_rates') }}
    where
        dimension = 'company' and period = 'week'
        {{ "and promised_to = 'customer'" if rule == 'lines' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select ladder.rule
from {{ ref('fct_definition_ladder') }} as ladder
inner join published on ladder.rule = published.rule
where
    ladder.due_count <> coalesce(published.due_count, 0)
    or coalesce(ladder.kept_count, 0) <> coalesce(published.kept_count, 0)
