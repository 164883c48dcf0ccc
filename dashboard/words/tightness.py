"""Sentences about how soon sellers promise. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

OF_SELLER = {
    "bold": "promises sooner than it keeps. ",
    "padded": "promises later than it needs to. ",
    "fair": "promises neither too soon nor too late, as far as can be told. ",
    "too_little_data": "",
}


def of_seller(row: pd.Series) -> str:
    return f"**{w.escaped(row['step_name'])}**, 13 weeks: {OF_SELLER[row['tightness']]}{w.escaped(row['reason'])}"


def undated(rows: pd.DataFrame) -> str | None:
    """Steps of which nobody could have said an honest date."""
    if rows.empty:
        return None
    steps = w.listed(f"{w.escaped(row.step_name)} ({w.plural(row.sellers_count, 'seller')})" for row in rows.itertuples())
    return f"No honest date was known for {steps}."
