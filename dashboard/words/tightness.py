"""Sentences about how soon sellers promise. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

OF_SELLER = {
    "bold": later("promises too soon."),
    "padded": later("promises later than it needs to."),
    "fair": later("promises neither too soon nor too late, as far as can be told."),
}


def of_seller(row: pd.Series) -> str:
    """Its dates in one step. The promises counted are fewer than all that was due in these weeks, which the page counts, too."""
    places = {"step_name": w.escaped(row["step_name"]), "reason": w.escaped(row["reason"])}
    if row["tightness"] not in OF_SELLER:
        return say("**{step_name}**, newest 13 weeks: {reason}", **places)
    return say(
        "**{step_name}**, newest 13 weeks, promises for which an honest date was known: {verdict} {reason}",
        verdict=OF_SELLER[row["tightness"]](),
        **places,
    )


def undated(rows: pd.DataFrame) -> str | None:
    """Steps of which nobody could have said an honest date."""
    if rows.empty:
        return None
    steps = w.listed(
        counted(row.sellers_count, "{step_name} ({count} {seller})", "{step_name} ({count} {sellers})", step_name=w.escaped(row.step_name))
        for row in rows.itertuples()
    )
    return say("No honest date was known for {steps}.", steps=steps)
