"""The sentences of the weekly meeting's page. No Streamlit, no SQL."""

from collections.abc import Iterable

import pandas as pd

from dashboard.words import formats as w
from dashboard.words import signals as changes
from dashboard.words.at_risk import before_the_day
from dashboard.words.language import counted, later, say

#: column headings; the last two are left empty, to be written on paper
ORDER = later("{Order}")
CUSTOMER = later("{Customer}")
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
        "overdue": int(counts["overdue_count"]) if counts["has_deliveries"] else None,
        "not-told": int(counts["not_told_count"]) if counts["has_notices"] else None,
        "no-date": int(counts["dateless_count"]) if counts["has_dateless"] else None,
        "about-to-break": (int(risky["total_count"].iloc[0]) if len(risky) else 0) if open_counts["known_count"] else None,
        "calls": int(counts["call_count"]) if counts["has_callbacks"] else None,
        # things of one kind: steps and deliveries together are no number of anything
        "no-owner": int(nobody.loc[nobody["kind"] == "step", "number"].sum()) if counts["has_step_owners"] else None,
        "interviews": len(drawn) if counts["has_customers"] and counts["has_deliveries"] else None,
    }


def title(of_points: dict[str, int | None], new: int, overdue: int | None, risky: pd.DataFrame) -> str:
    """The week in one line; what is not measured is left out. `new`: changes since last week; `overdue`: orders with an overdue delivery,
    None = not measured."""
    changed, not_told, at_risk = of_points["changed"], of_points["not-told"], of_points["about-to-break"]
    parts = []
    if changed is not None or new:
        parts.append(counted(new, "{count} new change", "{count} new changes") if new else say("nothing new"))
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
    if at_risk:
        when = w.day(risky.iloc[0]["last_date"])
        parts.append(
            counted(at_risk, "{count} promise will probably break by {when}", "{count} promises will probably break by {when}", when=when)
        )
    elif at_risk is not None:
        parts.append(say("nothing is about to break"))
    return say("This week: {parts}", parts=", ".join(parts))


#: anchor → what is counted, in the order of the agenda
POINTS = {
    "changed": later("not as usual"),
    "overdue": later("overdue"),
    "not-told": later("not told"),
    "no-date": later("without a date"),
    "about-to-break": later("about to break"),
    "calls": later("calls not made"),
    "no-owner": later("without an owner"),
    "interviews": later("to interview"),
}
#: of the lines that are overdue, not of the whole order
VALUE = later("Line value")
#: more names than this are counted
NAMED = 4
OF_ALL = later("The filters above do not narrow this.")


UNDER_TITLE = later(
    "The same order every week. Five of each, what is at stake first; the name of {an_order} leads to its story. On paper each line has "
    "room for who does it and by when. Decisions are not kept here yet: go through last week's sheet first."
)


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


def changed_note(board: pd.DataFrame, shown: int, total: int, is_narrowed: bool) -> str:
    lines = [of_more(shown, total, "change"), changes.board(board), OF_ALL() if is_narrowed and len(board) else ""]
    return " ".join(line for line in lines if line)


def changed_table(changed: pd.DataFrame) -> pd.DataFrame:
    return changed[["name", "reason"]].rename(columns={"name": WHAT(), "reason": say("Since when, and how much")})


def changed_to_do(listed: pd.DataFrame, steps: pd.DataFrame) -> str:
    """Of each step that changed its owner and playbook; what is no step has none."""
    is_step = listed["dimension"] == "step"
    lines = [what_to_do(steps, listed.loc[is_step, "member"])]
    if not is_step.all():
        names = w.listed(w.escaped(name) for name in listed.loc[~is_step, "name"])
        lines.append(
            say(
                "**Role:** {leader}. **Do:** read what was broken of {names} since then, and write down the cause.",
                leader=LEADER(),
                names=names,
            )
        )
    return "  \n".join(line for line in lines if line)


# ---------- what to do

#: who acts where no step, and so no owner, is named
LEADER = later("whoever leads this meeting")


def what_to_do(steps: pd.DataFrame, shown: Iterable[str], is_before: bool = False) -> str:
    """Of each step that is shown: who owns it, what its playbook says, what the customer expects. `is_before`: before anything is broken,
    there is somebody to ask first."""
    lines = []
    # where no step has either, nothing is said of any
    is_known = (steps["playbook"].notna() | steps["owner"].notna()).any()
    for step in steps[steps["step"].isin(set(shown)) & is_known].itertuples():
        role = say("nobody yet") if w.is_missing(step.owner) else w.escaped(step.owner)
        if is_before:
            do = before_the_day(step.playbook)
        else:
            do = say("no playbook says.") if w.is_missing(step.playbook) else f"{w.escaped(step.playbook).rstrip('.')}."
        sentences = [say("**Role:** {role} ({step}). **Do:** {do}", role=role, step=w.escaped(step.name), do=do)]
        if not w.is_missing(step.expectation):
            sentences.append(say("**Expected:** {expected}.", expected=w.escaped(step.expectation).rstrip(".")))
        lines.append(" ".join(sentences))
    return "  \n".join(lines)


def few(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    return say("{names} and {more} more", names=", ".join(names[:NAMED]), more=w.count(more)) if more > 0 else w.listed(names)


def by_step(number_of: dict | None, steps: pd.DataFrame) -> str:
    """How many of each step, the most first."""
    names = dict(zip(steps["step"], steps["name"], strict=True))
    # those of one number in the order of their names: the same list every time
    known = number_of if isinstance(number_of, dict) else {}
    counts = sorted(known.items(), key=lambda item: (-item[1], str(item[0])))
    return few([f"{names.get(step, w.readable(step) or w.NOT_STATED())} {w.count(number)}" for step, number in counts])


def kinds(number_of: dict | None) -> list[str]:
    """The steps that stand behind a list, not only those of its first rows; the ones with most."""
    known = number_of if isinstance(number_of, dict) else {}
    return sorted(known, key=lambda step: (-known[step], str(step)))[:NAMED]


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
    if not number:
        return ""
    return counted(
        number,
        "{count} more has no date and is overdue for over {days}: read and close it",
        "{count} more have no date and are overdue for over {days}: read and close them",
        days=w.days(days),
    )


def dateless_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            ORDER(): rows["order_id"],
            WHAT(): [whose(row) for row in rows.itertuples()],
            say("Was promised for"): [say("never had a date") if w.is_missing(day) else w.day(day, day.year) for day in rows["due_date"]],
            say("Waits for a date"): [
                say("since it was promised; till then nobody can be held to it")
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
            WHAT(): [with_others(row) for row in rows.itertuples()],
            say("Due"): [say("today") if row.days_left == 0 else w.day(row.end_date, row.end_date.year) for row in rows.itertuples()],
            VALUE(): ["" if w.is_missing(value) else w.money(value) for value in rows["value"]],
            say("Likely to break"): [f"{w.percent(row.probability, 0)}. {row.reason}" for row in rows.itertuples()],
        }
    )
