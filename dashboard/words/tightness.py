"""Sentences about how soon sellers promise. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.honest_date import often

VERDICTS = {"bold": "too soon", "padded": "later than needed", "fair": "fair", "too_little_data": "too little data"}
OF_SELLER = {
    "bold": "promises sooner than it keeps. ",
    "padded": "promises later than it needs to. ",
    "fair": "promises neither too soon nor too late, as far as can be told. ",
    "too_little_data": "",
}


def compared(share: float, weeks: float) -> str:
    return (
        f"Of what was due in the last {w.count(weeks)} weeks, the dates given beside those that would have been kept {often(share)} times. "
        "Who knows an order well may promise sooner; it is too soon where too few are kept. Whatever the period and the filters above."
    )


def finding(rows: pd.DataFrame) -> str:
    judged = rows[rows["tightness"] != "too_little_data"]
    if judged.empty:
        return "Whether sellers promise too soon is not known: too little data"
    bold = list(dict.fromkeys(judged[judged["tightness"] == "bold"]["name"]))
    if not bold:
        return "No seller promises sooner than it keeps, by more than chance"
    promise = "promises sooner than it keeps" if len(bold) == 1 else "promise sooner than they keep"
    return f"{w.plural(len(bold), 'seller')} {promise}: {w.listed(bold)}"


def listed(row: pd.Series) -> str:
    return f"{row['step_name']}: {row['reason']}"


def of_seller(row: pd.Series) -> str:
    return f"**{w.escaped(row['step_name'])}**: {OF_SELLER[row['tightness']]}{w.escaped(row['reason'])}"


def undated(rows: pd.DataFrame) -> str | None:
    """Steps of which nobody could have said an honest date."""
    none = rows[rows["quoted_count"] == 0]
    if none.empty:
        return None
    steps = w.listed(f"{step} ({w.plural(len(group), 'seller')})" for step, group in none.groupby("step_name"))
    return f"No honest date was known for {steps}."


def table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Seller": rows["name"],
            "Promised, days": rows["promised_mean_days"],
            "Honest, days": rows["honest_mean_days"],
            "Kept": 100 * rows["kept_rate"].astype(float),
            "Of": rows["quoted_count"],
            "Verdict": [w.capital(VERDICTS[name]) for name in rows["tightness"]],
            "Step": rows["step_name"],
        }
    )
