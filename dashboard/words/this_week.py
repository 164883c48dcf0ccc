"""The sentences of the weekly meeting's page. No Streamlit, no SQL."""

from collections.abc import Iterable

import pandas as pd

from dashboard.words import formats as w
from dashboard.words import signals as changes
from dashboard.words.language import counted, later, say

#: column headings; the last two are left empty, to be written on paper
ORDER = later("{Order}")
WHAT = later("What")
WHO = later("Who")
WHEN = later("By when")
WHICH = later("Which")
NOTHING_OPEN = later("There is nothing to decide: no promise to {a_customer} fits this choice of filters.")
NO_PROMISES = later("No promise to {a_customer} is on record.")


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
        parts.append(
            counted(changed, "{count} thing changed", "{count} things changed") if changed else say("nothing changed by more than chance")
        )
    if overdue is None:
        parts.append(say("what is overdue is not measured"))
    elif not overdue:
        parts.append(say("no delivery is overdue"))
    elif not_told is None:
        parts.append(counted(overdue, "{count} {order} is overdue", "{count} {orders} are overdue"))
    else:
        parts.append(
            counted(not_told, "{count} {customer} has not been told", "{count} {customers} have not been told")
            if not_told
            else say("every {customer} has been told")
        )
    if at_risk is not None:
        parts.append(
            counted(at_risk, "{count} promise is about to break", "{count} promises are about to break")
            if at_risk
            else say("nothing is about to break")
        )
    return say("This week: {parts}", parts=", ".join(parts))


#: anchor → what is counted, in the order of the agenda
POINTS = {
    "changed": later("changed"),
    "not-told": later("not told"),
    "no-date": later("without a date"),
    "about-to-break": later("about to break"),
    "calls": later("calls not made"),
    "no-owner": later("belong to nobody"),
    "interviews": later("to interview"),
}
#: of the lines that are overdue, not of the whole order
VALUE = later("Line value")
#: more names than this are counted
NAMED = 4
OF_ALL = later("The filters above do not narrow this.")


UNDER_TITLE = later(
    "The same order every week, and the order of work. Five of each, what is at stake first; the name of "
    "{an_order} leads to its story. On paper each line has room for who does it and by when."
)
DECIDED = later("Decided last week")
DECIDED_NOTE = later("Decisions are not kept here yet: bring last week's sheet, and go through it first.")


def first(rows: pd.DataFrame, links: list[str]) -> str:
    """The open case with most at stake: whose it is, what it is, and who owns it."""
    if rows.empty:
        return ""
    row = next(rows.itertuples())
    customer = say("the {customer}") if w.is_missing(row.customer_name) else w.escaped(row.customer_name)
    overdue = w.days(row.overdue_days)
    if w.is_missing(row.value):
        overdue = say("{days} overdue", days=overdue)
    else:
        overdue = say("{days} overdue, line value {value}", days=overdue, value=w.money(row.value))
    owner = say("Nobody owns the step") if w.is_missing(row.owner) else say("{owner} owns the step", owner=w.escaped(row.owner))
    return (
        say(
            "**First:** inform {whom} ({with_others}, {overdue}). {owner}.",
            whom=customer,
            with_others=w.escaped(with_others(row)),
            overdue=overdue,
            owner=owner,
        )
        if w.is_missing(row.order_id)
        else say(
            "**First:** inform {whom} about [{order_id}]({link}) ({with_others}, {overdue}). {owner}.",
            whom=customer,
            order_id=w.escaped(row.order_id),
            link=links[0],
            with_others=w.escaped(with_others(row)),
            overdue=overdue,
            owner=owner,
        )
    )


def on_paper(as_of) -> str:
    """What the printed agenda says of itself, above the room for what was decided."""
    return say("Meeting on {as_of}. Decided last week, and the outcome:", as_of=w.weekday(as_of))


def strip(counts: dict[str, int | None]) -> str:
    """Each point of the agenda with its number, as links to it."""
    return " ".join(
        f"[**–** {what()}](#{anchor})" if counts[anchor] is None else f"[**{w.count(counts[anchor])}** {what()}](#{anchor})"
        for anchor, what in POINTS.items()
    )


# ---------- what changed


def changed(board: pd.DataFrame, from_date=None) -> str:
    """What changed by name; many changes by their number."""
    worse, better = int(board["is_signal"].sum()), int(board["is_better"].sum())
    if worse + better <= NAMED:
        return changes.finding(board, from_date)
    return say(
        "{changed} of {board} series changed by more than chance: {worse} worse, {better} better",
        changed=w.count(worse + better),
        board=w.count(len(board)),
        worse=w.count(worse),
        better=w.count(better),
    )


def changed_note(board: pd.DataFrame, shown: int, total: int, is_narrowed: bool) -> str:
    lines = [of_more(shown, total, "change"), changes.board(board), OF_ALL() if is_narrowed and len(board) else ""]
    return " ".join(line for line in lines if line)


def changed_table(changed: pd.DataFrame) -> pd.DataFrame:
    return changed[["name", "reason"]].rename(columns={"name": WHAT(), "reason": say("Since when, and how much")})


# ---------- what to do


def what_to_do(steps: pd.DataFrame, shown: Iterable[str]) -> str:
    """Of each step that is shown: who owns it, what its playbook says, what the customer expects."""
    lines = []
    for step in steps[steps["step"].isin(set(shown)) & (steps["playbook"].notna() | steps["owner"].notna())].itertuples():
        do = say("no playbook says") if w.is_missing(step.playbook) else w.escaped(step.playbook).rstrip(".")
        sentences = [
            say("**{name}**, owned by nobody. What to do: {do}.", name=w.escaped(step.name), do=do)
            if w.is_missing(step.owner)
            else say("**{name}**, owned by {owner}. What to do: {do}.", name=w.escaped(step.name), owner=w.escaped(step.owner), do=do)
        ]
        if not w.is_missing(step.expectation):
            sentences.append(say("The {customer} expects: {expected}.", expected=w.escaped(step.expectation).rstrip(".")))
        lines.append(" ".join(sentences))
    return "  \n".join(lines)


def of_more(shown: int, total: int, kind: str) -> str:
    """How many stand in the list, where it does not hold them all."""
    return say("First {shown} of {total}.", shown=w.count(shown), total=w.number_of(kind, total)) if total > shown else ""


def see_all(shown: int, total: int, link: str, number: int, kind: str) -> str:
    """The way to the list that holds them all, in the unit of that list."""
    return say("[See all {number}]({link}).", number=w.number_of(kind, number), link=link) if total > shown else ""


# ---------- not told


def whose(row) -> str:
    return row.what if w.is_missing(row.partner_name) else say("{what} by {partner_name}", what=row.what, partner_name=row.partner_name)


def with_others(row) -> str:
    """The most urgent line of an order, and how many more there are."""
    more = row.lines_count - 1
    return counted(more, "{whose} and {count} more line", "{whose} and {count} more lines", whose=whose(row)) if more else whose(row)


# ---------- without a date


def dateless(counts: pd.Series) -> str:
    if not counts["has_dateless"]:
        return say("Which {customers} wait for a new date is not measured")
    number = counts["dateless_count"]
    if not number:
        return say("Every open promise has a date")
    calls = int(counts["dateless_call_count"])
    kinds = [
        counted(number - calls, "{count} delivery", "{count} deliveries") if number > calls else "",
        counted(calls, "{count} promised call", "{count} promised calls") if calls else "",
    ]
    return counted(
        number,
        "{count} open promise has no date, the {customer} waits for one: {kinds}",
        "{count} open promises have no date, the {customer} waits for one: {kinds}",
        kinds=w.listed(kind for kind in kinds if kind),
    )


DATES_NEED = later(
    "It needs every version of a promise (`recorded_at` and `due_at` of each), or contacts that tell a date (`told_due_at`)."
)


def dateless_note(counts: pd.Series, shown: int, month: pd.DataFrame) -> str:
    if not counts["has_dateless"]:
        return DATES_NEED()
    lines = [of_more(shown, counts["dateless_count"], "promise")]
    for row in month[month["changes_count"].fillna(0) > 0].itertuples():
        changes = counted(row.changes_count, "{count} change", "{count} changes")
        lines.append(
            say(
                "Of {changes} to the promises due in {month:%B %Y}, {dateless_changes} gave no new date.",
                changes=changes,
                month=row.month,
                dateless_changes=w.count(row.dateless_changes_count),
            )
        )
    return " ".join(line for line in lines if line)


def dateless_old(counts: pd.Series, days: float) -> str:
    number = int(counts["dateless_old_count"])
    return (
        say("{number} more without a date, overdue for over {days}: read and close them", number=w.count(number), days=w.days(days))
        if number
        else ""
    )


def dateless_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER(): rows["order_id"],
            WHAT(): [whose(row) for row in rows.itertuples()],
            say("Was promised for"): [say("no date") if w.is_missing(day) else w.day(day, day.year) for day in rows["due_date"]],
            say("Waits for a date"): [
                say("since it was promised")
                if w.is_missing(row.waiting_days)
                else say(
                    "{waiting_days}, since {first_notice}",
                    waiting_days=w.days(row.waiting_days),
                    first_notice=w.day(row.first_notice_date, row.first_notice_date.year),
                )
                for row in rows.itertuples()
            ],
            say("Contacts"): ["" if w.is_missing(number) else w.count(number) for number in rows["contacts_count"]],
        }
    )


# ---------- about to break


def at_risk_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER(): rows["order_id"],
            WHAT(): [whose(row) for row in rows.itertuples()],
            say("Due"): [say("today") if row.days_left == 0 else w.day(row.end_date, row.end_date.year) for row in rows.itertuples()],
            say("Likely to break"): [w.percent(number, 0) for number in rows["probability"]],
            say("Because"): rows["reason"],
        }
    )


# ---------- calls


def calls(counts: pd.Series) -> str:
    if not counts["has_callbacks"]:
        return say("Whether promised calls are made is not measured")
    due = int(counts["call_due_count"])
    to_come = counted(due, "{count} is due this week", "{count} are due this week") if due else say("none is due this week")
    if not counts["call_count"]:
        return say("No promised call is overdue; {to_come}", to_come=to_come)
    return counted(
        counts["call_count"],
        "{count} promised call was not made; {to_come}",
        "{count} promised calls were not made; {to_come}",
        to_come=to_come,
    )


CALLS_FIRST = later("Moments of truth first, then the newest: these can still be made.")
CALLS_NEED = later("It needs promises to call, and our own contacts (`direction` outbound) that name the promise (`promise_id`).")


def calls_note(counts: pd.Series, shown: int, link: str) -> str:
    if not counts["has_callbacks"]:
        return CALLS_NEED()
    total = int(counts["call_count"])
    lines = [of_more(shown, total, "call"), see_all(shown, total, link, total, "call"), CALLS_FIRST()]
    return " ".join(line for line in lines if line) if shown else ""


def calls_old(counts: pd.Series, days: float) -> str:
    number = int(counts["call_old_count"])
    return (
        counted(
            number,
            "{count} more call overdue for over {days}: apologise and close them",
            "{count} more calls overdue for over {days}: apologise and close them",
            days=w.days(days),
        )
        if number
        else ""
    )


def calls_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER(): rows["order_id"],
            say("{Customer}"): ["" if w.is_missing(name) else name for name in rows["customer_name"]],
            WHAT(): rows["what"],
            say("Promised for"): [w.day(day, day.year) for day in rows["due_date"]],
            say("Overdue"): [w.days(days) for days in rows["overdue_days"]],
        }
    )


# ---------- what belongs to nobody


def few(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    return say("{names} and {more} more", names=", ".join(names[:NAMED]), more=w.count(more)) if more > 0 else w.listed(names)


def no_owner(rows: pd.DataFrame, counts: pd.Series) -> str:
    if rows.empty:
        if counts["has_step_owners"]:
            return say("Everything has an owner")
        return (
            say("Nothing is without {a_partner}; who owns a step is not measured")
            if counts["has_partners"]
            else say("What belongs to nobody is not measured")
        )
    totals = rows.groupby("kind", sort=False, as_index=False)["number"].sum()
    named = [w.number_of(row.kind, row.number) for row in totals.itertuples()]
    is_one = len(named) == 1 and totals["number"].iloc[0] == 1
    return say("{named} belongs to nobody", named=w.listed(named)) if is_one else say("{named} belong to nobody", named=w.listed(named))


OWNERS_NEED = later("Who owns a step needs the column `owner` in the journey's steps.")


PARTNERS_NEED = later("Who delivers needs the column `partner_id` of the promises.")


def no_owner_note(counts: pd.Series) -> str:
    needs = [("has_step_owners", OWNERS_NEED()), ("has_partners", PARTNERS_NEED())]
    return " ".join(need for flag, need in needs if not counts[flag])


def no_owner_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({WHAT(): rows[WHAT()], say("How many"): [w.count(number) for number in rows["number"]], WHICH(): rows[WHICH()]})
