"""The sentences under the answer: what hurts most now, what is new since last week. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

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
        "{broken} of its {count} promise broken, of {all_broken} broken to {customers}.",
        "{broken} of its {count} promises broken, of {all_broken} broken to {customers}.",
        broken=w.count(broken.max()),
        all_broken=w.count(broken.sum()),
    )


def member_sentence(row: pd.Series) -> str:
    """Why somebody is worse than its peers, in counts of the newest weeks."""
    values = {
        "recent_broken": w.count(row["recent_broken_count"]),
        "recent_due": w.count(row["recent_due_count"]),
        "step_name": w.readable(row["step_name"]),
        "recent_expected_broken": w.count(round(row["recent_expected_broken_count"])),
    }
    if row["standing"] != "act":
        return say(
            "{recent_broken} of {recent_due} broken in 13 weeks ({step_name}); its peers would have broken {recent_expected_broken}. "
            "It may still be chance.",
            **values,
        )
    return say(
        "{recent_broken} of {recent_due} broken in 13 weeks ({step_name}); its peers would have broken {recent_expected_broken}. "
        "More than chance: at least {sure} % sure.",
        **values,
        # that it breaks far more than is usual; that it breaks more at all is at least as sure. Rounded down, and never certain.
        sure=min(99, int(100 * row["probability_bad"])),
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


def others(rows: pd.DataFrame) -> str | None:
    """How many more stand out."""
    more = rows["member"].nunique() - 1
    return say("and {more} more", more=w.count(more)) if more > 0 else None


# ---------- what is new


def new(board: pd.DataFrame, weeks: pd.Series) -> list[str]:
    """Under the heading that says what is new: who is not as usual, by name, and what broke of late."""
    return [*unusual(board), broke(weeks)]


WORSE, BETTER = later("Worse than usual: {names}."), later("Better than usual: {names}.")


def unusual(board: pd.DataFrame) -> list[str]:
    """Who is worse or better than usual, new or not."""
    lines = []
    for flag, sentence in (("is_signal", WORSE), ("is_better", BETTER)):
        names = [f"**{w.escaped(name)}**" for name in board[board[flag]]["name"]] if not board.empty else []
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
