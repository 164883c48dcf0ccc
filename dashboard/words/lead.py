"""The sentences under the answer: what hurts most now, what is new since last week. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, later_counted, say

# ---------- what hurts most


def costs(row: pd.Series | None) -> str | None:
    """What each break adds, where it is measured and adds anything."""
    if row is None or not row["covered_count"]:
        return None
    contacts = None if w.is_missing(row["contacts"]) or row["contacts"] < 0.05 else say("{contacts:.1f} contacts", contacts=row["contacts"])
    money = None if w.is_missing(row["cost"]) or row["cost"] < 1 else say("{cost} in cost", cost=w.money(row["cost"]))
    parts = [part for part in (contacts, money) if part]
    return say("Each broken {order} adds {parts}.", parts=w.listed(parts)) if parts else None


def step_card(steps: pd.DataFrame) -> tuple[str | None, str]:
    """The step where most breaks, with its id; and the sentence about it."""
    broken = steps["due_count"] - steps["kept_count"]
    if steps.empty or not broken.sum():
        return None, say("No promise to {a_customer} was broken.")
    most = steps.loc[broken.idxmax()]
    return most["member"], counted(
        most["due_count"],
        "{broken} of its {count} promise broken, of {all_broken} in all steps.",
        "{broken} of its {count} promises broken, of {all_broken} in all steps.",
        broken=w.count(broken.max()),
        all_broken=w.count(broken.sum()),
    )


def member_sentence(row: pd.Series) -> str:
    """Why somebody is worse than its peers, in counts of the newest weeks."""
    return (
        say(
            "{recent_broken} of {recent_due} broken in 13 weeks ({step_name}), where its peers would have broken {recent_expected_broken}.",
            recent_broken=w.count(row["recent_broken_count"]),
            recent_due=w.count(row["recent_due_count"]),
            step_name=w.readable(row["step_name"]),
            recent_expected_broken=w.count(round(row["recent_expected_broken_count"])),
        )
        if row["standing"] == "act"
        else say(
            "{recent_broken} of {recent_due} broken in 13 weeks ({step_name}), where its peers would have broken "
            "{recent_expected_broken}. Not sure yet.",
            recent_broken=w.count(row["recent_broken_count"]),
            recent_due=w.count(row["recent_due_count"]),
            step_name=w.readable(row["step_name"]),
            recent_expected_broken=w.count(round(row["recent_expected_broken_count"])),
        )
    )


NOBODY = {
    "partner": later("No {partner} is worse than its peers by more than chance."),
    "seller": later("No {seller} is worse than its peers by more than chance."),
}
NOT_JUDGED = {
    "partner": later("No {partner} can be compared with its peers yet."),
    "seller": later("No {seller} can be compared with its peers yet."),
}
NOT_NAMED = {
    "partner": later("Not measured: map the column `partner_id` of the promises feed."),
    "seller": later("Not measured: map the column `seller_id` of the promises feed."),
}
#: more series than this are counted
NAMED = 4
CARDS = {
    "step": later("Hurts most: the step with most broken promises"),
    "partner": later("Hurts most: the {partner} that breaks most beyond its peers"),
    "seller": later("Hurts most: the {seller} that breaks most beyond its peers"),
}


MORE = {
    "partner": later_counted("{count} more {partner} worse than its peers", "{count} more {partners} worse than their peers"),
    "seller": later_counted("{count} more {seller} worse than its peers", "{count} more {sellers} worse than their peers"),
}


def others(rows: pd.DataFrame, kind: str) -> str | None:
    """How many more stand out."""
    more = rows["member"].nunique() - 1
    return MORE[kind](more) if more > 0 else None


# ---------- what is new


def new(signals: pd.DataFrame, standings: pd.DataFrame, weeks: pd.Series, still: list[str], is_watched: bool = True) -> list[str]:
    """What was not so a week ago; `signals` with the name of each series, `still`: sentences of what changed before. `is_watched`: whether
    any series is long enough for a change to be seen."""
    lines = [
        say("**{name}** got worse by more than chance.", name=w.escaped(row["name"]))
        if row["is_signal"]
        else say("**{name}** got better by more than chance.", name=w.escaped(row["name"]))
        for _, row in signals.iterrows()
    ]
    for _, row in standings.iterrows():
        lines.append(
            say(
                "**{name}** is worse than its peers by more than chance since {since}.",
                name=w.escaped(row["name"]),
                since=w.day(row["since_date"]),
            )
            if row["standing"] == "act"
            else say("**{name}** is to be watched since {since}.", name=w.escaped(row["name"]), since=w.day(row["since_date"]))
        )
    if not lines and is_watched:
        lines.append(say("No change beyond chance is new."))
    return [*lines, *still, broke(weeks)]


WORSE, BETTER = later("Still worse than usual: {names}."), later("Still better than usual: {names}.")


def still(board: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """What got worse or better before last week, and is so still."""
    known = set(zip(new["dimension"], new["member"], strict=True))
    is_older = [series not in known for series in zip(board["dimension"], board["member"], strict=True)]
    older = board[pd.Series(is_older, index=board.index, dtype=bool)]
    lines = []
    for flag, sentence in (("is_signal", WORSE), ("is_better", BETTER)):
        names = [f"**{w.escaped(name)}**" for name in older[older[flag]]["name"]]
        if len(names) > NAMED:
            names = [*names[:NAMED], say("{names} more", names=w.count(len(names) - NAMED))]
        lines += [sentence(names=w.listed(names))] if names else []
    return lines


def broke(weeks: pd.Series) -> str:
    """Orders that broke in the last seven days, and in the seven before."""
    if not weeks["due_count"]:
        return say("No {order} was due in the last seven days.")
    if weeks["before_due_count"]:
        before = say(
            "{before_broken} of {before_due} in the seven days before",
            before_broken=w.count(weeks["before_broken_count"]),
            before_due=w.count(weeks["before_due_count"]),
        )
    else:
        before = say("none was due in the seven days before")
    return counted(
        weeks["due_count"],
        "{broken} of {count} {order} due in the last seven days broke; {before}.",
        "{broken} of {count} {orders} due in the last seven days broke; {before}.",
        broken=w.count(weeks["broken_count"]),
        before=before,
    )
