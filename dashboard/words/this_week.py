"""The sentences of the weekly meeting's page. No Streamlit, no SQL."""

from collections.abc import Iterable

import pandas as pd

from dashboard.words import formats as w
from dashboard.words import signals as changes

#: column headings; the last two are left empty, to be written on paper
ORDER, WHAT, WHO, WHEN = "Order", "What", "Who", "By when"
NOTHING_OPEN = "There is nothing to decide: no promise to a customer fits this choice of filters."
NO_PROMISES = "No promise to a customer is on record."


def numbers(counts, board, changed, risky, open_counts, nobody, drawn) -> dict[str, int | None]:
    """Of each point of the agenda how many there are; None = not measured."""
    return {
        "changed": len(changed) if len(board) else None,
        "not-told": int(counts["not_told_count"]) if counts["has_notices"] else None,
        "no-date": int(counts["dateless_count"]) if counts["has_dateless"] else None,
        "about-to-break": (int(risky["total_count"].iloc[0]) if len(risky) else 0) if open_counts["known_count"] else None,
        "calls": int(counts["call_count"]) if counts["has_callbacks"] else None,
        "no-owner": int(nobody["number"].sum()) if counts["has_step_owners"] or counts["has_partners"] or len(nobody) else None,
        "interviews": len(drawn) if counts["has_customers"] and counts["has_deliveries"] else None,
    }


def title(of_points: dict[str, int | None], overdue: int | None) -> str:
    """The week in one line; what is not measured is left out. `overdue`: orders with an overdue delivery; None = not measured."""
    changed, not_told, at_risk = of_points["changed"], of_points["not-told"], of_points["about-to-break"]
    parts = []
    if changed is not None:
        parts.append(f"{w.plural(changed, 'thing')} changed" if changed else "nothing changed by more than chance")
    if overdue is None:
        parts.append("what is overdue is not measured")
    elif not overdue:
        parts.append("no delivery is overdue")
    elif not_told is None:
        parts.append(f"{w.plural(overdue, 'order')} {'is' if overdue == 1 else 'are'} overdue")
    else:
        customers = f"{w.plural(not_told, 'customer')} {'has' if not_told == 1 else 'have'}"
        parts.append(f"{customers} not been told" if not_told else "every customer has been told")
    if at_risk is not None:
        promises = f"{w.plural(at_risk, 'promise')} {'is' if at_risk == 1 else 'are'}"
        parts.append(f"{promises} about to break" if at_risk else "nothing is about to break")
    return "This week: " + ", ".join(parts)


#: anchor → what is counted, in the order of the agenda
POINTS = {
    "changed": "changed",
    "not-told": "not told",
    "no-date": "without a date",
    "about-to-break": "about to break",
    "calls": "calls not made",
    "no-owner": "belong to nobody",
    "interviews": "to interview",
}
#: of the lines that are overdue, not of the whole order
VALUE = "Line value"
#: more names than this are counted
NAMED = 4
OF_ALL = "The filters above do not narrow this."


UNDER_TITLE = (
    "The same order every week, and the order of work. Five of each, what is at stake first; the name of an order leads to its story. On "
    "paper each line has room for who does it and by when."
)
DECIDED = "Decided last week"
DECIDED_NOTE = "Decisions are not kept here yet: bring last week's sheet, and go through it first."


def first(rows: pd.DataFrame, links: list[str]) -> str:
    """The open case with most at stake: whose it is, what it is, and who owns it."""
    if rows.empty:
        return ""
    row = next(rows.itertuples())
    order = "" if w.is_missing(row.order_id) else f" about [{w.escaped(row.order_id)}]({links[0]})"
    customer = "the customer" if w.is_missing(row.customer_name) else w.escaped(row.customer_name)
    what = f"{w.escaped(with_others(row))}, {w.days(row.overdue_days)} overdue"
    worth = "" if w.is_missing(row.value) else f", line value {w.money(row.value)}"
    owner = "Nobody owns the step" if w.is_missing(row.owner) else f"{w.escaped(row.owner)} owns the step"
    return f"**First:** inform {customer}{order} ({what}{worth}). {owner}."


def on_paper(as_of) -> str:
    """What the printed agenda says of itself, above the room for what was decided."""
    return f"Meeting on {w.weekday(as_of)}. Decided last week, and the outcome:"


def strip(counts: dict[str, int | None]) -> str:
    """Each point of the agenda with its number, as links to it."""
    return " ".join(
        f"[**{'–' if counts[anchor] is None else w.count(counts[anchor])}** {what}](#{anchor})" for anchor, what in POINTS.items()
    )


# ---------- what changed


def changed(board: pd.DataFrame, from_date=None) -> str:
    """What changed by name; many changes by their number."""
    worse, better = int(board["is_signal"].sum()), int(board["is_better"].sum())
    if worse + better <= NAMED:
        return changes.finding(board, from_date)
    series = f"{w.count(worse + better)} of {w.count(len(board))} series changed by more than chance"
    return f"{series}: {w.count(worse)} worse, {w.count(better)} better"


def changed_note(board: pd.DataFrame, shown: int, total: int, is_narrowed: bool) -> str:
    lines = [of_more(shown, total, "change"), changes.board(board), OF_ALL if is_narrowed and len(board) else ""]
    return " ".join(line for line in lines if line)


def changed_table(changed: pd.DataFrame) -> pd.DataFrame:
    return changed[["name", "reason"]].rename(columns={"name": WHAT, "reason": "Since when, and how much"})


# ---------- what to do


def what_to_do(steps: pd.DataFrame, shown: Iterable[str]) -> str:
    """Of each step that is shown: who owns it, what its playbook says, what the customer expects."""
    lines = []
    for step in steps[steps["step"].isin(set(shown)) & (steps["playbook"].notna() | steps["owner"].notna())].itertuples():
        owned = "owned by nobody" if w.is_missing(step.owner) else f"owned by {w.escaped(step.owner)}"
        do = "no playbook says" if w.is_missing(step.playbook) else w.escaped(step.playbook).rstrip(".")
        expects = "" if w.is_missing(step.expectation) else f" The customer expects: {w.escaped(step.expectation).rstrip('.')}."
        lines.append(f"**{w.escaped(step.name)}**, {owned}. What to do: {do}.{expects}")
    return "  \n".join(lines)


def of_more(shown: int, total: int, what: str) -> str:
    """How many stand in the list, where it does not hold them all."""
    return f"First {w.count(shown)} of {w.plural(total, what)}." if total > shown else ""


def see_all(shown: int, total: int, link: str, number: int, one: str, many: str) -> str:
    """The way to the list that holds them all, in the unit of that list."""
    return f"[See all {w.plural(number, one, many)}]({link})." if total > shown else ""


# ---------- not told


def not_told(counts: pd.Series) -> str:
    overdue, number = int(counts["overdue_orders_count"]), int(counts["not_told_count"])
    if not counts["has_deliveries"]:
        return "What is overdue is not measured"
    if not overdue:
        return "No delivery is overdue"
    if not counts["has_notices"]:
        return f"{w.plural(overdue, 'order')} {'is' if overdue == 1 else 'are'} overdue; whether customers are told is not measured"
    if not number:
        return "Every customer of an overdue delivery has been told"
    return f"{w.plural(number, 'customer')} with an overdue delivery {'has' if number == 1 else 'have'} not been told"


NOTICES_NEED = (
    "It needs our own contacts (`direction` outbound) that name the order, with a reason such as delay or the date told (`told_due_at`)."
)


def not_told_note(counts: pd.Series, shown: int, month: pd.DataFrame, link: str) -> str:
    """`month`: how it went in the newest whole month, or no row. `link`: where all of them are listed, a delivery a row."""
    if not counts["has_deliveries"]:
        return w.NO_DELIVERIES
    orders, lines_count = int(counts["not_told_orders_count"]), int(counts["not_told_lines_count"])
    all_of_them = see_all(shown, orders, link, lines_count, "delivery", "deliveries")
    if not counts["has_notices"]:
        return " ".join(line for line in (all_of_them, NOTICES_NEED, backlog(counts)) if line)
    lines = [of_more(shown, orders, "order"), all_of_them, backlog(counts), parts_of_backlog(counts)]
    lines += [notices(row) for row in month.itertuples()]
    return " ".join(line for line in lines if line)


def parts_of_backlog(counts: pd.Series) -> str:
    """Of how many overdue deliveries the customers do not know: of these orders, and of long ago."""
    lines_count, old = int(counts["not_told_lines_count"]), int(counts["not_told_old_count"])
    if not lines_count:
        return ""
    here = f"in {w.plural(counts['not_told_orders_count'], 'order')} here"
    older = f", {w.count(old)} from long ago" if old else ""
    return f"Of them {w.count(lines_count + old)} have not been announced to the customer: {w.count(lines_count)} {here}{older}."


def notices(row) -> str:
    """When the customers of a month's broken promises were told; the parts add up to all of them."""
    parts = [
        f"{w.count(row.in_time_count)} were announced {w.plural(row.notice_days, 'business day')} ahead or sooner",
        f"{w.count(row.short_count)} later than that" if row.short_count else "",
        f"{w.count(row.day_before_count)} the day before",
        f"{w.count(row.on_the_day_count)} on the day itself" if row.on_the_day_count else "",
        f"{w.count(row.unannounced_count)} too late or never",
    ]
    broken = w.plural(row.measured_count, "promise")
    return f"Of {broken} broken in {row.month:%B %Y}, {', '.join(part for part in parts if part)}."


def backlog(counts: pd.Series) -> str:
    """Whether what is overdue grows."""
    now, before = int(counts["overdue_count"]), int(counts["week_ago_overdue_count"])
    if not now and not before:
        return ""
    change = "the backlog grows" if now > before else "the backlog shrinks" if now < before else "the backlog stays as it is"
    return (
        f"In all {w.plural(now, 'delivery', 'deliveries')} {'is' if now == 1 else 'are'} overdue, {w.count(before)} a week ago: {change}."
    )


def not_told_old(counts: pd.Series, days: float) -> str:
    """What has been open for so long that nobody will come for it."""
    number = int(counts["not_told_old_count"])
    if not number:
        return ""
    more = f"{w.count(number)} more {'delivery' if number == 1 else 'deliveries'} overdue for over {w.days(days)}"
    return f"{more} and not told: read and close them" if counts["has_notices"] else f"{more}: read and close them"


def not_told_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER: rows["order_id"],
            WHAT: [with_others(row) for row in rows.itertuples()],
            "Promised for": [w.day(day, day.year) for day in rows["due_date"]],
            "Overdue": [w.days(days) for days in rows["overdue_days"]],
            VALUE: ["" if w.is_missing(value) else w.money(value) for value in rows["value"]],
        }
    )


def whose(row) -> str:
    return row.what if w.is_missing(row.partner_name) else f"{row.what} by {row.partner_name}"


def with_others(row) -> str:
    """The most urgent line of an order, and how many more there are."""
    more = row.lines_count - 1
    return f"{whose(row)} and {w.plural(more, 'more line')}" if more else whose(row)


# ---------- without a date


def dateless(counts: pd.Series) -> str:
    if not counts["has_dateless"]:
        return "Which customers wait for a new date is not measured"
    number = counts["dateless_count"]
    if not number:
        return "Every open promise has a date"
    calls = int(counts["dateless_call_count"])
    kinds = [
        w.plural(number - calls, "delivery", "deliveries") if number > calls else "",
        w.plural(calls, "promised call") if calls else "",
    ]
    has = f"{w.plural(number, 'open promise')} {'has' if number == 1 else 'have'} no date"
    return f"{has}, the customer waits for one: {w.listed(kind for kind in kinds if kind)}"


DATES_NEED = "It needs every version of a promise (`recorded_at` and `due_at` of each), or contacts that tell a date (`told_due_at`)."


def dateless_note(counts: pd.Series, shown: int, month: pd.DataFrame) -> str:
    if not counts["has_dateless"]:
        return DATES_NEED
    lines = [of_more(shown, counts["dateless_count"], "promise")]
    for row in month[month["changes_count"].fillna(0) > 0].itertuples():
        changes = w.plural(row.changes_count, "change")
        lines.append(f"Of {changes} to the promises due in {row.month:%B %Y}, {w.count(row.dateless_changes_count)} gave no new date.")
    return " ".join(line for line in lines if line)


def dateless_old(counts: pd.Series, days: float) -> str:
    number = int(counts["dateless_old_count"])
    return f"{w.count(number)} more without a date, overdue for over {w.days(days)}: read and close them" if number else ""


def dateless_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER: rows["order_id"],
            WHAT: [whose(row) for row in rows.itertuples()],
            "Was promised for": ["no date" if w.is_missing(day) else w.day(day, day.year) for day in rows["due_date"]],
            "Waits for a date": [
                "since it was promised"
                if w.is_missing(row.waiting_days)
                else f"{w.days(row.waiting_days)}, since {w.day(row.first_notice_date, row.first_notice_date.year)}"
                for row in rows.itertuples()
            ],
            "Contacts": ["" if w.is_missing(number) else w.count(number) for number in rows["contacts_count"]],
        }
    )


# ---------- about to break


def at_risk_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER: rows["order_id"],
            WHAT: [whose(row) for row in rows.itertuples()],
            "Due": ["today" if row.days_left == 0 else w.day(row.end_date, row.end_date.year) for row in rows.itertuples()],
            "Likely to break": [w.percent(number, 0) for number in rows["probability"]],
            "Because": rows["reason"],
        }
    )


# ---------- calls


def calls(counts: pd.Series) -> str:
    if not counts["has_callbacks"]:
        return "Whether promised calls are made is not measured"
    due = int(counts["call_due_count"])
    to_come = f"{w.count(due)} {'is' if due == 1 else 'are'} due this week" if due else "none is due this week"
    if not counts["call_count"]:
        return f"No promised call is overdue; {to_come}"
    return f"{w.plural(counts['call_count'], 'promised call')} {'was' if counts['call_count'] == 1 else 'were'} not made; {to_come}"


CALLS_FIRST = "Moments of truth first, then the newest: these can still be made."
CALLS_NEED = "It needs promises to call, and our own contacts (`direction` outbound) that name the promise (`promise_id`)."


def calls_note(counts: pd.Series, shown: int, link: str) -> str:
    if not counts["has_callbacks"]:
        return CALLS_NEED
    total = int(counts["call_count"])
    lines = [of_more(shown, total, "call"), see_all(shown, total, link, total, "call", "calls"), CALLS_FIRST]
    return " ".join(line for line in lines if line) if shown else ""


def calls_old(counts: pd.Series, days: float) -> str:
    number = int(counts["call_old_count"])
    calls = "call" if number == 1 else "calls"
    return f"{w.count(number)} more {calls} overdue for over {w.days(days)}: apologise and close them" if number else ""


def calls_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER: rows["order_id"],
            "Customer": ["" if w.is_missing(name) else name for name in rows["customer_name"]],
            WHAT: rows["what"],
            "Promised for": [w.day(day, day.year) for day in rows["due_date"]],
            "Overdue": [w.days(days) for days in rows["overdue_days"]],
        }
    )


# ---------- what belongs to nobody


def few(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    return f"{', '.join(names[:NAMED])} and {w.count(more)} more" if more > 0 else w.listed(names)


def no_owner(rows: pd.DataFrame, counts: pd.Series) -> str:
    if rows.empty:
        if counts["has_step_owners"]:
            return "Everything has an owner"
        known = "Nothing is without a partner; who owns a step" if counts["has_partners"] else "What belongs to nobody"
        return f"{known} is not measured"
    totals = rows.groupby(["one", "many"], sort=False, as_index=False)["number"].sum()
    named = [f"{w.count(row.number)} {row.one if row.number == 1 else row.many}" for row in totals.itertuples()]
    is_one = len(named) == 1 and totals["number"].iloc[0] == 1
    return f"{w.listed(named)} {'belongs' if is_one else 'belong'} to nobody"


OWNERS_NEED = "Who owns a step needs the column `owner` in the journey's steps."


PARTNERS_NEED = "Who delivers needs the column `partner_id` of the promises."


def no_owner_note(counts: pd.Series) -> str:
    needs = [("has_step_owners", OWNERS_NEED), ("has_partners", PARTNERS_NEED)]
    return " ".join(need for flag, need in needs if not counts[flag])


def no_owner_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({WHAT: rows[WHAT], "How many": [w.count(number) for number in rows["number"]], "Which": rows["Which"]})
