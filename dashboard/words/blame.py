"""Whose days were lost, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.lost_days import CAUSES, number

NONE_LATE = later(
    "Days are counted of deliveries that came after the date given to the {customer}, or are overdue. A call that was not made has none."
)
IMPUTED = later(
    "No date of {a_partner}, or no agreed time for the transport, is on record, so what was promised too early "
    "cannot be seen: map `partner_due_at` of the promises feed, or write `transit_business_days` of the policies."
)
UNNAMED = later("{A_partner} that no record names")
#: as many bars as a reader takes in at once
BARS = 7


def label(cause: str, partner_name) -> str:
    """One cause, as it stands beside its bar."""
    if cause == "partner":
        return UNNAMED() if w.is_missing(partner_name) else str(partner_name)
    return CAUSES[cause]() if cause in CAUSES else w.capital(w.readable(cause))


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
                    "label": counted(len(rest), "{count} other {partner}", "{count} other {partners}"),
                    "days": rest["days"].sum(),
                    "share": rest["share"].sum(),
                    "is_own": False,
                }
            ]
        )
        rows = pd.concat([rows.drop(rest.index), together], ignore_index=True)
    counts = whole(rows["days"])
    rows = rows.assign(days_words=[w.count(count) if count else say("under 1") for count in counts])
    return rows[["label", "days", "days_words", "share", "is_own"]]


def own_days(days: pd.DataFrame, kind: str, member: str) -> int:
    """As the bars count them."""
    mine = days["partner_id"] == member if kind == "partner" else days["cause"] == "over_promise"
    return sum(count for count, is_own in zip(whole(days["days"]), mine, strict=True) if is_own)


def finding(days: pd.DataFrame, late: pd.Series, kind: str, member: str) -> str:
    """Whose days they were: the answer above the bars."""
    total, own = int(late["delay_days"]), own_days(days, kind, member)
    if not late["late_count"]:
        return say("No delivery was late")
    if not total:
        return counted(late["late_count"], "{count} delivery late by hours only", "{count} deliveries late by hours only")
    if kind == "seller" and late["imputed_count"] == late["late_count"]:
        return counted(
            total,
            "{count} day late; how many were lost to dates promised too early is not known",
            "{count} days late; how many were lost to dates promised too early is not known",
        )
    if kind == "seller":
        partners = round(float(days[days["cause"] == "partner"]["days"].sum()))
        early, theirs = w.count(own) if own else say("none"), w.count(partners) if partners else say("none")
        return counted(
            total,
            "Of {count} day late, {early} were lost to dates promised too early and {theirs} to {partners}",
            "Of {count} days late, {early} were lost to dates promised too early and {theirs} to {partners}",
            early=early,
            theirs=theirs,
        )
    of = counted(
        own,
        "{count} of {total} late was its own",
        "{count} of {total} late were its own",
        total=counted(total, "{count} day", "{count} days"),
    )
    most = days.iloc[0]
    if own * 2 > total or most["partner_id"] == member:
        return of
    return say(
        "{share}; most, {days}: {cause}",
        share=of,
        days=w.count(whole(days["days"])[0]),
        cause=in_a_sentence(most["cause"], most["partner_name"]),
    )


def under(days: pd.DataFrame, late: pd.Series) -> str:
    """What the days are of, and how far the causes can be trusted."""
    still_open, cancelled = int(late["open_count"]), int(late["cancelled_count"])
    came = int(late["late_count"]) - still_open - cancelled
    parts = [
        say("{came} came late", came=w.count(came)) if came else "",
        say("{still_open} still open (their days so far)", still_open=w.count(still_open)) if still_open else "",
        say("{cancelled} cancelled after the day", cancelled=w.count(cancelled)) if cancelled else "",
    ]
    deliveries = counted(late["late_count"], "{count} late delivery", "{count} late deliveries")
    sentences = [
        say(
            "Of {deliveries} to {customers}: {parts}; the days add up to all of the delay.",
            deliveries=deliveries,
            parts=w.listed(part for part in parts if part),
        )
        if still_open or cancelled
        else say("Of {deliveries} to {customers}; the days add up to all of the delay.", deliveries=deliveries)
    ]
    if late["imputed_count"] < late["late_count"] and "internal" not in set(days["cause"]):
        sentences.append(say("Ours: none."))
    if "over_promise" in set(days["cause"]) and late["imputed_count"] < late["late_count"]:
        sentences.append(say("Promised too early: for sooner than the {partner} had agreed to."))
    if late["contested_count"]:
        sentences.append(
            say(
                "In {contested} of them two causes weigh so alike that either may be the main one.",
                contested=w.count(late["contested_count"]),
            )
        )
    if late["imputed_count"] == late["late_count"]:
        sentences.append(IMPUTED())
    elif late["imputed_count"]:
        sentences.append(
            say(
                "For {imputed}, no date agreed with {a_partner} is on record: the {customer}'s date is used instead.",
                imputed=w.count(late["imputed_count"]),
            )
        )
    return " ".join(sentences)


def elsewhere(days: float) -> str | None:
    """What it cost on deliveries that are not in the bars."""
    if not round(days):
        return None
    return counted(
        round(days),
        "On what others were to deliver, {count} more day was its own.",
        "On what others were to deliver, {count} more days were its own.",
    )


def part(row) -> str:
    return f"{number(row.days)} {in_a_sentence(row.cause, row.partner_name)}"


def example(rows: pd.DataFrame) -> str:
    """How the days of one delivery were counted, step by step."""
    first = rows.iloc[0]
    year = w.as_day(first["ended_date"]).year
    days = w.days(first["delay_days"])
    due, ended = w.day(first["due_date"], year), w.day(first["ended_date"], year)
    lines = [
        say("Promised to the {customer} for {due}, still open: {days} so far.", due=due, days=days)
        if first["is_provisional"]
        else say("Promised to the {customer} for {due}, over on {ended}: {days} late.", due=due, ended=ended, days=days)
    ]
    if first["is_commitment_imputed"]:
        lines.append(say("Nobody had agreed to a date of their own, so the {customer}'s date stands for it."))
    elif not w.is_missing(first["committed_date"]):
        lines.append(say("By what had been agreed it could come on {committed}.", committed=w.day(first["committed_date"], year)))
    if not w.is_missing(first["handover_planned_date"]) and not w.is_missing(first["handed_over_date"]):
        planned, handed_over = w.day(first["handover_planned_date"], year), w.day(first["handed_over_date"], year)
        good = first["expected_after_handover_date"]
        lines.append(
            say("To be handed over to us on {planned}, handed over on {handed_over}.", planned=planned, handed_over=handed_over)
            if w.is_missing(good)
            else say(
                "To be handed over to us on {planned}, handed over on {handed_over}, which was good for {good}.",
                planned=planned,
                handed_over=handed_over,
                good=w.day(good, year),
            )
        )
    lines.append(say("So the {days}: {parts}.", days=days, parts=" + ".join(part(row) for row in rows.itertuples())))
    return "  \n".join(w.escaped(line) for line in lines)
