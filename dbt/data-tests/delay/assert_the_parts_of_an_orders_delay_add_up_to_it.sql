-- Returns broken orders that have no attribution, or one whose days do not add
-- up to the order's delay, or whose delay is not what the order says.
select
    orders.order_id,
    orders.deviation_days,
    attributions.delay_days
from {{ ref('fct_orders') }} as orders
left join {{ ref('fct_order_attribution') }} as attributions
    on orders.order_id = attributions.order_id
where
    not orders.is_kept
    and (
        attributions.order_id is null
        or abs(
            attributions.over_promise_days + attributions.internal_days
            + attributions.partner_days + attributions.customer_days
            + attributions.excused_days + attributions.coordination_days
            + attributions.unexplained_days - attributions.delay_days
        ) > 1.0E-9
        or (
            orders.outcome = 'late'
            -- a line kept by a visit for nothing never came: such an order has
            -- no day on which it was complete
            and orders.deviation_days is not null
            -- a line without a date may come last, and is not judged: the order
            -- was whole later than what is attributed
            and orders.dateless_lines_count = 0
            -- a call that the order requires may come last, and loses no day
            and orders.order_id not in (
                select order_id from {{ ref('fct_promises') }}
                where
                    fulfilled_by = 'contact'
                    and order_id is not null
                    and is_required
            )
            and attributions.delay_days <> greatest(orders.deviation_days, 0)
        )
    )
