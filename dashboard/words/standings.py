"""Sentences about who is worse than its peers. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

STANDINGS = {
    "act": "worse than its peers by more than chance",
    "watch": "to be watched: likely worse than its peers, not yet sure",
    "none": "does not stand out from its peers",
    "not_comparable": "cannot be compared with its peers",
    "too_little_data": "has too little data to be judged",
}
COMPARED = (
    "What each broke, beside what its peers would have broken of the same promises (lane, product group, week). "
    "Whatever the period and the filters above."
)


FUNNEL = (
    "Up: not the share that each broke of its own promises, but what it would break of 100 if all were given the same mix of promises. "
    "Pale: where 95 of 100 lie by chance and by what commonly differs; paler: 998 of 1,000. A diamond is to act on, a triangle to watch."
)
#: after the name
TITLES = {
    "act": "worse than its peers by more than chance",
    "watch": "likely worse than its peers, not yet sure",
    "none": "does not stand out from its peers",
    "not_comparable": "too few peers to compare it with",
    "too_little_data": "too little data to judge it by",
}


def title(rows: pd.DataFrame) -> str | None:
    """The standing of one member, by the step in which it is worst; nothing where it is judged in none."""
    return next((TITLES[standing] for standing in TITLES if (rows["standing"] == standing).any()), None)


def window(rows: pd.DataFrame) -> str:
    """Over which weeks it is judged: not those of the period."""
    weeks = {"change_point": "39 weeks", "recent_weeks": "13 weeks"}
    named = w.listed(weeks[by] for by in weeks if (rows["judged_by"] == by).any())
    return f"Judged over the newest {named}, whatever the period" if named else "Judged whatever the period"


def own_share(row: pd.Series) -> str:
    """What it broke of its own promises, beside what the funnel draws."""
    own = f"{w.count(row['broken_count'])} of {w.count(row['due_count'])}, {w.percent(row['broken_rate'], 0)}"
    return f"Of its own promises it broke {own}; of the same mix as all others it would break {w.percent(row['adjusted_rate'], 0)}."


def funnel(rows: pd.DataFrame, step: str) -> str:
    """What the funnel of one step shows."""
    out = int(rows["standing"].isin(("act", "watch")).sum())
    return f"{step}: {w.count(out) if out else 'none'} of {w.count(len(rows))} stand{'s' if out == 1 else ''} out"


def some(names: list[str], most: int = 4) -> str:
    """Names in a heading: no more than can be read aloud."""
    return w.listed(names) if len(names) <= most else w.listed([*names[: most - 1], f"{w.count(len(names) - most + 1)} others"])


def named(rows: pd.DataFrame, standing: str) -> list[str]:
    return list(dict.fromkeys(rows[rows["standing"] == standing]["name"]))


def finding(rows: pd.DataFrame, kind: str) -> str:
    """What a manager can read aloud."""
    judged = rows[rows["standing"].isin(("act", "watch", "none"))]
    if judged.empty:
        return f"No {kind} can be compared with its peers yet"
    act = named(rows, "act")
    watch = [name for name in named(rows, "watch") if name not in act]
    others = len(set(judged["name"]) - {*act, *watch})
    if not act and not watch:
        return f"No {kind} stands out from its peers: what differs between them may be chance"
    parts = []
    if act:
        are = "is worse than its" if len(act) == 1 else "are worse than their"
        parts.append(f"{w.plural(len(act), kind)} {are} peers by more than chance: {some(act)}")
    if watch:
        names = f": {w.listed(watch)}" if len(watch) < 4 else ""
        parts.append(f"{w.plural(len(watch), kind)} to be watched{names}")
    parts.append(f"no other {kind} stands out" if others else f"no other {kind} can be compared")
    return "; ".join(parts)


def since(row: pd.Series) -> str:
    if w.is_missing(row["since_date"]):
        return ""
    day = w.day(row["since_date"])
    return f"since at least {day}, the first day judged" if row["is_since_oldest_look"] else f"since {day}"


def listed(row: pd.Series) -> str:
    """One line of the list of those who stand out."""
    return f"{row['step_name']}, {since(row)}: {row['reason']}"


def of_member(row: pd.Series) -> str:
    """How one member stands in one step."""
    when = f", {since(row)}" if since(row) else ""
    return f"**{w.escaped(row['step_name'])}**: {STANDINGS[row['standing']]}{when}. {w.escaped(row['reason'])}"


def place(row: pd.Series) -> str | None:
    """Its rank, with the ranks that it may as well have."""
    if w.is_missing(row["expected_rank"]):
        return None
    low, high = round(row["rank_low"]), round(row["rank_high"])
    span = f"place {low}" if low == high else f"anywhere from place {low} to {high}"
    return f"Of {w.count(row['ranked_count'])} who are judged in this step, the worst first, it may be {span}."


def young(rows: pd.DataFrame) -> str | None:
    """What is judged from a short history, and until when."""
    if rows.empty:
        return None
    until = w.listed(
        f"{w.escaped(row.step_name)} until {w.day(row.full_history_date)} ({w.plural(row.history_weeks, 'settled week')} so far)"
        for row in rows.itertuples()
    )
    return f"Judged by the newest 13 weeks alone, so that a change within them is not seen: {until}."


def uncounted(counts: dict[str, int], kind: str) -> str | None:
    """Who is judged in no step, and why."""
    why = {"too_little_data": "too little data", "not_comparable": "too few peers of its kind"}
    notes = [f"{w.plural(counts[standing], kind)} with {words}" for standing, words in why.items() if counts[standing]]
    return f"Not judged: {w.listed(notes)}." if notes else None
