with deliveries as (
    select * from {{ ref('stg_deliveries') }}
),

linked as (
    select distinct delivery_id from {{ ref('int_delivery_events') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

placed as (
    select
        deliveries.*,
        {{ moment('occurred_at', 'clock.default_zone', 'deliveries', 'happened') }},
        {{ moment('recorded_at', 'clock.default_zone', 'deliveries', 'learnt') }}
    from deliveries
    cross join clock
)

select
    placed.delivery_id,
    placed.promise_id,
    placed.order_id,
    placed.line,
    placed.event,
    placed.happened_at as occurred_at,
    placed.partner_id,
    placed.quantity,
    placed.source_file,
    placed.source_row
from placed
cross join clock
left join linked on placed.delivery_id = linked.delivery_id
where
    linked.delivery_id is null
    and placed.learnt_local_at < cast(clock.as_of as timestamp)
order by placed.delivery_id
