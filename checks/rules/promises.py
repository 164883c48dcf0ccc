"""What a promise must be to be judged. Rows leave the rate only where they cannot be right; doubtful ones stay and are told."""

from checks.limits import DUE_YEARS
from checks.rule import Rule
from checks.rules.every_feed import zone_known

CONTEXT = """
    -- most promises have one version: sorting all of them to look one row back would cost more than everything else here
    with several as (
        select promise_id from typed_promises where promise_id is not null group by promise_id having count(*) > 1
    ),
    looked_back as (
        select
            _row,
            row_number() over versions = 1 as is_first,
            lag(recorded_at) over versions as previous_at,
            lag(recorded_at_kind) over versions as previous_at_kind,
            lag(version) over versions as previous_version,
            lag(due_at) over versions as previous_due_at
        from typed_promises
        where promise_id in (select promise_id from several)
        window versions as (partition by promise_id order by version nulls last, recorded_at, due_at, source_file, source_row, _row)
    )
    select
        promises.*,
        coalesce(zones.name, default_zone()) as at_zone,
        -- a whole hour may be midnight at the place, written in UTC
        case
            when due_at_kind = 'local' or due_at <> date_trunc('hour', due_at) then (due_at <> date_trunc('day', due_at))::int
            when due_at_kind = 'utc'
                then (due_at::time <> time '00:00' and timezone(at_zone, timezone('UTC', due_at))::time <> time '00:00')::int
        end as has_due_time,
        coalesce(looked_back.is_first, true) as is_first,
        looked_back.previous_at,
        looked_back.previous_at_kind,
        looked_back.previous_version,
        looked_back.previous_due_at
    from typed_promises as promises
    left join looked_back on looked_back._row = promises._row
    left join zones on zones.name = promises.zone
"""

RULES = (
    zone_known("the promised day begins and ends by it"),
    Rule(
        "window_in_order",
        "error",
        "surely_before(due_at, due_at_kind, due_from, due_from_kind, at_zone)",
        "due_from must not lie after due_at: nothing can be delivered within such a window.",
        ("due_from", "due_at"),
    ),
    # Held back rather than counted: such a record is often written once the goods are there, and would be kept by construction.
    Rule(
        "made_before_due",
        "error",
        "is_first and surely_before(due_at, due_at_kind, recorded_at, recorded_at_kind, at_zone)",
        "A promise must be made before its own date: one recorded afterwards is no promise that a customer could rely on.",
        ("recorded_at", "due_at"),
    ),
    Rule(
        "recorded_by_now",
        "error",
        "in_future(recorded_at, recorded_at_kind, at_zone)",
        "recorded_at must not lie after the moment the rows were loaded: its date or its time zone is wrong.",
        ("recorded_at",),
    ),
    Rule(
        "quantity_above_zero",
        "error",
        "quantity <= 0",
        "quantity must be above 0: a promise of nothing is kept by nobody.",
        ("quantity",),
    ),
    Rule(
        "version_counts_from_one",
        "warning",
        "is_first and version <> 1",
        "Versions must count from 1: the earliest known one is judged as the first promise, which may be a later and easier date.",
        ("version",),
    ),
    Rule(
        "versions_in_order",
        "warning",
        "previous_version < version and surely_before(recorded_at, recorded_at_kind, previous_at, previous_at_kind, at_zone)",
        "A later version must not be recorded before an earlier one: which of them was promised first is then in doubt.",
        ("version", "recorded_at"),
    ),
    Rule(
        "versions_distinct",
        "warning",
        "version is null and not is_first and recorded_at = previous_at and due_at is distinct from previous_due_at",
        "Two versions recorded at the same moment need version numbers: which of them holds is then a guess.",
        ("recorded_at", "due_at"),
    ),
    Rule(
        "new_date_ahead",
        "warning",
        "not is_first and surely_before(due_at, due_at_kind, recorded_at, recorded_at_kind, at_zone)",
        "A new date must lie ahead when it is given: one written afterwards makes the latest-promise rate look better.",
        ("recorded_at", "due_at"),
    ),
    Rule(
        "due_within_reach",
        "warning",
        f"due_at > recorded_at + interval {DUE_YEARS} year",
        f"due_at lies more than {DUE_YEARS} years after the promise was made: it is probably a placeholder or a mistyped year.",
        ("recorded_at", "due_at"),
    ),
    Rule(
        "value_not_negative",
        "warning",
        "value < 0",
        "value should not be below 0: a credit note makes the value of broken promises too small.",
        ("value",),
    ),
    Rule(
        "order_given",
        "warning",
        "order_id is null and coalesce(promised_to, 'customer') = 'customer'",
        "A promise to a customer should name its order: without it the promise counts alone and in no order.",
        ("order_id",),
    ),
    # Unknown names are warnings: a promise whose partner nobody has listed was made all the same, and must stay in the rate.
    Rule(
        "seller_known",
        "warning",
        "seller_id not in (select seller_id from accepted_sellers)",
        "seller_id should be in the list of sellers: the promise counts, but under a name nobody answers for.",
        ("seller_id",),
        needs=("sellers",),
    ),
    Rule(
        "partner_known",
        "warning",
        "partner_id not in (select partner_id from accepted_partners)",
        "partner_id should be in the list of partners: the promise counts, but under a name nobody answers for.",
        ("partner_id",),
        needs=("partners",),
    ),
    Rule(
        "customer_known",
        "warning",
        "customer_id not in (select customer_id from accepted_customers)",
        "customer_id should be in the list of customers: the promise counts, but for no customer type.",
        ("customer_id",),
        needs=("customers",),
    ),
    Rule(
        "step_known",
        "warning",
        "step not in (select step from accepted_steps)",
        "step should be in the list of steps: the promise counts, but in no journey.",
        ("step",),
        needs=("steps",),
    ),
)
