"""The contract that every source is mapped to: seven feeds, their columns, and what is lost where one is absent.

`data/README.md` is written from this module (`data/intake/readme.py`), intake maps to it, the gate types and checks by it,
and a test holds dbt's staging models to it.

Kinds of value
    text       a string as written, outer spaces trimmed, empty = absent
    number     a double
    whole      a bigint
    flag       true/false (also 1/0, yes/no, t/f, y/n, in any case)
    moment     a point in time, in one of three precisions: a calendar date (`2022-06-17`: the whole local day), a local
               wall-clock time without offset (`2022-06-17 10:30:00`: the delivery place's clock), or an instant with
               offset (`2022-06-17T10:30:00+02:00`, `…Z`). The accepted feed carries it as two columns: `<name>`
               (timestamp: UTC for an instant, else as written) and `<name>_kind` (`date`, `local` or `utc`).
    one of     text from a closed list (compared in lower case)
    name of    text from an open list: the listed values are understood, others are kept and shown as they are
"""

from dataclasses import dataclass, field

#: columns of which an unreadable value is held back alone, and its row stays: empty, they leave their own figure not measured and
#: decide nothing else. Of the others an empty value would be read as a default, and that would be a guess
HELD_BACK_ALONE = {
    "promises": ("requested_at", "partner_due_at", "is_date_critical", "value"),
    "deliveries": ("documents_ok",),
    "contacts": ("ended_at", "wait_minutes", "rating", "credit", "customer_cost"),
}

KINDS = ("text", "number", "whole", "flag", "moment")


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    says: str
    required: bool = False
    #: the closed list of values, when there is one
    one_of: tuple[str, ...] = ()
    #: values that Holdt understands in an open list
    name_of: tuple[str, ...] = ()
    #: what is "not measured" where a source lacks this column
    unmeasured: str = ""


@dataclass(frozen=True)
class Feed:
    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    #: the moment that says how fresh the feed is
    freshness: str | None = None
    #: what is "not measured" where a company has no such feed at all
    unmeasured: str = ""
    required: bool = False
    by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def moments(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.kind == "moment")


PROMISES = Feed(
    name="promises",
    grain="one row per version of a promise: an order line, an appointment, a callback, a follow-up",
    key=("promise_id", "version", "recorded_at", "due_at"),
    freshness="recorded_at",
    required=True,
    columns=(
        Column("promise_id", "text", "Names the promise; every later version of it carries the same id.", required=True),
        Column("recorded_at", "moment", "When this version was given; the first version's is when the promise was made.", required=True),
        Column("seller_id", "text", "Who gave the promise.", required=True),
        Column("step", "text", "The journey step it belongs to, such as `customer_delivery` or `installation`.", required=True),
        Column("due_at", "moment", "The end of what was promised: a date (the whole day is in time) or an instant. Empty = a notice without a new date.", required=True),
        Column("version", "whole", "1 for the first promise, then counting up; without it versions are ordered by `recorded_at`."),
        Column("order_id", "text", "The customer's order.", unmeasured="orders as the customer sees them, split deliveries"),
        Column("line", "text", "The order line, where the promise is for one."),
        Column("customer_id", "text", "The person or firm that was promised.", unmeasured="rates per customer type, contacts linked by customer"),
        Column("partner_id", "text", "Who is to deliver it.", unmeasured="rates per partner"),
        Column("kind", "text", "What in time means: by the date at the latest, on the date, within the window, or at an appointment. Default `by_date`.", one_of=("by_date", "on_date", "window", "appointment")),
        Column("promised_to", "text", "`company` for a partner's hand-over or other commitment to us: it counts for that partner, never for the customer's order. Default `customer`.", one_of=("customer", "company")),
        Column("due_from", "moment", "The start of the promised window."),
        Column("requested_at", "moment", "The date the customer asked for (CRD).", unmeasured="requested-date rate"),
        Column("partner_due_at", "moment", "The partner's own commitment to us for this line.", unmeasured="partners against their own commitment"),
        Column("quantity", "number", "How many were promised. Default: the whole promise, in one.", unmeasured="fill rate of partial deliveries"),
        Column("is_required", "flag", "Whether the order is unusable without it. Default true."),
        Column("is_date_critical", "flag", "Whether the customer chose or prepared by this date.", unmeasured="date-critical promises apart"),
        Column("value", "number", "What the line is worth, in the company's currency.", unmeasured="the value of broken promises"),
        Column("initiated_by", "text", "Who gave this version. A later version without it is counted as the company's.", one_of=("company", "seller", "partner", "customer"), unmeasured="dates moved by the customer"),
        Column("reason", "text", "Why this version replaced the one before.", unmeasured="causes of re-promises"),
        Column("product_group", "text", "What was bought.", unmeasured="rates per product group"),
        Column("region", "text", "Where it is delivered.", unmeasured="rates per region"),
        Column("origin", "text", "Where the goods start: a region, a warehouse, a country. With `region` it makes the lane that like is compared with like on.", unmeasured="partners compared on the same lane, where goods start in several places"),
        Column("zone", "text", "IANA time zone of the delivery place. Default: the mapping's `zone`."),
        Column("preparation", "text", "What the customer prepares for the day: the old kitchen taken down, fitters booked, a day off.", unmeasured="what customers had prepared for a broken day"),
        Column("source_status", "text", "The source's own word for the state of the order: shown, never judged by."),
    ),
)

DELIVERIES = Feed(
    name="deliveries",
    grain="one row per delivery event of a supplier, carrier or installer",
    key=("delivery_id",),
    freshness="recorded_at",
    unmeasured="every kept promise: without deliveries all due promises are open",
    columns=(
        Column("delivery_id", "text", "Names the event.", required=True),
        Column("promise_id", "text", "The promise it serves; without it `order_id` and `line` say which."),
        Column("order_id", "text", "The customer's order, where there is no `promise_id`."),
        Column("line", "text", "The order line, where there is no `promise_id`."),
        Column("event", "text", "What happened.", required=True, one_of=("handed_over", "attempted", "delivered", "cancelled", "returned")),
        Column("occurred_at", "moment", "When it happened.", required=True),
        Column("recorded_at", "moment", "When the source learned of it. Default: when it happened.", unmeasured="recording delay, provisional weeks"),
        Column("partner_id", "text", "Who did it."),
        Column("quantity", "number", "How many. Default: all that was promised."),
        Column("condition", "text", "`ok`, or what was not as promised; such goods do not fulfil the promise until corrected.", one_of=("ok", "damaged", "wrong", "short"), unmeasured="goods in promised condition"),
        Column("documents_ok", "flag", "Whether papers and invoice were right.", unmeasured="documents of the perfect order"),
        Column("cancelled_by", "text", "Who cancelled. A cancellation without it is counted as broken.", one_of=("company", "seller", "partner", "customer"), unmeasured="who cancelled"),
        Column("failed_because", "text", "Why an attempt failed.", name_of=("customer_absent", "no_access", "damaged", "capacity"), unmeasured="attempts that the customer missed"),
    ),
)

CONTACTS = Feed(
    name="contacts",
    grain="one row per contact with a customer, in either direction",
    key=("contact_id",),
    freshness="started_at",
    unmeasured="contacts, waits, notice before a break, ratings",
    columns=(
        Column("contact_id", "text", "Names the contact.", required=True),
        Column("started_at", "moment", "When it began.", required=True),
        Column("channel", "text", "How.", required=True, name_of=("phone", "chat", "email", "seller_mailbox", "store", "web", "sms", "survey")),
        Column("customer_id", "text", "Who it was with.", unmeasured="contacts linked by customer"),
        Column("order_id", "text", "The order it was about, where known.", unmeasured="contacts linked by order"),
        Column("promise_id", "text", "The promise it was about; for a callback or follow-up, the promise that it keeps."),
        Column("direction", "text", "`inbound` from the customer (the default), `outbound` to the customer.", one_of=("inbound", "outbound"), unmeasured="notice before a break"),
        Column("reason", "text", "Why.", name_of=("status", "delay", "complaint", "change", "callback", "follow_up", "advice", "survey"), unmeasured="failure demand"),
        Column("answered_at", "moment", "When someone answered; empty for an abandoned contact."),
        Column("ended_at", "moment", "When it ended.", unmeasured="handling time"),
        Column("wait_minutes", "number", "Minutes the customer waited, also when abandoned.", unmeasured="waits"),
        Column("outcome", "text", "How it ended.", name_of=("resolved", "redirected", "no_information", "no_mandate", "callback_promised", "informed", "abandoned"), unmeasured="contacts that solved nothing"),
        Column("redirected_to", "text", "The channel or team the customer was sent on to.", unmeasured="ping-pong"),
        Column("team", "text", "Who handled it.", unmeasured="one point of contact"),
        Column("agent", "text", "The person who handled it."),
        Column("rating", "number", "The customer's rating (CSAT).", unmeasured="ratings"),
        Column("told_due_at", "moment", "A new date that was given.", unmeasured="notices with a new date"),
        Column("credit", "number", "Money given to the customer in this contact: goodwill, a discount, a refund of costs. The company's currency.", unmeasured="credits"),
        Column("customer_cost", "number", "What a break has cost the customer, as they said in this contact. The company's currency.", unmeasured="what breaks cost customers"),
        Column("note", "text", "What was said, in a line."),
    ),
)

SELLERS = Feed(
    name="sellers",
    grain="one row per seller",
    key=("seller_id",),
    unmeasured="seller names and types; unknown sellers cannot be recognised",
    columns=(
        Column("seller_id", "text", "Names the seller.", required=True),
        Column("name", "text", "What people call them."),
        Column("type", "text", "Store, web, outsourced sales …"),
        Column("zone", "text", "IANA time zone of their desk."),
        Column("owner", "text", "Who in the company answers for them."),
    ),
)

PARTNERS = Feed(
    name="partners",
    grain="one row per partner: supplier, carrier, installer, outsourced sales or contact centre",
    key=("partner_id",),
    unmeasured="partner names and types; unknown partners cannot be recognised",
    columns=(
        Column("partner_id", "text", "Names the partner.", required=True),
        Column("name", "text", "What people call them."),
        Column("type", "text", "What they do.", name_of=("supplier", "carrier", "installer", "sales", "contact_centre")),
        Column("zone", "text", "IANA time zone of their desk."),
        Column("owner", "text", "The partner manager who answers for them."),
    ),
)

CUSTOMERS = Feed(
    name="customers",
    grain="one row per customer",
    key=("customer_id",),
    unmeasured="customer types",
    columns=(
        Column("customer_id", "text", "Names the customer.", required=True),
        Column("type", "text", "The customer type, such as `private` or `trade`.", unmeasured="rates per customer type"),
        Column("name", "text", "What to call them."),
        Column("zone", "text", "IANA time zone where they are."),
        Column("region", "text", "Where they are; used where the promise has no region."),
    ),
)

STEPS = Feed(
    name="steps",
    grain="one row per step of a customer journey",
    key=("step",),
    unmeasured="journeys, moments of truth, step owners",
    columns=(
        Column("step", "text", "Names the step, as promises do.", required=True),
        Column("name", "text", "What people call it."),
        Column("journey", "text", "The journey it belongs to."),
        Column("position", "whole", "Its place in the journey, counting from 1."),
        Column("owner", "text", "Who answers for it.", unmeasured="steps with an owner"),
        Column("moment_of_truth", "flag", "Whether customers are won or lost here."),
        Column("expectation", "text", "What the customer expects here."),
        Column("playbook", "text", "What to do when it breaks."),
        Column("transit_days", "whole", "Business days that it takes, as a standing rule, from the partner's hand-over until the customer has it. A policy may say otherwise (`promise_policies.csv`).", unmeasured="over-promised transport"),
        Column("fulfilled_by", "text", "What keeps a promise of this step. Default: `delivered` for a promise to the customer, `handed_over` (or `delivered`) for one to the company.", one_of=("delivered", "handed_over", "contact")),
    ),
)

FEEDS: tuple[Feed, ...] = (PROMISES, DELIVERIES, CONTACTS, SELLERS, PARTNERS, CUSTOMERS, STEPS)
BY_NAME: dict[str, Feed] = {feed.name: feed for feed in FEEDS}
