-- Orders are built from lines by several joins. Returns those that got lost.
select promises.order_id
from {{ ref('fct_promises') }} as promises
left join {{ ref('fct_orders') }} as orders
    on promises.order_id = orders.order_id
where
    promises.order_id is not null
    and promises.promised_to = 'customer'
    and orders.order_id is null
