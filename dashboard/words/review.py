"""One partner in a review: who knew when, what came, how long it takes, what its breaks cost. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.honest_date import often
from dashboard.words.language import counted, later, later_counted, say

# ---------- notices


def notice_finding(notices: pd.Series) -> str:
    if notices["has_initiators"] and notices["broken_count"]:
        warned = int(notices["partner_warned_before_count"])
        ours = (
            counted(
                notices["broken_count"],
                "It warned us of {warned} of {count} break before the day",
                "It warned us of {warned} of {count} breaks before the day",
                warned=w.count(warned),
            )
            if warned
            else counted(
                notices["broken_count"],
                "It warned us of none of {count} break before the day",
                "It warned us of none of {count} breaks before the day",
            )
        )
        if not notices["has_notices"]:
            return ours
        informed = int(notices["customer_told_before_count"])
        if not informed:
            return say("{ours}; no {customer} was told before it", ours=ours)
        return counted(
            informed, "{ours}; {count} {customer} was told before it", "{ours}; {count} {customers} were told before it", ours=ours
        )
    return say("Who knew of a break, and when")


def chain(notices: pd.Series) -> list[str]:
    """A table in markdown, and what stands under it."""
    if not notices["broken_count"]:
        return [say("No delivery of it broke its promise.")]
    rows = []
    if notices["has_initiators"]:
        rows.append((say("It warned us"), notices["partner_warned_before_count"], notices["partner_warned_count"]))
    rows.append((say("We could know"), notices["company_knew_before_count"], notices["company_knew_count"]))
    if notices["has_notices"]:
        rows.append((say("The {customer} was told"), notices["customer_told_before_count"], notices["customer_told_count"]))
    table = "\n".join(
        [say("| | before the day | on it or later | not on record |"), "|---|---:|---:|---:|"]
        + [
            f"| {name} | {w.count(before)} | {w.count(known - before)} | {w.count(notices['broken_count'] - known)} |"
            for name, before, known in rows
        ]
    )
    sentences = [table if len(rows) > 1 else ""]
    for what, known, gap in (
        (WARNED, "partner_warned", "partner_gap"),
        (KNEW, "company_knew", "company_gap"),
    ):
        if notices[f"{gap}_count"]:
            counts = [
                notices[name]
                for name in (
                    f"{known}_count",
                    f"{known}_unknown_count",
                    f"{gap}_count",
                    f"{gap}_short_count",
                )
            ]
            sentences.append(within(what, *counts))
    if notices["measured_count"] and notices["customer_told_before_count"]:
        sentences.append(ahead(notices))
    if not notices["has_initiators"]:
        sentences.append(say("Whether it warned us is not measured: map `initiated_by` of the promises feed."))
    if not notices["has_notices"]:
        sentences.append(say("Whether {customers} were told is not measured: map outbound contacts to the contacts feed."))
    return [part for part in (sentences[0], " ".join(sentences[1:])) if part]


WARNED = later_counted(
    "Of {count} break that it warned us of, the {customer} was told of {parts}.",
    "Of {count} breaks that it warned us of, the {customer} was told of {parts}.",
)
KNEW = later_counted(
    "Of {count} break that we could know of, the {customer} was told of {parts}.",
    "Of {count} breaks that we could know of, the {customer} was told of {parts}.",
)


def within(sentence: later_counted, known: int, unknown: int, measured: int, short: int) -> str:
    """How soon customers were told, in business hours of the desk; the parts add up to what was known."""
    after, earlier = measured - short, known - unknown - measured
    parts = [say("{short} within a business hour", short=w.count(short))]
    parts += [say("{after} later", after=w.count(after))] if after else []
    parts += [say("{earlier} before that", earlier=w.count(earlier))] if earlier else []
    parts += [say("for {unknown} it is not on record", unknown=w.count(unknown))] if unknown else []
    return sentence(known, parts=w.listed(parts))


def ahead(notices: pd.Series) -> str:
    """Of those told before the day, how long before; the parts add up."""
    before, in_time, day_before = (int(notices[f"{name}_count"]) for name in ("customer_told_before", "in_time", "day_before"))
    between = before - in_time - day_before
    parts = [
        counted(
            round(notices["notice_days"]),
            "{in_time} in good time ({count} business day or more ahead)",
            "{in_time} in good time ({count} business days or more ahead)",
            in_time=w.count(in_time),
        )
    ]
    parts += [say("{day_before} the day before", day_before=w.count(day_before))] if day_before else []
    parts += [say("{between} in between, over days off", between=w.count(between))] if between else []
    return say("Of the {before} told before the day: {parts}.", before=w.count(before), parts=w.listed(parts))


# ---------- what came


def came_finding(now: pd.Series) -> str:
    on_time = int(now["on_time_count"]) + int(now["kept_attempted_count"])
    early, late = w.count(now["early_count"]), w.count(now["late_count"])
    return say(
        "Of {due} due, {on_time} came on time, {early} early and {late} late",
        due=w.count(now["due_count"]),
        on_time=w.count(on_time),
        early=early,
        late=late,
    )


def came(now: pd.Series) -> str:
    """What the parts of the bar are, so that nobody needs its colours."""
    on_time = int(now["on_time_count"]) + int(now["kept_attempted_count"])
    return say(
        "From left to right: {early} early, {on_time} on time, {late} late, {overdue_open} overdue, {cancelled_broken} cancelled.",
        early=w.count(now["early_count"]),
        on_time=w.count(on_time),
        late=w.count(now["late_count"]),
        overdue_open=w.count(now["overdue_open_count"]),
        cancelled_broken=w.count(now["cancelled_broken_count"]),
    )


def components(now: pd.Series, flaws: dict[str, int]) -> str:
    """Right time, right number, right goods, right papers: a table in markdown."""
    rows = [
        (say("On time and in full (OTIF)"), now["otif_rate"], now["otif_count"], now["otif_due_count"]),
        (say("Goods in the promised condition"), now["condition_ok_rate"], now["condition_ok_count"], now["condition_measured_count"]),
        (say("Papers and invoice right"), now["documents_ok_rate"], now["documents_ok_count"], now["documents_measured_count"]),
    ]
    if not any(seen for *_, seen in rows):
        return say("A call has no goods and no papers.")
    table = [say("| | as promised | looked at |"), "|---|---:|---:|"]
    for name, rate, good, seen in rows:
        table.append(
            f"| {name} | {w.percent(rate)} ({w.count(good)}) | {w.count(seen)} |"
            if seen
            else f"| {name} | {w.NOT_MEASURED()} | {w.count(seen)} |"
        )
    known = [say("{kind} in {number}", kind=w.readable(kind), number=w.count(number)) for kind, number in flaws.items()]
    note = ["", say("Goods came {known} of them.", known=w.listed(known))] if known else []
    return "\n".join([*table, *note])


# ---------- how long it takes


def lead_finding(curve: pd.DataFrame) -> str:
    first = curve.iloc[0]
    if w.is_missing(first["share_days"]):
        return say(
            "{step_name}: fewer than {share} came within the days that are looked at",
            step_name=first["step_name"],
            share=often(first["share"]),
        )
    return say(
        "{step_name}, everywhere: a date {share_days} ahead would have been kept {share} times",
        step_name=first["step_name"],
        share_days=w.days(first["share_days"]),
        share=often(first["share"]),
    )


TWO_YARDSTICKS = later(
    "What counts as promised too early is measured against the date that it had agreed to; this curve by what came, late ones included."
)


def lead_under(curve: pd.DataFrame, now: pd.Series | None) -> str:
    first = curve.iloc[0]
    sentences = []
    if not w.is_missing(first["safe_share_days"]):
        sentences.append(
            say(
                "{safe_share_days} ahead: {safe_share} times.",
                safe_share_days=w.days(first["safe_share_days"]),
                safe_share=often(first["safe_share"]),
            )
        )
    if not w.is_missing(first["half_days"]):
        sentences.append(say("Half came within {half_days}.", half_days=w.days(first["half_days"])))
    if now is not None and not w.is_missing(now["promised_mean_days"]):
        sentences.append(
            say("Promised on average: {promised_mean_days} ahead.", promised_mean_days=w.days(round(now["promised_mean_days"])))
        )
    if not w.is_missing(first["recovery_half_days"]):
        sentences.append(say("Once late, half came within {recovery_half_days}.", recovery_half_days=w.days(first["recovery_half_days"])))
    sentences.append(
        counted(
            first["promises_count"],
            "Of all {count} promise on record; what is open counts as waiting.",
            "Of all {count} promises on record; what is open counts as waiting.",
        )
    )
    if now is not None and now["committed_count"]:
        sentences.append(TWO_YARDSTICKS())
    return " ".join(sentences)


# ---------- what it costs


def cost_finding(costs: pd.DataFrame) -> str:
    """What is beyond chance, of money and contacts."""
    known = costs[costs["excess"].notna()].set_index("measure")
    if known.empty:
        return say("What its breaks cost is not measured")
    beyond = known[known["excess_low"] > 0]
    if beyond.index.intersection(["cost", "contacts"]).empty:
        return say("Its breaks cost no more than chance explains")
    a_year = beyond["excess_per_year"].notna().all()
    amounts = beyond["excess_per_year" if a_year else "excess"]
    parts = [say("{cost} in the company's currency", cost=w.money(amounts["cost"]))] if "cost" in amounts else []
    parts += [counted(round(amounts["contacts"]), "{count} contact", "{count} contacts")] if "contacts" in amounts else []
    return (
        say("A year of its breaks costs {amounts} more than kept {orders}", amounts=w.listed(parts))
        if a_year
        else say("On record, its breaks cost {amounts} more than kept {orders}", amounts=w.listed(parts))
    )


def no_costs(costs: pd.DataFrame) -> str:
    """Why it is not known what its breaks cost."""
    if costs.empty:
        return say("No broken {order} is old enough to tell, or contacts are not on record: map the contacts feed.")
    first = costs.iloc[0]
    if first["waiting_count"] and not first["broken_count"]:
        return counted(
            first["waiting_count"],
            "{count} broken {order} of it can still bring contacts: too young to tell.",
            "{count} broken {orders} of it can still bring contacts: too young to tell.",
        )
    if not first["covered_count"] and first["broken_count"]:
        return counted(
            first["broken_count"],
            "None of its {count} broken {order} has a kept {order} of the same kind to compare it with.",
            "None of its {count} broken {orders} has a kept {order} of the same kind to compare it with.",
        )
    return say("Contacts about {orders} are not on record: map the contacts feed.")


MEASURES = {
    "contacts": later("Contacts from {customers}"),
    "wait_minutes": later("Minutes they waited"),
    "cost": later("Cost of handling, and credits"),
    "customer_cost": later("What {customers} say it cost them"),
}


def whole(value: float) -> str:
    """A rounded number; nothing is not `-0`."""
    return f"{round(value) + 0:,}"


def costs(rows: pd.DataFrame) -> str:
    """A table in markdown: in a year, on record with its interval, and for each break."""
    has_year = rows["excess_per_year"].notna().any()
    table = (
        [say("| | a year | on record | for each break |"), "|---|---:|---:|---:|"]
        if has_year
        else [say("| | on record | for each break |"), "|---|---:|---:|"]
    )
    by = rows.set_index("measure")
    for measure, name in MEASURES.items():
        if measure not in by.index or w.is_missing(by.loc[measure, "excess"]) or not by.loc[measure, "observed"]:
            continue
        row = by.loc[measure]
        span = (
            ""
            if w.is_missing(row["excess_low"])
            else say("({low} to {high})", low=whole(row["excess_low"]), high=whole(row["excess_high"]))
        )
        year = ["" if w.is_missing(row["excess_per_year"]) else whole(row["excess_per_year"])] if has_year else []
        each = f"{row['excess_per_break']:,.0f}" if abs(row["excess_per_break"]) >= 10 else f"{row['excess_per_break']:.1f}"
        excess = f"{whole(row['excess'])} {span}".strip()
        table.append(f"| {' | '.join([name(), *year, excess, each])} |")
    first = rows.iloc[0]
    notes = [
        counted(
            first["covered_count"],
            "More than kept {orders} of the same kind bring, of its {count} broken {order} on record, whatever the period; in brackets "
            "the 90 % interval.",
            "More than kept {orders} of the same kind bring, of its {count} broken {orders} on record, whatever the period; in brackets "
            "the 90 % interval.",
        )
    ]
    if not w.is_missing(first["caused_contacts_count"]):
        notes.append(
            counted(
                first["caused_contacts_count"],
                "{count} contact names it as the cause; the table counts what its broken {orders} brought, whatever the cause named.",
                "{count} contacts name it as the cause; the table counts what its broken {orders} brought, whatever the cause named.",
            )
        )
    return "\n".join([*table, "", " ".join(notes)])
