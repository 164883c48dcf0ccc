"""One customer in words: what came of all orders, how often the customer had to come to us. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words import order as orders_in_words
from dashboard.words import story

#: kinds of contact, as the story of an order names them
ANSWERED, CAME, REACHED = "customer_answered", "customer_contacted", "we_contacted"


def name(customer: pd.Series) -> str:
    return w.short(customer["customer_id"], 18) if w.is_missing(customer["name"]) else customer["name"]


def title(customer: pd.Series, orders: pd.DataFrame) -> str:
    """The name first, then what came of the orders."""
    if orders.empty:
        return f"{name(customer)}: no order with a promise"
    first = orders.iloc[0]
    judged = first["total_kept_count"] + first["total_broken_count"]
    if not judged and (orders["outcome"] == "not_measured").any():
        return f"{name(customer)}: {w.plural(first['total_count'], 'order')}, kept or not is not measured"
    if not judged:
        return f"{name(customer)}: {w.plural(first['total_count'], 'order')}, none due yet"
    if judged == 1:
        return f"{name(customer)}: one order due, and it was {'kept' if first['total_kept_count'] else 'broken'}"
    return f"{name(customer)}: {w.count(first['total_kept_count'])} of {w.plural(judged, 'order')} kept"


def who(customer: pd.Series) -> str:
    parts = [f"Customer number {customer['customer_id']}"]
    parts += [w.readable(customer[name]) for name in ("type", "region") if not w.is_missing(customer[name])]
    return " · ".join(parts)


def totals(customer: pd.Series, orders: pd.DataFrame, contacts: pd.DataFrame) -> str:
    """Everything in a few sentences: orders and what they are worth, contacts and waiting, whether the customer came back to buy."""
    sentences = []
    if not orders.empty:
        first = orders.iloc[0]
        since = "" if w.is_missing(first["first_promised_date"]) else f" since {w.day(first['first_promised_date'])}"
        worth = "" if w.is_missing(first["total_value"]) else f", worth {w.money(first['total_value'])}"
        sentences.append(f"{w.capital(w.plural(first['total_count'], 'order'))}{since}{worth}.")
    sentences.append(came_to_us(customer, contacts))
    again = bought_again(orders)
    if again:
        sentences.append(again)
    return " ".join(sentence for sentence in sentences if sentence)


def came_to_us(customer: pd.Series, contacts: pd.DataFrame) -> str:
    if not customer["has_contacts"]:
        return "How often the customer came to us is not measured: no contact names its customer."
    if contacts.empty or not contacts["total_inbound_count"].iloc[0]:
        return "Never had to come to us."
    first = contacts.iloc[0]
    waited = "" if w.is_missing(first["total_wait_minutes"]) else f"; waited {w.duration(round(first['total_wait_minutes']))} in all"
    about = first["total_without_order_count"]
    named = f", {w.count(about)} of them about no known order" if about else ""
    return f"Came to us {w.plural(first['total_inbound_count'], 'time')}{named}{waited}."


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
        return "Ordered again after the broken order." if broken[0] else "Has not ordered again since the broken order."
    return f"Ordered again after {w.count(sum(broken))} of {w.plural(len(broken), 'broken order')}."


def order_row(row, again) -> str:
    """An order in the list, behind its number."""
    parts = []
    if not w.is_missing(row.promised_date):
        parts.append(f"ordered {w.day(row.promised_date)}")
    parts.append("no date given" if w.is_missing(row.due_date) else f"due {w.day(row.due_date)}")
    parts.append(orders_in_words.verdict(pd.Series(row._asdict())))
    if not w.is_missing(row.contacts_count) and row.contacts_count:
        parts.append(f"came to us {w.plural(row.contacts_count, 'time')}")
    if again is not None:
        parts.append(f"ordered again {w.day(again)}")
    return " · ".join(parts)


def order_table(orders: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            "Order": row.order_id,
            "Ordered": w.day(row.promised_date) if not w.is_missing(row.promised_date) else None,
            "Due": w.day(row.due_date),
            "Verdict": w.capital(orders_in_words.verdict(pd.Series(row._asdict()))),
            "Contacts": row.contacts_count,
            "Value": row.value,
            "Ordered again": None if again is None else w.day(again),
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
    about = "" if w.is_missing(contact.reason) else f" About: {w.readable(contact.reason)}."
    return f"**{w.day(contact.started_local_at)}** {w.escaped(story.contact_sentence(row, name(customer), names) + about)}"


READ = "Choose an order to read its story."
NO_ORDER = "They name no order, and none was open at that time."


def list_finding(orders: pd.DataFrame, linked: int) -> str:
    total = int(orders["total_count"].iloc[0])
    return f"The newest {w.count(linked)} of {w.plural(total, 'order')}" if total > linked else w.capital(w.plural(total, "order"))


def all_orders(orders: pd.DataFrame, read: int) -> str:
    total = int(orders["total_count"].iloc[0])
    return (
        f"The newest {w.count(read)} of {w.plural(total, 'order')} as a table"
        if total > read
        else f"All {w.plural(total, 'order')} as a table"
    )


def loose_finding(contacts: pd.DataFrame) -> str:
    return f"{w.capital(w.plural(len(contacts), 'contact'))} about no order"
