"""What nobody owns, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.this_week import WHAT, few


def without_owner(steps: pd.DataFrame, others: pd.Series, counts: pd.Series) -> pd.DataFrame:
    """What nobody owns, one kind a row: what it is, in a sentence and in the table, how many, and which."""
    nobody = steps[steps["owner"].isna()] if counts["has_step_owners"] else steps.head(0)
    kinds = [("step", "steps", "Steps without an owner", len(nobody), few(list(nobody["name"])))]
    for what, column, rows in (
        ("Open promises of such steps", "open_count", nobody),
        # where no promise names a partner, none is missing from any
        ("Open promises without a partner", "no_partner_count", steps if counts["has_partners"] else steps.head(0)),
    ):
        named = rows[rows[column] > 0].sort_values(column, ascending=False)
        which = few([f"{name} {w.count(number)}" for name, number in zip(named["name"], named[column], strict=True)])
        kinds.append(("open promise", "open promises", what, named[column].sum(), which))
    if others["owned_partner_count"]:
        kinds.append(("partner", "partners", "Partners without an owner", others["partner_count"], ""))
    newest = f"{w.count(others['new_delivery_count'])} in the last seven days" if others["new_delivery_count"] else "none in the last week"
    kinds.append(("delivery", "deliveries", "Deliveries without a promise", others["delivery_count"], newest))
    rows = pd.DataFrame(kinds, columns=["one", "many", WHAT, "number", "Which"])
    return rows[rows["number"] > 0]
