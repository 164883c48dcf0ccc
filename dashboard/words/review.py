"""One partner in a review: who knew when, what came, how long it takes, what its breaks cost. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.honest_date import often

# ---------- notices


def notice_finding(notices: pd.Series) -> str:
    if notices["has_initiators"] and notices["broken_count"]:
        warned = int(notices["partner_warned_before_count"])
        return f"It warned us of {w.count(warned) if warned else 'none'} of {w.plural(notices['broken_count'], 'break')} before the day"
    return "Who knew of a break, and when"


def chain(notices: pd.Series) -> list[str]:
    """A table in markdown, and what stands under it."""
    if not notices["broken_count"]:
        return ["No delivery of it broke its promise."]
    rows = []
    if notices["has_initiators"]:
        rows.append(("It warned us", notices["partner_warned_before_count"], notices["partner_warned_count"]))
    rows.append(("We could know", notices["company_knew_before_count"], notices["company_knew_count"]))
    if notices["has_notices"]:
        rows.append(("The customer was told", notices["customer_told_before_count"], notices["customer_told_count"]))
    table = "\n".join(
        ["| | before the day | on it or later | not on record |", "|---|---:|---:|---:|"]
        + [
            f"| {name} | {w.count(before)} | {w.count(known - before)} | {w.count(notices['broken_count'] - known)} |"
            for name, before, known in rows
        ]
    )
    sentences = [table if len(rows) > 1 else ""]
    for what, known, gap in (("it warned us of", "partner_warned", "partner_gap"), ("we could know of", "company_knew", "company_gap")):
        if notices[f"{gap}_count"]:
            counts = [notices[name] for name in (f"{known}_count", f"{known}_unknown_count", f"{gap}_count", f"{gap}_short_count")]
            sentences.append(within(what, *counts))
    if notices["measured_count"] and notices["customer_told_before_count"]:
        sentences.append(ahead(notices))
    if not notices["has_initiators"]:
        sentences.append("Whether it warned us is not measured: map `initiated_by` of the promises feed.")
    if not notices["has_notices"]:
        sentences.append("Whether customers were told is not measured: map outbound contacts to the contacts feed.")
    return [part for part in (sentences[0], " ".join(sentences[1:])) if part]


def within(what: str, known: int, unknown: int, measured: int, short: int) -> str:
    """How soon customers were told, in business hours of the desk; the parts add up to what was known."""
    later, earlier = measured - short, known - unknown - measured
    parts = [f"{w.count(short)} within a business hour"]
    parts += [f"{w.count(later)} later"] if later else []
    parts += [f"{w.count(earlier)} before that"] if earlier else []
    parts += [f"for {w.count(unknown)} it is not on record"] if unknown else []
    return f"Of {w.plural(known, 'break')} that {what}, the customer was told of {w.listed(parts)}."


def ahead(notices: pd.Series) -> str:
    """Of those told before the day, how long before; the parts add up."""
    before, in_time, day_before = (int(notices[f"{name}_count"]) for name in ("customer_told_before", "in_time", "day_before"))
    between = before - in_time - day_before
    parts = [f"{w.count(in_time)} in good time ({w.plural(round(notices['notice_days']), 'business day')} or more ahead)"]
    parts += [f"{w.count(day_before)} the day before"] if day_before else []
    parts += [f"{w.count(between)} in between, over days off"] if between else []
    return f"Of the {w.count(before)} told before the day: {w.listed(parts)}."


# ---------- what came


def came_finding(now: pd.Series) -> str:
    on_time = int(now["on_time_count"]) + int(now["kept_attempted_count"])
    early, late = w.count(now["early_count"]), w.count(now["late_count"])
    return f"Of {w.count(now['due_count'])} due, {w.count(on_time)} came on time, {early} early and {late} late"


def came(now: pd.Series) -> str:
    """What the parts of the bar are, so that nobody needs its colours."""
    on_time = int(now["on_time_count"]) + int(now["kept_attempted_count"])
    return (
        f"From left to right: {w.count(now['early_count'])} early, {w.count(on_time)} on time, {w.count(now['late_count'])} late, "
        f"{w.count(now['overdue_open_count'])} overdue, {w.count(now['cancelled_broken_count'])} cancelled."
    )


def components(now: pd.Series, flaws: dict[str, int]) -> str:
    """Right time, right number, right goods, right papers: a table in markdown."""
    rows = [
        ("On time and in full (OTIF)", now["otif_rate"], now["otif_count"], now["otif_due_count"]),
        ("Goods in the promised condition", now["condition_ok_rate"], now["condition_ok_count"], now["condition_measured_count"]),
        ("Papers and invoice right", now["documents_ok_rate"], now["documents_ok_count"], now["documents_measured_count"]),
    ]
    if not any(seen for *_, seen in rows):
        return "A call has no goods and no papers."
    table = ["| | as promised | looked at |", "|---|---:|---:|"]
    for name, rate, good, seen in rows:
        share = f"{w.percent(rate)} ({w.count(good)})" if seen else w.NOT_MEASURED
        table.append(f"| {name} | {share} | {w.count(seen)} |")
    known = [f"{w.readable(kind)} in {w.count(number)}" for kind, number in flaws.items()]
    note = f"\n\nGoods came {w.listed(known)} of them." if known else ""
    return "\n".join(table) + note


# ---------- how long it takes


def lead_finding(curve: pd.DataFrame) -> str:
    first = curve.iloc[0]
    if w.is_missing(first["share_days"]):
        return f"{first['step_name']}: fewer than {often(first['share'])} came within the days that are looked at"
    return f"{first['step_name']}: a date {w.days(first['share_days'])} ahead would have been kept {often(first['share'])} times"


def lead_under(curve: pd.DataFrame, now: pd.Series | None) -> str:
    first = curve.iloc[0]
    sentences = []
    if not w.is_missing(first["safe_share_days"]):
        sentences.append(f"{w.days(first['safe_share_days'])} ahead: {often(first['safe_share'])} times.")
    if not w.is_missing(first["half_days"]):
        sentences.append(f"Half came within {w.days(first['half_days'])}.")
    if now is not None and not w.is_missing(now["promised_mean_days"]):
        sentences.append(f"Promised on average: {w.days(round(now['promised_mean_days']))} ahead.")
    if not w.is_missing(first["recovery_half_days"]):
        sentences.append(f"Once late, half came within {w.days(first['recovery_half_days'])}.")
    sentences.append(f"Of all {w.plural(first['promises_count'], 'promise')} on record; what is open counts as waiting.")
    return " ".join(sentences)


# ---------- what it costs


def cost_finding(costs: pd.DataFrame) -> str:
    """What is beyond chance, of money and contacts."""
    known = costs[costs["excess"].notna()].set_index("measure")
    if known.empty:
        return "What its breaks cost is not measured"
    beyond = known[known["excess_low"] > 0]["excess"]
    money = [w.money(beyond["cost"])] if "cost" in beyond else []
    contacts = [w.plural(round(beyond["contacts"]), "contact")] if "contacts" in beyond else []
    amounts = [*money, *contacts]
    if not amounts:
        return "Its breaks cost no more than chance explains"
    return f"Its breaks cost {w.listed(amounts)} more than kept orders"


def no_costs(costs: pd.DataFrame) -> str:
    """Why it is not known what its breaks cost."""
    if costs.empty:
        return "No broken order is old enough to tell, or contacts are not on record: map the contacts feed."
    first = costs.iloc[0]
    if first["waiting_count"] and not first["broken_count"]:
        return f"{w.plural(first['waiting_count'], 'broken order')} of it can still bring contacts: too young to tell."
    if not first["covered_count"] and first["broken_count"]:
        return f"None of its {w.plural(first['broken_count'], 'broken order')} has a kept order of the same kind to compare it with."
    return "Contacts about orders are not on record: map the contacts feed."


MEASURES = {
    "contacts": "Contacts from customers",
    "wait_minutes": "Minutes they waited",
    "cost": "Cost of handling, and credits",
    "customer_cost": "What customers say it cost them",
}


def whole(value: float) -> str:
    """A rounded number; nothing is not `-0`."""
    return f"{round(value) + 0:,}"


def costs(rows: pd.DataFrame) -> str:
    """A table in markdown: in all, its interval, and for each break."""
    table = ["| | more than kept orders | for each break |", "|---|---:|---:|"]
    by = rows.set_index("measure")
    for measure, name in MEASURES.items():
        if measure not in by.index or w.is_missing(by.loc[measure, "excess"]) or not by.loc[measure, "observed"]:
            continue
        row = by.loc[measure]
        each = f"{row['excess_per_break']:,.0f}" if abs(row["excess_per_break"]) >= 10 else f"{row['excess_per_break']:.1f}"
        span = "" if w.is_missing(row["excess_low"]) else f" ({whole(row['excess_low'])} to {whole(row['excess_high'])})"
        table.append(f"| {name} | {whole(row['excess'])}{span} | {each} |")
    first = rows.iloc[0]
    notes = [
        f"Of {w.plural(first['covered_count'], 'broken order')}, beside kept orders of the same kind; in brackets the 90 % interval, "
        "money in the company's currency. All on record, whatever the period. They go together: that one causes the other is not proved."
    ]
    if not w.is_missing(first["caused_contacts_count"]):
        contacts = w.plural(first["caused_contacts_count"], "contact")
        verb = "was" if first["caused_contacts_count"] == 1 else "were"
        notes.append(
            f"Counted one by one, {contacts} {verb} caused by it; the table has all that these orders brought, whatever the cause."
        )
    return "\n".join(table) + "\n\n" + " ".join(notes)
