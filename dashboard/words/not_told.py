"""Whose customers do not know yet, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.this_week import ORDER, VALUE, WHAT, of_more, see_all, with_others


def not_told(counts: pd.Series) -> str:
    overdue, number = int(counts["overdue_orders_count"]), int(counts["not_told_count"])
    if not counts["has_deliveries"]:
        return say("What is overdue is not measured")
    if not overdue:
        return say("No delivery is overdue")
    if not counts["has_notices"]:
        return counted(
            overdue,
            "{count} {order} is overdue; whether {customers} are told is not measured",
            "{count} {orders} are overdue; whether {customers} are told is not measured",
        )
    if not number:
        return say("Every {customer} of an overdue delivery has been told")
    return counted(
        number,
        "{count} {customer} with an overdue delivery has not been told",
        "{count} {customers} with an overdue delivery have not been told",
    )


NOTICES_NEED = later(
    "It needs our own contacts (`direction` outbound) that name the {order}, with a reason such as delay or the date told (`told_due_at`)."
)


def not_told_note(counts: pd.Series, shown: int, month: pd.DataFrame, link: str) -> str:
    """`month`: how it went in the newest whole month, or no row. `link`: where all of them are listed, a delivery a row."""
    if not counts["has_deliveries"]:
        return w.NO_DELIVERIES()
    orders, lines_count = int(counts["not_told_orders_count"]), int(counts["not_told_lines_count"])
    all_of_them = see_all(shown, orders, link, lines_count, "delivery")
    if not counts["has_notices"]:
        return " ".join(line for line in (all_of_them, NOTICES_NEED(), backlog(counts)) if line)
    lines = [of_more(shown, orders, "order"), all_of_them, backlog(counts), parts_of_backlog(counts)]
    lines += [notices(row) for row in month.itertuples()]
    return " ".join(line for line in lines if line)


def parts_of_backlog(counts: pd.Series) -> str:
    """Of how many overdue deliveries the customers do not know: of these orders, and of long ago."""
    lines_count, old = int(counts["not_told_lines_count"]), int(counts["not_told_old_count"])
    if not lines_count:
        return ""
    return (
        counted(
            counts["not_told_orders_count"],
            "Of them {lines} have not been announced to the {customer}: {here} in {count} {order} here, {old} from long ago.",
            "Of them {lines} have not been announced to the {customer}: {here} in {count} {orders} here, {old} from long ago.",
            lines=w.count(lines_count + old),
            here=w.count(lines_count),
            old=w.count(old),
        )
        if old
        else counted(
            counts["not_told_orders_count"],
            "Of them {lines} have not been announced to the {customer}: {here} in {count} {order} here.",
            "Of them {lines} have not been announced to the {customer}: {here} in {count} {orders} here.",
            lines=w.count(lines_count + old),
            here=w.count(lines_count),
        )
    )


def notices(row) -> str:
    """When the customers of a month's broken promises were told; the parts add up to all of them."""
    parts = [
        counted(
            row.notice_days,
            "{in_time} were announced {count} business day ahead or sooner",
            "{in_time} were announced {count} business days ahead or sooner",
            in_time=w.count(row.in_time_count),
        ),
        say("{short} later than that", short=w.count(row.short_count)) if row.short_count else "",
        say("{day_before} the day before", day_before=w.count(row.day_before_count)),
        say("{on_the_day} on the day itself", on_the_day=w.count(row.on_the_day_count)) if row.on_the_day_count else "",
        say("{unannounced} too late or never", unannounced=w.count(row.unannounced_count)),
    ]
    broken = counted(row.measured_count, "{count} promise", "{count} promises")
    return say(
        "Of {broken} broken in {month:%B %Y}, {parts}.", broken=broken, month=row.month, parts=", ".join(part for part in parts if part)
    )


def backlog(counts: pd.Series) -> str:
    """Whether what is overdue grows."""
    now, before = int(counts["overdue_count"]), int(counts["week_ago_overdue_count"])
    if not now and not before:
        return ""
    change = say("the backlog grows") if now > before else say("the backlog shrinks") if now < before else say("the backlog stays as it is")
    return counted(
        now,
        "In all {count} delivery is overdue, {before} a week ago: {change}.",
        "In all {count} deliveries are overdue, {before} a week ago: {change}.",
        before=w.count(before),
        change=change,
    )


def not_told_old(counts: pd.Series, days: float) -> str:
    """What has been open for so long that nobody will come for it."""
    number = int(counts["not_told_old_count"])
    if not number:
        return ""
    more = counted(
        number, "{count} more delivery overdue for over {days}", "{count} more deliveries overdue for over {days}", days=w.days(days)
    )
    return (
        say("{more} and not told: read and close them", more=more)
        if counts["has_notices"]
        else say("{more}: read and close them", more=more)
    )


def not_told_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER(): rows["order_id"],
            WHAT(): [with_others(row) for row in rows.itertuples()],
            say("Promised for"): [w.day(day, day.year) for day in rows["due_date"]],
            say("Overdue"): [w.days(days) for days in rows["overdue_days"]],
            VALUE(): ["" if w.is_missing(value) else w.money(value) for value in rows["value"]],
        }
    )
