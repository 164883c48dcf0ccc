"""The sentences of the overview: the answer, the one number, the outcome of every promise. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

QUESTION = "Do we keep what we promise?"
#: outcome → the mark of its colour in running text
MARKS = {"early": ":green[■]", "on_time": ":blue[■]", "late": ":orange[■]", "overdue_open": ":red[■]", "cancelled_broken": ":violet[■]"}


def answer(now: pd.Series, weeks: pd.DataFrame) -> str:
    """Do we keep what we promise: the share, whether that is usual, and against the target."""
    if not now["is_enough"]:
        due = w.plural(now["due_count"], "order")
        return f"Too little data to judge by: {w.count(now['kept_count'])} of {due} due {'was' if now['kept_count'] == 1 else 'were'} kept"
    share = f"We kept {100 * now['kept_rate']:.0f} of 100 orders"
    usual, target = _usual(weeks), _against_target(now)
    if usual and target:
        return f"{share}: {usual}, and {target}"
    return f"{share}: {usual or target}" if usual or target else share


def _usual(weeks: pd.DataFrame) -> str | None:
    settled = weeks[weeks["is_worse"].notna()] if not weeks.empty else weeks
    if settled.empty:
        return None
    newest = settled.iloc[-1]
    if newest["is_worse"]:
        return f"worse than usual since {w.day(newest['since_week'])}"
    if newest["is_better"]:
        return f"better than usual since {w.day(newest['better_since_week'])}"
    return "no change beyond chance"


def _against_target(now: pd.Series) -> str | None:
    if w.is_missing(now["against_target"]):
        return None
    target = f"the target of {100 * now['target_kept_rate']:.0f}"
    short = round(100 * now["target_kept_rate"]) - round(100 * now["kept_rate"])
    below = f"{short} below {target}" if short > 0 else f"below {target}"
    return {"below": below, "above": f"above {target}", "unclear": f"as good as at {target}"}[now["against_target"]]


def number(now: pd.Series, before: pd.Series | None) -> str:
    """What the one number is made of, what it was, and how it would look by the latest dates."""
    kept, due = w.count(now["kept_count"]), w.plural(now["due_count"], "order")
    were = "was" if now["kept_count"] == 1 else "were"
    interval = f"90 % interval {w.interval(now['low'], now['high'])}"
    parts = [f"{kept} of {due} due {were} kept: everything in time, by the first date given; {interval}."]
    if before is not None and before["due_count"] and not w.is_missing(now["kept_rate"]):
        if not before["is_enough"]:
            parts.append(f"Too little was due in the period before to compare with ({w.plural(before['due_count'], 'order')}).")
        else:
            parts.append(f"In the period before: {w.percent(before['kept_rate'])}.")
    return " ".join(parts)


def cost(row: pd.Series) -> str | None:
    """What a break costs, and all of them in a year, where it is measured and adds anything."""
    if not row["covered_count"] or w.is_missing(row["cost"]) or row["cost"] < 1:
        return None
    contacts = f"{row['contacts']:.1f} contacts and " if not w.is_missing(row["contacts"]) and row["contacts"] >= 0.05 else ""
    a_year = "" if w.is_missing(row["cost_per_year"]) else f"; all of them {w.money(row['cost_per_year'])} a year"
    return f"**What it costs:** a broken order adds {contacts}{w.money(row['cost'])} in cost{a_year}."


#: causes of lost days as a reader would name them; what is not here stands as the source has it
LOST_BY = {
    "partner": "partners",
    "over_promise": "dates promised too early",
    "internal": "ourselves",
    "customer": "the customer",
    "excused": "excused",
    "coordination": "dates that did not fit together",
    "unexplained": "not explained",
}


def whose_days(causes: pd.DataFrame) -> str | None:
    """Who lost the days of the promises to customers, most first."""
    days = causes.groupby("cause")[["days", "share"]].sum().sort_values("days", ascending=False)
    # what is no whole percent is no answer to the question
    days = days[days["share"] >= 0.005]
    if days.empty:
        return None
    parts = [f"{LOST_BY.get(str(cause), w.readable(cause))} {w.percent(row['share'], 0)}" for cause, row in days.iterrows()]
    return f"**Whose days:** of {w.plural(round(causes['days'].sum()), 'day')} late {w.listed(parts)}."


def no_order_due(period: str, orders: pd.Series) -> str:
    """Promises were due, and no order: why, and when the first one is."""
    if not orders["orders_count"]:
        return "Orders kept: not measured, for no promise names its order. Map the column `order_id` of the promises feed."
    why = f"No orders were {period}: an order is due with the last of its lines"
    if orders["due_count"]:
        return f"{why}. Choose a longer period above."
    return f"{why}." if w.is_missing(orders["next_due"]) else f"{why}, the first one on {w.day(orders['next_due'])}."


def outcomes(now: pd.Series) -> str:
    broken = now["due_count"] - now["kept_count"]
    many = "none was" if not broken else "1 was" if broken == 1 else f"{w.count(broken)} were"
    return f"Of {w.plural(now['due_count'], 'promise')} due, {many} broken"


def outcome_legend(now: pd.Series) -> str:
    """The five shares of what was due, which add up to all of it."""
    counts = {name: now[f"{name}_count"] + (now["kept_attempted_count"] if name == "on_time" else 0) for name in MARKS}
    shares = (
        f"{mark} {w.capital(w.OUTCOMES[name])} {w.percent(now[f'{name}_share'])} ({w.count(counts[name])})" for name, mark in MARKS.items()
    )
    # each entry stays on one line; the row breaks between them
    return " &emsp; ".join(each.replace(" ", "&nbsp;") for each in shares)


def broken_links(now: pd.Series) -> list[tuple[str, str]]:
    """Outcome and words of each kind of broken promise that there is: a link to its orders."""
    counts = {
        "late": (now["late_count"], "late"),
        "overdue_open": (now["overdue_open_count"], "overdue"),
        "cancelled_broken": (now["cancelled_broken_count"], "cancelled"),
        "early": (now["early_count"] - now["early_kept_count"], "too early"),
    }
    return [(outcome, f"See the {w.count(count)} {word}") for outcome, (count, word) in counts.items() if count]


def outcome_notes(now: pd.Series) -> str:
    notes = []
    early_broken = now["early_count"] - now["early_kept_count"]
    if early_broken:
        notes.append(
            f"Early keeps a promise “by” a date; {w.plural(early_broken, 'early one')} broke one for a day, a window or an appointment."
        )
    elif now["early_count"]:
        notes.append("Early keeps a promise “by” a date.")
    if now["kept_attempted_count"]:
        came = w.plural(now["kept_attempted_count"], "delivery", "deliveries")
        notes.append(f"On time includes {came} where we came as agreed and nobody was there to receive it.")
    if now["excluded_count"]:
        notes.append(f"Not counted: {w.plural(now['excluded_count'], 'promise')} that the customer withdrew in time.")
    return " ".join(notes)
