-- Two marts, one population: the rungs by the first promise are the rates that
-- every other page shows. Returns rungs that are not.
with published as (
    select
        'lines_first_promise' as rung,
        sum(due_count) as due_count,
        sum(kept_count) as kept_count
    from {{ ref('fct_kept_rates') }}
    where
        dimension = 'company' and period = 'week' and promised_to = 'customer'

    union all

    select
        'orders_first_promise' as rung,
        sum(due_count) as due_count,
        sum(kept_count) as kept_count
    from {{ ref('fct_order_rates') }}
    where dimension = 'company' and period = 'week'
)

select ladder.rung
from {{ ref('fct_definition_ladder') }} as ladder
inner join published on ladder.rung = published.rung
where
    ladder.due_count <> coalesce(published.due_count, 0)
    or ladder.kept_count <> coalesce(published.kept_count, 0)
