"""What happened must have happened, after the promise and before it was recorded. An event whose promise is unknown stays, as an orphan."""

from checks.limits import CLOCK_SLACK_MINUTES, QUANTITY_FACTOR
from checks.rule import Rule

# A delivery names its promise, or its order and line; an order alone will do where it holds one promise.
CONTEXT = """
    with promised as (
        select
            promise_id,
            min_by(struct_pack(at := recorded_at, kind := recorded_at_kind), (recorded_at, recorded_at_kind)) as made,
            max(quantity) as promised_quantity,
            min(order_id) as order_id,
            min(line) as line,
            min(coalesce(zone, default_zone())) as at_zone
        from accepted_promises group by promise_id
    ),
    by_line as (select order_id, line, count(*) as promises, min(made) as made, max(promised_quantity) as promised_quantity, min(at_zone) as at_zone
        from promised where order_id is not null and line is not null group by order_id, line),
    by_order as (select order_id, count(*) as promises, min(made) as made, max(promised_quantity) as promised_quantity, min(at_zone) as at_zone
        from promised where order_id is not null group by order_id),
    twins as (select promise_id, order_id, line, event, occurred_at, quantity, min(delivery_id) as first_twin
        from typed_deliveries where event = 'delivered' group by all having count(distinct delivery_id) > 1)
    select
        deliveries.*,
        coalesce(promised.made, by_line.made, by_order.made).at as made_at,
        coalesce(promised.made, by_line.made, by_order.made).kind as made_at_kind,
        coalesce(promised.promised_quantity, by_line.promised_quantity, by_order.promised_quantity) as promised_quantity,
        coalesce(promised.at_zone, by_line.at_zone, by_order.at_zone, default_zone()) as at_zone,
        coalesce(promised.made, by_line.made, by_order.made) is not null as has_promise,
        deliveries.promise_id is null and deliveries.line is null and by_order.promises > 1 as needs_line,
        deliveries.delivery_id > twins.first_twin as is_twin
    from typed_deliveries as deliveries
    left join promised on promised.promise_id = deliveries.promise_id
    left join by_line on deliveries.promise_id is null and by_line.order_id = deliveries.order_id and by_line.line = deliveries.line
    left join by_order on deliveries.promise_id is null and deliveries.line is null and by_order.order_id = deliveries.order_id
    left join twins on twins.event = deliveries.event and twins.occurred_at = deliveries.occurred_at
        and twins.promise_id is not distinct from deliveries.promise_id and twins.order_id is not distinct from deliveries.order_id
        and twins.line is not distinct from deliveries.line and twins.quantity is not distinct from deliveries.quantity
"""

BEFORE_THE_PROMISE = "surely_before(occurred_at, occurred_at_kind, made_at, made_at_kind, at_zone)"

RULES = (
    Rule(
        "happened_by_now",
        "error",
        "in_future(occurred_at, occurred_at_kind, at_zone)",
        "occurred_at must not lie after the moment the rows were loaded: what has not happened keeps no promise.",
        ("occurred_at",),
    ),
    Rule(
        "recorded_by_now",
        "error",
        "in_future(recorded_at, recorded_at_kind, at_zone)",
        "recorded_at must not lie after the moment the rows were loaded: its date or its time zone is wrong.",
        ("recorded_at",),
    ),
    Rule(
        "recorded_after_it_happened",
        "error",
        f"surely_before(recorded_at + interval {CLOCK_SLACK_MINUTES} minute, recorded_at_kind, occurred_at, occurred_at_kind, at_zone)",
        f"recorded_at must not lie more than {CLOCK_SLACK_MINUTES} minutes before occurred_at: one of them is in another time zone or mistyped.",
        ("occurred_at", "recorded_at"),
    ),
    Rule(
        "delivered_after_the_promise",
        "error",
        f"event = 'delivered' and {BEFORE_THE_PROMISE}",
        "A delivery must not lie before the promise it serves was made: its date is wrong, or it belongs to another promise.",
        ("event", "occurred_at"),
        needs=("promises",),
        detail="'the promise was made at ' || judged.made_at",
    ),
    # Only a warning: systems stamp hand-overs and cancellations carelessly (166 of Olist's hand-overs precede the purchase), and neither keeps a promise to a customer.
    Rule(
        "other_events_after_the_promise",
        "warning",
        f"event <> 'delivered' and {BEFORE_THE_PROMISE}",
        "A hand-over, attempt, return or cancellation should not lie before the promise was made: its time is in doubt.",
        ("event", "occurred_at"),
        needs=("promises",),
        detail="'the promise was made at ' || judged.made_at",
    ),
    Rule(
        "quantity_above_zero",
        "error",
        "quantity <= 0",
        "quantity must be above 0: what comes back is a row with event returned, not a negative delivery.",
        ("quantity",),
    ),
    Rule(
        "quantity_as_promised",
        "warning",
        f"quantity > {QUANTITY_FACTOR} * promised_quantity",
        f"quantity is more than {QUANTITY_FACTOR} times what was promised: it is probably a typing slip.",
        ("quantity",),
        needs=("promises",),
        detail="judged.promised_quantity || ' promised'",
    ),
    Rule(
        "delivered_once",
        "warning",
        "is_twin",
        "The same delivery came under two ids: it is counted once.",
        ("delivery_id", "event", "occurred_at"),
    ),
    # Warnings: an event without a known promise or partner has happened; held back, it would leave a kept promise looking open.
    Rule(
        "promise_known",
        "warning",
        "not has_promise",
        "An event should name a promise that was made: this one keeps nothing and is counted as an orphan.",
        ("delivery_id",),
        needs=("promises",),
        detail="concat_ws(', ', 'promise_id ' || judged.promise_id, 'order_id ' || judged.order_id, 'line ' || judged.line)",
    ),
    Rule(
        "line_told",
        "warning",
        "needs_line",
        "The order holds several promises and the event does not say which line it serves.",
        ("order_id",),
        needs=("promises",),
    ),
    Rule(
        "partner_known",
        "warning",
        "partner_id not in (select partner_id from accepted_partners)",
        "partner_id should be in the list of partners: the event counts, but under a name nobody answers for.",
        ("partner_id",),
        needs=("partners",),
    ),
)
