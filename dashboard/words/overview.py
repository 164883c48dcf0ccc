"""The sentences of the overview: the one number, its trend, the outcome of every promise. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

#: outcome → the mark of its colour in running text
MARKS = {"early": ":green[■]", "on_time": ":blue[■]", "late": ":orange[■]", "overdue_open": ":red[■]", "cancelled_broken": ":violet[■]"}


def headline(now: pd.Series) -> str:
    kept, due = w.count(now["kept_count"]), w.plural(now["due_count"], "order")
    were = "was" if now["kept_count"] == 1 else "were"
    return f"{kept} of {due} due {were} kept: everything in time, by the first date the customer was given."


def target(now: pd.Series) -> str | None:
    """Against the target of the house, with what the number of orders lets one say."""
    if w.is_missing(now["against_target"]):
        return None
    target = f"the target of {w.percent(now['target_kept_rate'], 0)}"
    interval = f"90 % interval ({w.interval(now['low'], now['high'])})"
    return {
        "below": f"**Below {target}**, even at the upper end of the {interval}.",
        "above": f"**Above {target}**, even at the lower end of the {interval}.",
        "unclear": f"{w.capital(target)} lies within the {interval}: no telling whether it is met.",
    }[now["against_target"]]


def too_little(now: pd.Series) -> str | None:
    if now["is_enough"]:
        return None
    due = w.plural(now["due_count"], "order")
    return f"**Too little data** to judge by: of {due} alone, the 90 % interval is {w.interval(now['low'], now['high'])}."


def no_order_due(period: str, orders: pd.Series) -> str:
    """Promises were due, and no order: why, and when the first one is."""
    if not orders["orders_count"]:
        return "Orders kept: not measured, for no promise names its order. Map the column `order_id` of the promises feed."
    why = f"No orders were {period}: an order is due with the last of its lines"
    if orders["due_count"]:
        return f"{why}. Choose a longer period above."
    return f"{why}." if w.is_missing(orders["next_due"]) else f"{why}, the first one on {w.day(orders['next_due'])}."


def change(now: pd.Series, before: pd.Series | None) -> str | None:
    """Against the period before, without praise."""
    if before is None or not before["due_count"] or w.is_missing(now["kept_rate"]):
        return None
    if not before["is_enough"]:
        return f"Too little was due in the period before to compare with ({w.plural(before['due_count'], 'order')})."
    difference = now["kept_rate"] - before["kept_rate"]
    how = "the same as" if abs(difference) < 0.0005 else f"{w.points(difference)} {'higher' if difference > 0 else 'lower'} than"
    then = f"{w.percent(before['kept_rate'])}, {w.count(before['kept_count'])} of {w.count(before['due_count'])}"
    return f"{w.capital(how)} in the period before ({then})."


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
        notes.append(f"On time includes {came} that came as agreed when the customer was not there.")
    if now["excluded_count"]:
        notes.append(f"Not counted: {w.plural(now['excluded_count'], 'promise')} that the customer withdrew in time.")
    return " ".join(notes)


def worst_step(steps: pd.DataFrame) -> str:
    enough = steps[steps["is_enough"]]
    if enough.empty:
        return "Too few promises were due in any step to say where it breaks most"
    worst = enough.sort_values("kept_rate").iloc[0]
    kept = f"{w.percent(worst['kept_rate'], 0)} kept of {w.count(worst['due_count'])} due"
    if len(enough) > 1:
        broken = steps["due_count"] - steps["kept_count"]
        most = steps.loc[broken.idxmax()]
        in_all = f"; most broken promises are of {most['name']}: {w.count(broken.max())} of {w.count(broken.sum())}"
        return f"{worst['name']} breaks most often: {kept}" + (in_all if most["name"] != worst["name"] else "")
    only = len(steps[steps["due_count"] > 0]) == 1
    return f"{worst['name']}: {kept}" if only else f"Only {worst['name']} has enough data: {kept}"
