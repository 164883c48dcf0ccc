"""What nobody owns, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.this_week import LEADER, WHAT, WHICH, few


def without_owner(steps: pd.DataFrame, others: pd.Series, counts: pd.Series) -> pd.DataFrame:
    """What nobody owns, one kind a row: what it is, in a sentence and in the table, how many, and which."""
    nobody = steps[steps["owner"].isna()] if counts["has_step_owners"] else steps.head(0)
    kinds = [("step", say("Steps without an owner"), len(nobody), few(list(nobody["name"])))]
    for what, column, rows in (
        (say("Open promises of such steps"), "open_count", nobody),
        # a step with an owner has somebody; where no promise names a partner, none is missing from any
        (
            say("Open promises without {a_partner}"),
            "no_partner_count",
            steps if counts["has_partners"] and not counts["has_step_owners"] else steps.head(0),
        ),
    ):
        named = rows[rows[column] > 0].sort_values(column, ascending=False)
        which = few([f"{name} {w.count(number)}" for name, number in zip(named["name"], named[column], strict=True)])
        kinds.append(("open_promise", what, named[column].sum(), which))
    if others["owned_partner_count"]:
        kinds.append(("partner", say("{Partners} without an owner"), others["partner_count"], ""))
    newest = (
        say("{new_delivery} in the last seven days", new_delivery=w.count(others["new_delivery_count"]))
        if others["new_delivery_count"]
        else say("none in the last week")
    )
    kinds.append(("delivery", say("Deliveries without a promise"), others["delivery_count"], newest))
    rows = pd.DataFrame(kinds, columns=["kind", WHAT(), "number", WHICH()])
    return rows[rows["number"] > 0]


def finding(rows: pd.DataFrame, counts: pd.Series) -> str:
    """What has no owner, and apart from it what fits nothing."""
    if rows.empty:
        if counts["has_step_owners"]:
            return say("Everything has an owner")
        return (
            say("Nothing is without {a_partner}; who owns a step is not measured")
            if counts["has_partners"]
            else say("What belongs to nobody is not measured")
        )
    numbers = rows.groupby("kind")["number"].sum()
    steps, partners, deliveries, opened = (int(numbers.get(kind, 0)) for kind in ("step", "partner", "delivery", "open_promise"))
    parts = []
    if steps and opened:
        opened_words = w.number_of("open_promise", opened)
        parts.append(
            counted(steps, "{count} step has no owner, with {opened}", "{count} steps have no owner, with {opened}", opened=opened_words)
        )
    elif steps:
        parts.append(counted(steps, "{count} step has no owner", "{count} steps have no owner"))
    elif opened:
        parts.append(counted(opened, "{count} open promise names no {partner}", "{count} open promises name no {partner}"))
    if partners:
        parts.append(counted(partners, "{count} {partner} has no owner", "{count} {partners} have no owner"))
    if deliveries:
        parts.append(counted(deliveries, "{count} delivery matches no promise", "{count} deliveries match no promise"))
    return "; ".join(parts)


def to_do() -> str:
    return say(
        "**Role:** {leader}. **Do:** name an owner for each; find the promise of each delivery, or have its record corrected.",
        leader=LEADER(),
    )


OWNERS_NEED = later("Who owns a step needs the column `owner` in the journey's steps.")
PARTNERS_NEED = later("Who delivers needs the column `partner_id` of the promises.")


def note(counts: pd.Series) -> str:
    needs = [("has_step_owners", OWNERS_NEED()), ("has_partners", PARTNERS_NEED())]
    return " ".join(need for flag, need in needs if not counts[flag])


def table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({WHAT(): rows[WHAT()], say("How many"): [w.count(number) for number in rows["number"]], WHICH(): rows[WHICH()]})
