"""The sentences of the overview: the answer, the one number, the outcome of every promise. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import blame
from dashboard.words import formats as w
from dashboard.words.kept import early_broken
from dashboard.words.language import counted, later, say

QUESTION = later("Do we keep what we promise?")
#: outcome → the mark of its colour in running text
MARKS = {"early": ":green[■]", "on_time": ":blue[■]", "late": ":orange[■]", "overdue_open": ":red[■]", "cancelled_broken": ":violet[■]"}


def answer(now: pd.Series, weeks: pd.DataFrame) -> str:
    """Do we keep what we promise: the share, whether that is usual, and against the target."""
    if not now["is_enough"]:
        due = counted(now["due_count"], "{count} {order}", "{count} {orders}")
        return counted(
            now["kept_count"],
            "Too little data to judge by: {count} of {due} due was kept",
            "Too little data to judge by: {count} of {due} due were kept",
            due=due,
        )
    share = say("We kept {kept_rate:.0f} of 100 {orders}", kept_rate=100 * now["kept_rate"])
    usual, target = _usual(weeks), _against_target(now)
    if usual and target:
        return say("{share}: {usual}, and {target}", share=share, usual=usual, target=target)
    return f"{share}: {usual or target}" if usual or target else share


def _usual(weeks: pd.DataFrame) -> str | None:
    settled = weeks[weeks["is_worse"].notna()] if not weeks.empty else weeks
    if settled.empty:
        return None
    newest = settled.iloc[-1]
    if newest["is_worse"]:
        return say("worse than usual since {since_week}", since_week=w.day(newest["since_week"]))
    if newest["is_better"]:
        return say("better than usual since {better_since_week}", better_since_week=w.day(newest["better_since_week"]))
    return say("no change beyond chance")


def _against_target(now: pd.Series) -> str | None:
    if w.is_missing(now["against_target"]):
        return None
    target = say("the target of {target_kept_rate:.0f}", target_kept_rate=100 * now["target_kept_rate"])
    short = round(100 * now["target_kept_rate"]) - round(100 * now["kept_rate"])
    below = say("{short} below {target}", short=short, target=target) if short > 0 else say("below {target}", target=target)
    return {"below": below, "above": say("above {target}", target=target), "unclear": say("as good as at {target}", target=target)}[
        now["against_target"]
    ]


def number(now: pd.Series, before: pd.Series | None) -> str:
    """What the one number is made of, what it was, and how it would look by the latest dates."""
    kept, due = w.count(now["kept_count"]), counted(now["due_count"], "{count} {order}", "{count} {orders}")
    parts = [
        counted(
            now["kept_count"],
            "{kept} of {due} due was kept: everything in time, by the first date given; 90 % interval {low}.",
            "{kept} of {due} due were kept: everything in time, by the first date given; 90 % interval {low}.",
            kept=kept,
            due=due,
            low=w.interval(now["low"], now["high"]),
        )
    ]
    if before is not None and before["due_count"] and not w.is_missing(now["kept_rate"]):
        if not before["is_enough"]:
            parts.append(
                counted(
                    before["due_count"],
                    "Too little was due in the period before to compare with ({count} {order}).",
                    "Too little was due in the period before to compare with ({count} {orders}).",
                )
            )
        else:
            parts.append(say("In the period before: {kept_rate}.", kept_rate=w.percent(before["kept_rate"])))
    return " ".join(parts)


COST = later("What broken {orders} cost us in a year")
COST_HELP = later(
    "Contacts handled and credits given, beyond what kept {orders} of the same kind have, in the money of the source. What {customers} "
    "paid themselves and what they no longer buy is not in it: Contacts has both, where they are measured."
)


def is_costly(row: pd.Series) -> bool:
    """Whether what a break costs is measured and adds anything."""
    return bool(row["covered_count"]) and not w.is_missing(row["cost"]) and row["cost"] >= 1


def cost(row: pd.Series, link: str) -> str | None:
    """What one break costs, and what is not in it; `link`: where that stands."""
    if not is_costly(row):
        return None
    adds = say("A broken {order} adds {cost} in cost to us.", cost=w.money(row["cost"]))
    if not w.is_missing(row["contacts"]) and row["contacts"] >= 0.05:
        adds = say(
            "A broken {order} adds {contacts:.1f} contacts and {cost} in cost to us.", contacts=row["contacts"], cost=w.money(row["cost"])
        )
    return say("{adds} Not in it: what {customers} pay themselves, and what they no longer buy ([Contacts]({link})).", adds=adds, link=link)


#: causes of lost days as a reader would name them; what is not here stands as the source has it
LOST_BY = {
    "partner": later("{partners}"),
    "over_promise": later("dates that our {sellers} promised too early"),
    "internal": later("ourselves"),
    "customer": later("the {customer}"),
    "excused": later("excused"),
    "coordination": later("dates that did not fit together"),
    "unexplained": later("not explained"),
}


def whose_days(causes: pd.DataFrame) -> str | None:
    """Who lost the days of the promises to customers, most first; the percents add up to all of them."""
    days = causes.groupby("cause")[["days", "share"]].sum().sort_values("days", ascending=False)
    if days.empty:
        return None
    percents = blame.whole(100 * days["share"])
    # what is no whole percent is no answer to the question
    parts = [f"{w.named(LOST_BY, str(cause))} {percent} %" for cause, percent in zip(days.index, percents, strict=True) if percent]
    return counted(round(causes["days"].sum()), "Of {count} day late: {parts}", "Of {count} days late: {parts}", parts=w.listed(parts))


def no_order_due(period: str, orders: pd.Series) -> str:
    """Promises were due, and no order: why, and when the first one is."""
    if not orders["orders_count"]:
        return say("{Orders} kept: not measured, for no promise names its {order}. Map the column `order_id` of the promises feed.")
    why = say("No {orders} were {period}: {an_order} is due with the last of its lines", period=period)
    if orders["due_count"]:
        return say("{why}. Choose a longer period above.", why=why)
    return (
        f"{why}."
        if w.is_missing(orders["next_due"])
        else say("{why}, the first one on {next_due}.", why=why, next_due=w.day(orders["next_due"]))
    )


def outcomes(now: pd.Series) -> str:
    broken = now["due_count"] - now["kept_count"]
    broken_of_them = counted(broken, "{count} was broken", "{count} were broken") if broken else say("none was broken")
    return counted(
        now["due_count"],
        "Of {count} promise to {customers} due, {broken}",
        "Of {count} promises to {customers} due, {broken}",
        broken=broken_of_them,
    )


def outcome_legend(now: pd.Series) -> str:
    """The five shares of what was due, which add up to all of it."""
    counts = {name: now[f"{name}_count"] + (now["kept_attempted_count"] if name == "on_time" else 0) for name in MARKS}
    shares = (
        f"{mark} {w.capital(w.OUTCOMES[name]())} {w.percent(now[f'{name}_share'])} ({w.count(counts[name])})"
        for name, mark in MARKS.items()
    )
    # each entry stays on one line; the row breaks between them
    return " &emsp; ".join(each.replace(" ", "&nbsp;") for each in shares)


def broken_links(now: pd.Series) -> list[tuple[str, str]]:
    """Outcome and words of each kind of broken promise that there is: a link to its orders."""
    counts = {
        "late": (now["late_count"], later("See the {number} late")),
        "overdue_open": (now["overdue_open_count"], later("See the {number} overdue")),
        "cancelled_broken": (now["cancelled_broken_count"], later("See the {number} cancelled")),
        "early": (now["early_count"] - now["early_kept_count"], later("See the {number} too early")),
    }
    return [(outcome, sentence(number=w.count(count))) for outcome, (count, sentence) in counts.items() if count]


def outcome_notes(now: pd.Series) -> str:
    notes = []
    calls = int(now["overdue_call_count"])
    if calls:
        deliveries = w.number_of("delivery", now["overdue_open_count"] - calls)
        notes.append(
            counted(
                calls,
                "Overdue are {deliveries} and {count} promised call that were due in the period.",
                "Overdue are {deliveries} and {count} promised calls that were due in the period.",
                deliveries=deliveries,
            )
        )
    if broken := early_broken(now):
        notes.append(broken)
    elif now["early_count"]:
        notes.append(say("Early keeps a promise “by” a date."))
    if now["kept_attempted_count"]:
        came = counted(now["kept_attempted_count"], "{count} delivery", "{count} deliveries")
        notes.append(say("On time includes {came} where we came as agreed and nobody was there to receive it.", came=came))
    if now["excluded_count"]:
        notes.append(
            counted(
                now["excluded_count"],
                "Not counted: {count} promise that the {customer} withdrew in time.",
                "Not counted: {count} promises that the {customer} withdrew in time.",
            )
        )
    return " ".join(notes)
