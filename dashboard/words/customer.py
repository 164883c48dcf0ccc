"""One customer in words: what came of all orders, how often the customer had to come to us. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words import order as orders_in_words
from dashboard.words import story
from dashboard.words.language import counted, later, say

#: kinds of contact, as the story of an order names them
ANSWERED, CAME, REACHED = "customer_answered", "customer_contacted", "we_contacted"


def name(customer: pd.Series) -> str:
    return w.short(customer["customer_id"], 18) if w.is_missing(customer["name"]) else customer["name"]


def title(customer: pd.Series, orders: pd.DataFrame) -> str:
    """The name first, then what came of the orders."""
    if orders.empty:
        return say("{name}: no {order} with a promise", name=name(customer))
    first = orders.iloc[0]
    judged = first["total_kept_count"] + first["total_broken_count"]
    if not judged and (orders["outcome"] == "not_measured").any():
        return counted(
            first["total_count"],
            "{name}: {count} {order}, kept or not is not measured",
            "{name}: {count} {orders}, kept or not is not measured",
            name=name(customer),
        )
    if not judged:
        return counted(
            first["total_count"], "{name}: {count} {order}, none due yet", "{name}: {count} {orders}, none due yet", name=name(customer)
        )
    if judged == 1:
        return (
            say("{name}: one {order} due, and it was kept", name=name(customer))
            if first["total_kept_count"]
            else say("{name}: one {order} due, and it was broken", name=name(customer))
        )
    return counted(
        judged,
        "{name}: {total_kept} of {count} {order} kept",
        "{name}: {total_kept} of {count} {orders} kept",
        name=name(customer),
        total_kept=w.count(first["total_kept_count"]),
    )


def who(customer: pd.Series) -> str:
    parts = [say("{Customer} number {customer_id}", customer_id=customer["customer_id"])]
    parts += [w.readable(customer[name]) for name in ("type", "region") if not w.is_missing(customer[name])]
    return " · ".join(parts)


def totals(customer: pd.Series, orders: pd.DataFrame, contacts: pd.DataFrame) -> str:
    """Everything in a few sentences: orders and what they are worth, contacts and waiting, whether the customer came back to buy."""
    sentences = []
    if not orders.empty:
        first = orders.iloc[0]
        total = w.number_of("order", first["total_count"])
        if not w.is_missing(first["first_promised_date"]):
            total = say("{total} since {day}", total=total, day=w.day(first["first_promised_date"]))
        if not w.is_missing(first["total_value"]):
            total = say("{total}, worth {value}", total=total, value=w.money(first["total_value"]))
        sentences.append(f"{w.capital(total)}.")
    sentences.append(came_to_us(customer, contacts))
    again = bought_again(orders)
    if again:
        sentences.append(again)
    return " ".join(sentence for sentence in sentences if sentence)


def came_to_us(customer: pd.Series, contacts: pd.DataFrame) -> str:
    if not customer["has_contacts"]:
        return say("How often the {customer} came to us is not measured: no contact names its {customer}.")
    if contacts.empty or not contacts["total_inbound_count"].iloc[0]:
        return say("Never had to come to us.")
    first = contacts.iloc[0]
    about = first["total_without_order_count"]
    came = counted(first["total_inbound_count"], "Came to us {count} time", "Came to us {count} times")
    if about:
        came = say("{came}, {about} of them about no known {order}", came=came, about=w.count(about))
    if not w.is_missing(first["total_wait_minutes"]):
        came = say("{came}; waited {span} in all", came=came, span=w.duration(round(first["total_wait_minutes"])))
    return f"{came}."


def next_orders(orders: pd.DataFrame) -> list:
    """Of each order the first day after its due date on which the customer ordered again; nothing where that has not happened."""
    days = sorted(orders["promised_date"].dropna())
    return [
        next((day for day in days if not w.is_missing(row.due_date) and day > row.due_date), None)  # the first of the sorted
        for row in orders.itertuples()
    ]


def bought_again(orders: pd.DataFrame) -> str:
    """After how many of the broken orders there was another."""
    again = pd.Series(next_orders(orders), index=orders.index, dtype="object")
    broken = [flag is not None for flag, kept in zip(again, orders["is_kept"], strict=True) if not w.is_missing(kept) and not kept]
    if not broken:
        return ""
    if len(broken) == 1:
        return say("Ordered again after the broken {order}.") if broken[0] else say("Has not ordered again since the broken {order}.")
    return counted(
        len(broken),
        "Ordered again after {broken} of {count} broken {order}.",
        "Ordered again after {broken} of {count} broken {orders}.",
        broken=w.count(sum(broken)),
    )


def order_row(row, again) -> str:
    """An order in the list, behind its number."""
    parts = []
    if not w.is_missing(row.promised_date):
        parts.append(say("ordered {promised}", promised=w.day(row.promised_date)))
    parts.append(say("no date given") if w.is_missing(row.due_date) else say("due {due}", due=w.day(row.due_date)))
    parts.append(orders_in_words.verdict(pd.Series(row._asdict())))
    if not w.is_missing(row.contacts_count) and row.contacts_count:
        parts.append(counted(row.contacts_count, "came to us {count} time", "came to us {count} times"))
    if again is not None:
        parts.append(say("ordered again {again}", again=w.day(again)))
    return " · ".join(parts)


def order_table(orders: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            say("{Order}"): row.order_id,
            say("Ordered"): w.day(row.promised_date) if not w.is_missing(row.promised_date) else None,
            say("Due"): w.day(row.due_date),
            say("Verdict"): w.capital(orders_in_words.verdict(pd.Series(row._asdict()))),
            say("Contacts"): row.contacts_count,
            say("Value"): row.value,
            say("Ordered again"): None if again is None else w.day(again),
        }
        for row, again in zip(orders.itertuples(), next_orders(orders), strict=True)
    ]
    return pd.DataFrame(rows)


def kind(contact) -> str:
    """As the story names it: a survey answer is no contact of ours nor of the customer's."""
    if contact.direction == "outbound":
        return REACHED
    return CAME if contact.is_inbound else ANSWERED


def contact_line(contact, customer: pd.Series, names: dict[str, str]) -> str:
    """A contact that belongs to no order: the day, and its outcome."""
    row = pd.Series({**contact._asdict(), "event": kind(contact), "actor": contact.team, "occurred_local_at": contact.started_local_at})
    row["told_due_date"] = None
    sentences = [story.contact_sentence(row, name(customer), names)]
    if not w.is_missing(contact.reason):
        sentences.append(say("About: {reason}.", reason=w.readable(contact.reason)))
    return f"**{w.day(contact.started_local_at)}** {w.escaped(' '.join(sentences))}"


READ = later("Choose {an_order} to read its story.")
NO_ORDER = later("They name no {order}, and none was open at that time.")


def list_finding(orders: pd.DataFrame, linked: int) -> str:
    total = int(orders["total_count"].iloc[0])
    return (
        counted(total, "The newest {linked} of {count} {order}", "The newest {linked} of {count} {orders}", linked=w.count(linked))
        if total > linked
        else w.capital(counted(total, "{count} {order}", "{count} {orders}"))
    )


def all_orders(orders: pd.DataFrame, read: int) -> str:
    total = int(orders["total_count"].iloc[0])
    return (
        counted(
            total, "The newest {read} of {count} {order} as a table", "The newest {read} of {count} {orders} as a table", read=w.count(read)
        )
        if total > read
        else counted(total, "All {count} {order} as a table", "All {count} {orders} as a table")
    )


def loose_finding(contacts: pd.DataFrame) -> str:
    return say("{contacts} about no {order}", contacts=w.capital(counted(len(contacts), "{count} contact", "{count} contacts")))
