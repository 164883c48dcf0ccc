"""What a contact must be to be counted. A contact without an order is a contact: it stays."""

from checks.limits import RATING_FROM, RATING_TO, WAIT_MINUTES
from checks.rule import Rule

CONTEXT = """
    select
        contacts.*,
        default_zone() as at_zone,
        promised.promise_id is not null as has_promise,
        ordered.order_id is not null as has_order,
        case when promised.promise_id is not null or ordered.order_id is not null or bought.customer_id is not null then 1 end as linked
    from typed_contacts as contacts
    left join (select distinct promise_id from accepted_promises) as promised on promised.promise_id = contacts.promise_id
    left join (select distinct order_id from accepted_promises) as ordered on ordered.order_id = contacts.order_id
    left join (select distinct customer_id from accepted_promises) as bought on bought.customer_id = contacts.customer_id
"""

RULES = (
    Rule(
        "started_by_now",
        "error",
        "in_future(started_at, started_at_kind, at_zone)",
        "started_at must not lie after the moment the rows were loaded: its date or its time zone is wrong.",
        ("started_at",),
    ),
    Rule(
        "answered_after_start",
        "error",
        "surely_before(answered_at, answered_at_kind, started_at, started_at_kind, at_zone)",
        "answered_at must not lie before started_at: the wait would be below zero.",
        ("started_at", "answered_at"),
    ),
    Rule(
        "ended_after_start",
        "error",
        "surely_before(ended_at, ended_at_kind, started_at, started_at_kind, at_zone)",
        "ended_at must not lie before started_at.",
        ("started_at", "ended_at"),
    ),
    Rule(
        "ended_after_answer",
        "error",
        "surely_before(ended_at, ended_at_kind, answered_at, answered_at_kind, at_zone)",
        "ended_at must not lie before answered_at: the handling time would be below zero.",
        ("answered_at", "ended_at"),
    ),
    Rule(
        "wait_not_negative",
        "error",
        "wait_minutes < 0",
        "wait_minutes must not be below 0.",
        ("wait_minutes",),
    ),
    Rule(
        "wait_under_six_hours",
        "warning",
        f"wait_minutes >= {WAIT_MINUTES}",
        f"wait_minutes of {WAIT_MINUTES} or more is hardly a wait: is the column in seconds?",
        ("wait_minutes",),
    ),
    Rule(
        "rating_on_scale",
        "warning",
        f"rating not between {RATING_FROM} and {RATING_TO}",
        f"rating should lie in {RATING_FROM} to {RATING_TO} (stars and NPS do): map another scale onto it.",
        ("rating",),
    ),
    Rule(
        "told_date_ahead",
        "warning",
        "surely_before(told_due_at, told_due_at_kind, started_at, started_at_kind, at_zone)",
        "A new date that the customer is told should lie ahead of the contact.",
        ("started_at", "told_due_at"),
    ),
    Rule(
        "promise_known",
        "warning",
        "promise_id is not null and not has_promise",
        "promise_id should name a promise that was made: the contact counts, but beside no promise.",
        ("promise_id",),
        needs=("promises",),
    ),
    Rule(
        "order_known",
        "warning",
        "order_id is not null and not has_order",
        "order_id should name an order with a promise: the contact counts, but beside no order.",
        ("order_id",),
        needs=("promises",),
    ),
    Rule(
        "customer_known",
        "warning",
        "customer_id not in (select customer_id from accepted_customers)",
        "customer_id should be in the list of customers: the contact counts, but for no customer type.",
        ("customer_id",),
        needs=("customers",),
    ),
)
