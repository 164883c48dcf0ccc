"""Whose days were lost, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.lost_days import CAUSES, number

NONE_LATE = (
    "Days are counted of deliveries that came after the date given to the customer, or are overdue. A call that was not made has none."
)
IMPUTED = (
    "No date of a partner, or no agreed time for the transport, is on record, so what was promised too early cannot be seen: map "
    "`partner_due_at` of the promises feed, or write `transit_business_days` of the policies."
)
UNNAMED = "A partner that no record names"
#: as many bars as a reader takes in at once
BARS = 7


def label(cause: str, partner_name) -> str:
    """One cause, as it stands beside its bar."""
    if cause == "partner":
        return UNNAMED if w.is_missing(partner_name) else str(partner_name)
    return CAUSES.get(cause, w.capital(w.readable(cause)))


def in_a_sentence(cause: str, partner_name) -> str:
    """The same within a sentence: a name stays a name."""
    name = label(cause, partner_name)
    return name if cause == "partner" else name[:1].lower() + name[1:]


def whole(days: pd.Series) -> list[int]:
    """Days as whole numbers that still add up: the largest fractions are rounded up."""
    floors = days.astype(float).add(1e-9).floordiv(1).astype(int)
    left = round(float(days.sum())) - int(floors.sum())
    up = set((days - floors).sort_values(ascending=False, kind="stable").index[: max(left, 0)])
    return [int(floors[place]) + (place in up) for place in days.index]


def bars(days: pd.DataFrame, kind: str, member: str) -> pd.DataFrame:
    """A row per cause, most days first; the partners beyond the first few stand together."""
    rows = days.assign(
        is_own=(days["partner_id"] == member) if kind == "partner" else (days["cause"] == "over_promise"),
        label=[label(row.cause, row.partner_name) for row in days.itertuples()],
    )
    others = rows[(rows["cause"] == "partner") & ~rows["is_own"]]
    room = max(1, BARS - (len(rows) - len(others)))
    if len(others) > room + 1:
        rest = others.iloc[room:]
        together = pd.DataFrame(
            [
                {
                    "cause": "partner",
                    "label": w.plural(len(rest), "other partner"),
                    "days": rest["days"].sum(),
                    "share": rest["share"].sum(),
                    "is_own": False,
                }
            ]
        )
        rows = pd.concat([rows.drop(rest.index), together], ignore_index=True)
    counts = whole(rows["days"])
    rows = rows.assign(days_words=[w.count(count) if count else "under 1" for count in counts])
    return rows[["label", "days", "days_words", "share", "is_own"]]


def own_days(days: pd.DataFrame, kind: str, member: str) -> int:
    """As the bars count them."""
    mine = days["partner_id"] == member if kind == "partner" else days["cause"] == "over_promise"
    return sum(count for count, is_own in zip(whole(days["days"]), mine, strict=True) if is_own)


def finding(days: pd.DataFrame, late: pd.Series, kind: str, member: str) -> str:
    """Whose days they were: the answer above the bars."""
    total, own = int(late["delay_days"]), own_days(days, kind, member)
    if not late["late_count"]:
        return "No delivery was late"
    if not total:
        return f"{w.plural(late['late_count'], 'delivery', 'deliveries')} late by hours only"
    if kind == "seller" and late["imputed_count"] == late["late_count"]:
        return f"{w.plural(total, 'day')} late; how many were lost to dates promised too early is not known"
    if kind == "seller":
        partners = round(float(days[days["cause"] == "partner"]["days"].sum()))
        early, theirs = w.count(own) if own else "none", w.count(partners) if partners else "none"
        return f"Of {w.plural(total, 'day')} late, {early} were lost to dates promised too early and {theirs} to partners"
    of = f"{w.count(own)} of {w.plural(total, 'day')} late {'was' if own == 1 else 'were'} its own"
    most = days.iloc[0]
    if own * 2 > total or most["partner_id"] == member:
        return of
    return f"{of}; most, {w.count(whole(days['days'])[0])}: {in_a_sentence(most['cause'], most['partner_name'])}"


def under(days: pd.DataFrame, late: pd.Series) -> str:
    """What the days are of, and how far the causes can be trusted."""
    other = {"still open (their days so far)": int(late["open_count"]), "cancelled after the day": int(late["cancelled_count"])}
    came = int(late["late_count"]) - sum(other.values())
    parts = [f"{w.count(came)} came late"] * bool(came) + [f"{w.count(count)} {what}" for what, count in other.items() if count]
    of = w.plural(late["late_count"], "late delivery", "late deliveries")
    sentences = [f"Of {of} to customers{': ' + w.listed(parts) if any(other.values()) else ''}; the days add up to all of the delay."]
    if late["imputed_count"] < late["late_count"] and "internal" not in set(days["cause"]):
        sentences.append("Ours: none.")
    if late["contested_count"]:
        sentences.append(f"In {w.count(late['contested_count'])}, the main cause depends on which cause is counted first.")
    if late["imputed_count"] == late["late_count"]:
        sentences.append(IMPUTED)
    elif late["imputed_count"]:
        sentences.append(
            f"For {w.count(late['imputed_count'])}, no date agreed with a partner is on record: the customer's date is used instead."
        )
    return " ".join(sentences)


def elsewhere(days: float) -> str | None:
    """What it cost on deliveries that are not in the bars."""
    if not round(days):
        return None
    return f"On what others were to deliver, {w.plural(round(days), 'more day')} {'was' if round(days) == 1 else 'were'} its own."


def part(row) -> str:
    return f"{number(row.days)} {in_a_sentence(row.cause, row.partner_name)}"


def example(rows: pd.DataFrame) -> str:
    """How the days of one delivery were counted, step by step."""
    first = rows.iloc[0]
    year = w.as_day(first["ended_date"]).year
    days = w.days(first["delay_days"])
    due, ended = w.day(first["due_date"], year), w.day(first["ended_date"], year)
    lines = [
        f"Promised to the customer for {due}, still open: {days} so far."
        if first["is_provisional"]
        else f"Promised to the customer for {due}, over on {ended}: {days} late."
    ]
    if first["is_commitment_imputed"]:
        lines.append("Nobody had agreed to a date of their own, so the customer's date stands for it.")
    elif not w.is_missing(first["committed_date"]):
        lines.append(f"By what had been agreed it could come on {w.day(first['committed_date'], year)}.")
    if not w.is_missing(first["handover_planned_date"]) and not w.is_missing(first["handed_over_date"]):
        planned, handed_over = w.day(first["handover_planned_date"], year), w.day(first["handed_over_date"], year)
        good = first["expected_after_handover_date"]
        good_for = "" if w.is_missing(good) else f", which was good for {w.day(good, year)}"
        lines.append(f"To be handed over to us on {planned}, handed over on {handed_over}{good_for}.")
    lines.append(f"So the {days}: {' + '.join(part(row) for row in rows.itertuples())}.")
    return "  \n".join(w.escaped(line) for line in lines)
