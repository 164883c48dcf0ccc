"""The sentences under the answer: what hurts most now, what is new since last week. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

# ---------- what hurts most


def costs(row: pd.Series | None) -> str | None:
    """What each break adds, where it is measured and adds anything."""
    if row is None or not row["covered_count"]:
        return None
    contacts = None if w.is_missing(row["contacts"]) or row["contacts"] < 0.05 else f"{row['contacts']:.1f} contacts"
    money = None if w.is_missing(row["cost"]) or row["cost"] < 1 else f"{w.money(row['cost'])} in cost"
    parts = [part for part in (contacts, money) if part]
    return f"Each broken order adds {w.listed(parts)}." if parts else None


def step_card(steps: pd.DataFrame) -> tuple[str | None, str]:
    """The step where most breaks, with its id; and the sentence about it."""
    broken = steps["due_count"] - steps["kept_count"]
    if steps.empty or not broken.sum():
        return None, "No promise to a customer was broken."
    most = steps.loc[broken.idxmax()]
    share = f"{w.count(broken.max())} of its {w.plural(most['due_count'], 'promise')} broken"
    return most["member"], f"{share}, of {w.count(broken.sum())} in all steps."


def member_sentence(row: pd.Series) -> str:
    """Why somebody is worse than its peers, in counts of the newest weeks."""
    sure = "" if row["standing"] == "act" else " Not sure yet."
    return (
        f"{w.count(row['recent_broken_count'])} of {w.count(row['recent_due_count'])} broken in 13 weeks "
        f"({w.readable(row['step_name'])}), where its peers would have broken {w.count(round(row['recent_expected_broken_count']))}.{sure}"
    )


NOBODY = {
    "partner": "No partner is worse than its peers by more than chance.",
    "seller": "No seller is worse than its peers by more than chance.",
}
NOT_JUDGED = {"partner": "No partner can be compared with its peers yet.", "seller": "No seller can be compared with its peers yet."}
NOT_NAMED = {
    "partner": "Not measured: map the column `partner_id` of the promises feed.",
    "seller": "Not measured: map the column `seller_id` of the promises feed.",
}
#: more series than this are counted
NAMED = 4
CARDS = {
    "step": "Hurts most: the step with most broken promises",
    "partner": "Hurts most: the partner that breaks most beyond its peers",
    "seller": "Hurts most: the seller that breaks most beyond its peers",
}


def others(rows: pd.DataFrame, kind: str) -> str | None:
    """How many more stand out."""
    more = rows["member"].nunique() - 1
    return f"{w.plural(more, 'more ' + kind)} worse than {'its' if more == 1 else 'their'} peers" if more > 0 else None


# ---------- what is new


def new(signals: pd.DataFrame, standings: pd.DataFrame, weeks: pd.Series, still: list[str], is_watched: bool = True) -> list[str]:
    """What was not so a week ago; `signals` with the name of each series, `still`: sentences of what changed before. `is_watched`: whether
    any series is long enough for a change to be seen."""
    lines = [
        f"**{w.escaped(row['name'])}** {'got worse' if row['is_signal'] else 'got better'} by more than chance."
        for _, row in signals.iterrows()
    ]
    for _, row in standings.iterrows():
        how = "is worse than its peers by more than chance" if row["standing"] == "act" else "is to be watched"
        lines.append(f"**{w.escaped(row['name'])}** {how} since {w.day(row['since_date'])}.")
    if not lines and is_watched:
        lines.append("No change beyond chance is new.")
    return [*lines, *still, broke(weeks)]


def still(board: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """What got worse or better before last week, and is so still."""
    known = set(zip(new["dimension"], new["member"], strict=True))
    is_older = [series not in known for series in zip(board["dimension"], board["member"], strict=True)]
    older = board[pd.Series(is_older, index=board.index, dtype=bool)]
    lines = []
    for flag, how in (("is_signal", "worse"), ("is_better", "better")):
        names = [f"**{w.escaped(name)}**" for name in older[older[flag]]["name"]]
        if len(names) > NAMED:
            names = [*names[:NAMED], f"{w.count(len(names) - NAMED)} more"]
        lines += [f"Still {how} than usual: {w.listed(names)}."] if names else []
    return lines


def broke(weeks: pd.Series) -> str:
    """Orders that broke in the last seven days, and in the seven before."""
    if not weeks["due_count"]:
        return "No order was due in the last seven days."
    if weeks["before_due_count"]:
        before = f"{w.count(weeks['before_broken_count'])} of {w.count(weeks['before_due_count'])} in the seven days before"
    else:
        before = "none was due in the seven days before"
    return f"{w.count(weeks['broken_count'])} of {w.plural(weeks['due_count'], 'order')} due in the last seven days broke; {before}."
