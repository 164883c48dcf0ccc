"""Sentences about the date that could be kept. No Streamlit, no SQL."""

from fractions import Fraction

import pandas as pd

from dashboard.words import formats as w

NOTHING_CHOSEN = "Which date can be kept?"
HOW = "Choose where it goes and what is in it. Days are counted from the day on which it is promised."
NOT_NARROWED = (
    "Filters above by step, partner, product group or region narrow what there is to choose from; the period and the other filters do not."
)
KEPT_LATELY = "Kept lately"
DAYS_UNTIL = "Days until so many have come. Select a row to see it up close."
#: shown although no row has a word of it
KEPT_COLUMNS = ("What", "Step")
BACK_TEST = "Each date as it would have been given on its day, from what was on record then, against what happened."
CURVE = "How many have come by each day, of such orders as they come in now."


def nothing_to_choose(kinds_count: int, weeks: float) -> str:
    if kinds_count:
        return f"None of the {w.plural(kinds_count, 'kind')} of order fits the filters above. Clear one of them."
    return f"No date can be worked out: no promise to a customer was made in the last {w.count(weeks)} weeks."


def kept_lately_help(share: float, weeks: float) -> str:
    return f"Of the dates for {often(share)} that fell due in the last {w.count(weeks)} weeks, as they would have been given then."


def not_there(name: str, value: str) -> str:
    return f"The address asks for “{w.escaped(f'{name}={value}')}”, which is not in this basket's data; it is left out."


def not_sent_there(kind: str, region: str) -> str:
    return f"{w.escaped(kind)} was not sent to {w.escaped(place(region))} lately, and is left out."


def often(share: float) -> str:
    """`9 of 10`, `19 of 20`."""
    parts = Fraction(round(100 * share), 100)
    return f"{parts.numerator} of {parts.denominator}"


def place(region: str) -> str:
    return region or "a region not stated"


def kind(row) -> str:
    """What is ordered, from whom, which step; where it starts from, where that matters."""
    named = [row["product_group_name"], row["partner_name"], row["step_name"]]
    # an installation of an installation is one
    parts = list(dict.fromkeys(w.capital(part) for part in named if not w.is_missing(part)))
    if not w.is_missing(row["lane"]) and row["lane"] != (row["region"] or None):
        parts.append(row["lane"])
    return " · ".join(parts)


def title(answer: pd.Series) -> str:
    if w.is_missing(answer["days"]):
        return "No date can honestly be promised"
    return f"Promise {w.plural(answer['days'], 'day')}: {often(answer['share'])} such orders come by then."


def under(answer: pd.Series, others: pd.DataFrame) -> str:
    """The day itself, and what surer or less sure would take."""
    sentences = []
    if not w.is_missing(answer["days"]):
        sentences.append(f"Promised on {w.day(answer['as_of'])}, that is **{w.weekday(answer['date'])}**.")
    for _, other in others.iterrows():
        if w.is_missing(other["days"]):
            sentences.append(f"For {often(other['share'])} there is {'no date' if sentences else 'none either'}.")
        else:
            sentences.append(f"For {often(other['share'])} it takes {w.plural(other['days'], 'day')}, to {w.day(other['date'])}.")
    return " ".join(sentences)


def refusal(answer: pd.Series, lines: pd.DataFrame, longest_days: float) -> list[str]:
    """What is missing for a date."""
    refused = lines[~lines["is_quotable"]]
    if refused.empty:
        return [
            f"Each has a date of its own, but {often(answer['share'])} such orders are complete only after more than "
            f"{w.count(longest_days)} days. Promise them apart, each by its own date below."
        ]
    return [f"**{w.escaped(kind(row))}**: {w.escaped(row['reason'])}" for _, row in refused.iterrows()]


def kept_lately(lines: pd.DataFrame, share: float, weeks: float) -> str:
    """The back-test of a basket of one; of several each line has its own."""
    return "What each would be promised for alone" if len(lines) > 1 else _kept_lately(lines.iloc[0], share, weeks)


def _kept_lately(line: pd.Series, share: float, weeks: float) -> str:
    if w.is_missing(line["judged_13w_count"]) or not line["judged_13w_count"]:
        return f"Over the last {w.count(weeks)} weeks no such date fell due"
    kept, judged = w.count(line["kept_13w_count"]), w.count(line["judged_13w_count"])
    were = "was" if line["kept_13w_count"] == 1 else "were"
    note = ", too few to judge by" if not line["is_enough"] else ""
    if not note and line["kept_13w_rate"] < share:
        # else there would be no date
        note = f": fewer than {often(share)}, but not by more than chance"
    return f"Over the last {w.count(weeks)} weeks {kept} of {judged} such dates {were} kept{note}"


def baskets_kept(rows: pd.DataFrame, share: float, weeks: float) -> str:
    """The back-test of baskets of several: of all of them, for hardly two are alike."""
    if rows.empty:
        return "No order of several kinds could be judged yet: how often dates of whole orders are kept is not known."
    row = rows.iloc[0]
    kept = f"Dates of whole orders of several kinds: {w.count(row['kept_count'])} of {w.count(row['judged_count'])} would have been kept"
    if not row["is_enough"]:
        note = ", too few to judge by"
    elif row["is_kept_too_seldom"]:
        note = f", fewer than {often(share)} by more than chance: add some days"
    else:
        note = ""
    return f"{kept}, of those promised in {w.count(weeks)} weeks and long enough ago to be over{note}."


def line(row: pd.Series, share: float, weeks: float) -> str:
    """One line of a basket of several."""
    return f"**{w.escaped(kind(row))}**: {w.plural(row['days'], 'day')}. {_kept_lately(row, share, weeks)}."


def read_from(row: pd.Series, longest_days: float) -> str:
    """Which promises the figures are of: the finest kind of which there are enough."""
    if w.is_missing(row["level"]) or w.is_missing(row["promises_count"]):
        return ""
    named = {"product": row["product_group_name"], "partner": row["partner_name"], "lane": row["lane"]}
    alike = [str(name) for part, name in named.items() if part in row["level"] and not w.is_missing(name)]
    whose = f"{row['step_name']} · {' · '.join(alike)}" if alike else f"all of {row['step_name']}"
    return (
        f"Judged by {w.plural(row['promises_count'], 'promise')} ({whose}), the nearest kind of which there are enough; "
        f"{w.count(row['completed_count'])} came within {w.count(longest_days)} days."
    )


def offer(kinds: pd.DataFrame, share: float, region: str) -> str:
    """What can be promised to one place at all, where no basket is chosen."""
    dates = [_of(dates, share) for dates in kinds["dates"]]
    known = [date["days"] for date in dates if date["days"] is not None]
    if not known:
        where = f" to {place(region)}" if region else ""
        return f"No date can honestly be promised yet{where}: select a row to see what is missing"
    low, high = min(known), max(known)
    span = w.plural(low, "day") if low == high else f"{w.count(low)} to {w.count(high)} days, depending on what is ordered"
    none = len(dates) - len(known)
    rest = f"; for {w.count(none)} of {w.plural(len(dates), 'kind')} there is no date" if none else ""
    # where nothing says where it goes, no place is named
    where = f"To {place(region)}: {often(share)}" if region else w.capital(often(share))
    return f"{where} come within {span}{rest}"


def offer_table(kinds: pd.DataFrame, share: float) -> pd.DataFrame:
    """The days of each share, as many as there are, and how often those of the chosen one were kept."""
    shares = [date["share"] for date in kinds["dates"].iloc[0]]
    lately = [
        f"{w.count(date['kept_13w_count'])} of {w.count(date['judged_13w_count'])}" if date["judged_13w_count"] else "none fell due"
        for date in (_of(dates, share) for dates in kinds["dates"])
    ]
    columns = {
        "What": [w.capital(what) for what in kinds["product_group_name"].fillna(kinds["step_name"])],
        "Partner": kinds["partner_name"],
        **{often(each): [_of(dates, each)["days"] for dates in kinds["dates"]] for each in shares},
        KEPT_LATELY: lately,
        "Step": kinds["step_name"],
    }
    if (kinds["lane"].fillna("") != kinds["region"]).any():
        columns["Lane"] = kinds["lane"]
    return pd.DataFrame({name: values for name, values in columns.items() if name in KEPT_COLUMNS or pd.Series(values).notna().any()})


def _of(dates: list[dict], share: float) -> dict:
    return next(date for date in dates if date["share"] == share)
