"""What nobody owns, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import say
from dashboard.words.this_week import WHAT, WHICH, few


def without_owner(steps: pd.DataFrame, others: pd.Series, counts: pd.Series) -> pd.DataFrame:
    """What nobody owns, one kind a row: what it is, in a sentence and in the table, how many, and which."""
    nobody = steps[steps["owner"].isna()] if counts["has_step_owners"] else steps.head(0)
    kinds = [("step", say("Steps without an owner"), len(nobody), few(list(nobody["name"])))]
    for what, column, rows in (
        (say("Open promises of such steps"), "open_count", nobody),
        # where no promise names a partner, none is missing from any
        (say("Open promises without {a_partner}"), "no_partner_count", steps if counts["has_partners"] else steps.head(0)),
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
