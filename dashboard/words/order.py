"""One order in words: its verdict, its facts, its promises. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

UNDECIDED = {"pending": "Not due yet", "excluded": "Withdrawn by the customer in time", "not_measured": "Not measured"}
VERDICTS = {"Kept", "Broken", "Already broken, not yet due", *UNDECIDED.values()}


def title(order: pd.Series) -> str:
    who = "" if w.is_missing(order["customer_name"]) else f", {order['customer_name']}"
    return f"{order['order_id']}{who}"


def order_verdict(order: pd.Series) -> str:
    """The order in one sentence, as the customer saw it, and as the latest dates would have it."""
    year = w.as_day(order["due_date"]).year if not w.is_missing(order["due_date"]) else None
    complete = order["fulfilled_date"]
    parts = [f"due {w.day(order['due_date'], year)}"]
    if not w.is_missing(complete):
        parts += [f"complete {w.day(complete, year)}", w.deviation(order["deviation_days"], order["deviation_minutes"])]
    elif order["outcome"] == "overdue_open":
        parts += ["still not complete", f"{w.overdue(order)} so far"]
    elif order["outcome"] == "cancelled_broken":
        parts.append("cancelled")
    if order["is_due"] and not order["is_kept"] and not w.is_missing(complete) and not w.is_late(order):
        own = "its own date" if order["broken_count"] == 1 else "their own dates"
        parts.append(f"but {w.count(order['broken_count'])} of {w.plural(order['judged_count'], 'line')} broken by {own}")
    parts += split(order)
    if order["is_broken_before_due"]:
        verdict = "Already broken, not yet due"
    elif order["outcome"] in UNDECIDED:
        verdict = UNDECIDED[order["outcome"]]
    else:
        verdict = "Kept" if order["is_kept"] else "Broken"
    latest = (
        f"; the latest-date view says {w.count(order['kept_latest_count'])} of {w.count(order['judged_count'])} kept"
        if order["is_due"] and not order["is_kept"] and order["has_new_dates"]
        else ""
    )
    return f"{verdict}: {', '.join(parts)}{latest}."


def split(order: pd.Series) -> list[str]:
    """Over how many dates and partners, where there was more than one and the source says."""
    counts = {"date": order["delivery_dates_count"], "partner": order["partners_count"]}
    known = {one: number for one, number in counts.items() if not w.is_missing(number)}
    return [" from ".join(w.plural(number, one) for one, number in known.items())] if any(number > 1 for number in known.values()) else []


def notice(order: pd.Series) -> str:
    if not order["is_notice_measured"]:
        return w.NOT_MEASURED
    lead = order["notice_lead_days"]
    if w.is_missing(lead):
        return "none on record"
    day = w.day(order["first_notice_date"], w.as_day(order["due_date"]).year)
    return f"{day}, " + {0: "on the day itself", 1: "the day before"}.get(
        lead, f"{w.days(lead)} {'before' if lead > 0 else 'after the due date'}"
    )


def deliveries(order: pd.Series) -> str:
    if w.is_missing(order["delivery_dates_count"]):
        return w.NOT_MEASURED
    if not order["delivery_dates_count"]:
        return "none yet"
    if w.is_missing(order["delivery_span_days"]):
        return f"{w.plural(order['delivery_dates_count'], 'date')} so far"
    if order["delivery_dates_count"] == 1:
        return "all on one date"
    return f"{w.plural(order['delivery_dates_count'], 'date')}, {w.days(order['delivery_span_days'])} apart"


def times(number) -> str:
    return w.NOT_MEASURED if w.is_missing(number) else w.plural(number, "time")


def facts(order: pd.Series) -> list[tuple[str, str]]:
    """What it was like for the customer, as label and value."""
    if not w.is_missing(order["wait_minutes"]):
        waited = w.plural(round(order["wait_minutes"]), "minute")
    else:
        waited = "none on record" if order["has_waits"] else w.NOT_MEASURED
    return [
        ("First notice", notice(order)),
        ("Deliveries", deliveries(order)),
        ("Promise changed", times(order["repromises_count"])),
        ("Customer came to us", times(order["contacts_count"])),
        ("… before a new date", times(order["contacts_before_new_date_count"])),
        ("Customer sent on", times(order["redirects_count"])),
        ("Waited in all", waited),
        ("Survey answers", w.NOT_MEASURED if w.is_missing(order["survey_answers_count"]) else w.count(order["survey_answers_count"])),
        ("Held up by", w.NOT_STATED if w.is_missing(order["pacing_partner"]) else order["pacing_partner"]),
        ("Sold by", "several sellers" if w.is_missing(order["seller_name"]) else order["seller_name"]),
        ("Date-critical", w.yes_no(order["is_date_critical"])),
        ("Value", w.money(order["value"])),
    ]


def promise_table(promises: pd.DataFrame) -> pd.DataFrame:
    """The promises of an order in the words of the page."""
    rows = []
    for row in promises.itertuples():
        rows.append(
            {
                "What": w.capital(thing(row)),
                "Journey step": row.step_name,
                "Partner": row.partner_name,
                "First promise": w.day(row.due_date),
                "Latest promise": w.day(row.latest_due_date),
                "Complete": "" if w.is_missing(row.fulfilled_date) else w.day(row.fulfilled_date),
                "Outcome": "No date given" if w.is_missing(row.due_date) else w.capital(w.OUTCOMES[row.outcome]),
                "Against the first": w.against_first(row),
                "By the latest date": "" if w.is_missing(row.is_kept_latest) else "kept" if row.is_kept_latest else "broken",
                "Times changed": row.versions_count - 1,
                "Required": "yes" if row.is_required else "no",
                "Value": row.value,
            }
        )
    return pd.DataFrame(rows)


def thing(row) -> str:
    """What a timeline row is about: the product group, else the line or the step."""
    for value in (row.product_group, f"line {row.line}" if not w.is_missing(row.line) else None, row.step):
        if not w.is_missing(value):
            return w.readable(value)
    return "the order"
