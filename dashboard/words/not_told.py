"""Whose customers do not know yet, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.this_week import CUSTOMER, ORDER, VALUE, WHAT, by_step, of_more, see_all, with_others


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


def not_told_note(counts: pd.Series, shown: int, month: pd.DataFrame, link: str, steps: pd.DataFrame) -> str:
    """`month`: how it went in the newest whole month, or no row. `link`: where all of them are listed, a delivery a row."""
    if not counts["has_deliveries"]:
        return w.NO_DELIVERIES()
    orders, lines_count = int(counts["not_told_orders_count"]), int(counts["not_told_lines_count"])
    all_of_them = see_all(shown, orders, link, lines_count, "delivery")
    if not counts["has_notices"]:
        return " ".join(line for line in (all_of_them, NOTICES_NEED()) if line)
    lines = [of_more(shown, orders, "order"), all_of_them]
    if lines_count:
        lines.append(say("Overdue of theirs: {by_step}.", by_step=w.escaped(by_step(counts["not_told_steps"], steps))))
    lines += [notices_note(row) for row in month.itertuples()]
    return " ".join(line for line in lines if line)


def notices(row) -> str:
    """How often customers hear of a break before its day: the share, and of what."""
    return say(
        "Before the day, {customers} heard from us of {rate:.0f} in 100 broken promises ({before} of {measured} in {month:%B %Y})",
        rate=100 * row.before_rate,
        before=w.count(row.before_count),
        measured=w.count(row.measured_count),
        month=row.month,
    )


def notices_note(row) -> str:
    """The parts of both: they add up to all that were broken."""
    ahead = [
        counted(
            row.notice_days,
            "{in_time} with {count} business day or more to go",
            "{in_time} with {count} business days or more to go",
            in_time=w.count(row.in_time_count),
        ),
        say("{short} with less", short=w.count(row.short_count)) if row.short_count else "",
        say("{day_before} the day before", day_before=w.count(row.day_before_count)),
    ]
    later_on = [
        say("{on_the_day} on the day itself", on_the_day=w.count(row.on_the_day_count)) if row.on_the_day_count else "",
        say("{unannounced} later or never", unannounced=w.count(row.unannounced_count)),
    ]
    return say(
        "{notices}: {ahead}. Of the others, {later_on}.",
        notices=notices(row),
        ahead=w.listed(part for part in ahead if part),
        later_on=w.listed(part for part in later_on if part),
    )


# ---------- overdue


def overdue(counts: pd.Series) -> str:
    """Whether what is overdue grows."""
    now, before = int(counts["overdue_count"]), int(counts["week_ago_overdue_count"])
    if not counts["has_deliveries"]:
        return say("What is overdue is not measured")
    if not now and not before:
        return say("No delivery is overdue")
    change = say("the backlog stays as it is")
    if now > before:
        change = say("the backlog grew by {more}", more=w.count(now - before))
    if now < before:
        change = say("the backlog shrank by {less}", less=w.count(before - now))
    return counted(
        now,
        "{count} delivery is overdue, {before} a week ago: {change}",
        "{count} deliveries are overdue, {before} a week ago: {change}",
        before=w.count(before),
        change=change,
    )


def overdue_note(counts: pd.Series, steps: pd.DataFrame) -> str:
    """What came and what went, of which steps; calls apart."""
    if not counts["has_deliveries"]:
        return ""
    now, before, still = (int(counts[name]) for name in ("overdue_count", "week_ago_overdue_count", "still_overdue_count"))
    lines = []
    if now or before:
        lines.append(
            say("{came} came in the seven days, {settled} were settled.", came=w.count(now - still), settled=w.count(before - still))
        )
    if now:
        lines.append(say("Open today, whatever day they were due: {by_step}.", by_step=w.escaped(by_step(counts["overdue_steps"], steps))))
    calls, calls_before = int(counts["overdue_call_count"]), int(counts["week_ago_overdue_call_count"])
    if counts["has_callbacks"] and (calls or calls_before):
        lines.append(
            counted(
                calls,
                "Apart from them, {count} promised call is overdue, {before} a week ago.",
                "Apart from them, {count} promised calls are overdue, {before} a week ago.",
                before=w.count(calls_before),
            )
        )
    return " ".join(lines)


# ---------- of long ago, and the table


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
            CUSTOMER(): ["" if w.is_missing(name) else name for name in rows["customer_name"]],
            WHAT(): [with_others(row) for row in rows.itertuples()],
            say("Promised for"): [
                say("{day}, {days} ago", day=w.day(row.due_date, row.due_date.year), days=w.days(row.overdue_days))
                for row in rows.itertuples()
            ],
            VALUE(): ["" if w.is_missing(value) else w.money(value) for value in rows["value"]],
        }
    )
