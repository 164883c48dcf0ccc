"""Sentences about partners: who to act on, and one by its own dates and by the customer's. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.lost_days import number
from dashboard.words.standings import since

WORDS = {
    "act": later("Act"),
    "watch": later("Watch"),
    "none": later("As its peers"),
    "not_comparable": later("No peers"),
    "too_little_data": later("Too little data"),
    "": later("Not judged"),
}


def standing_out(row: pd.Series) -> str:
    """One line of the list of those who stand out, after the name."""
    more = w.count(round(row["excess_broken_count"]))
    return say(
        "broke {more} more than its peers would have. {step_name}, {since}: {reason}",
        more=more,
        step_name=row["step_name"],
        since=since(row),
        reason=row["reason"],
    )


def own_and_customer(now: pd.Series) -> str | None:
    """What the difference between its own date and the customer's means."""
    if not now["both_due_count"]:
        return None
    ours, saved = int(now["only_own_kept_count"]), int(now["only_customer_kept_count"])
    if not ours and not saved:
        return counted(
            now["both_due_count"],
            "Of {count} promise due by both dates, each was kept by both or broken by both.",
            "Of {count} promises due by both dates, each was kept by both or broken by both.",
        )
    parts = [say("{ours} kept its own date and broke the {customer}'s: not its fault", ours=w.count(ours))] if ours else []
    parts += [say("{saved} missed its own date and kept the {customer}'s", saved=w.count(saved))] if saved else []
    return counted(
        now["both_due_count"],
        "Of {count} promise due by both dates, {parts}.",
        "Of {count} promises due by both dates, {parts}.",
        parts="; ".join(parts),
    )


def due(now: pd.Series) -> str | None:
    """How what is due by the customer's date and by its own go together, where they are not the same promises."""
    both, undated = int(now["both_due_count"]), int(now["undated_count"])
    customer_only, own_only = int(now["due_count"]) - both - undated, int(now["own_due_count"]) - both
    if not both or not (undated or customer_only or own_only):
        return None
    parts = [say("{both} by both dates", both=w.count(both))]
    parts += [say("{customer_only} by the {customer}'s only", customer_only=w.count(customer_only))] if customer_only else []
    parts += [say("{own_only} by its own only", own_only=w.count(own_only))] if own_only else []
    parts += [say("{undated} without a date of its own", undated=w.count(undated))] if undated else []
    return (
        say("Due: {parts}. Those due by one date only were cancelled before the other, or it is still to come.", parts=w.listed(parts))
        if customer_only or own_only
        else say("Due: {parts}.", parts=w.listed(parts))
    )


def _targets(rows: pd.DataFrame) -> str:
    rates = sorted({float(rate) for rate in rows["target_kept_rate"].dropna()}, reverse=True)
    return w.listed(w.percent(rate, 0) for rate in rates)


#: whose the target is where it is not its own
OTHERS = {"type": later("the target for {partners} of its type, {rate}"), "house": later("the house target of {rate}")}


def agreed(rows: pd.DataFrame) -> str:
    """The target that it is under, and whose that is."""
    own, rest = rows[rows["whose"] == "partner"], rows[rows["whose"] != "partner"]
    sentences = []
    if targets := _targets(own):
        due_count = own[own["target_kept_rate"].notna()]["due_count"].sum()
        sentences.append(
            say(
                "Agreed with it: {targets} kept, for {agreed} of {due} due.",
                targets=targets,
                agreed=w.count(due_count),
                due=w.count(rows["due_count"].sum()),
            )
        )
    else:
        sentences.append(say("No rate of its own is agreed:"))
    rates = {whose: _targets(rest[rest["whose"] == whose]) for whose in OTHERS}
    named = [OTHERS[whose](rate=rate) for whose, rate in rates.items() if rate]
    stands = counted(len(named), "{named} stands", "{named} stand", named=w.listed(named))
    if targets:
        sentences += [say("For the others, {stands}.", stands=stands)] if named else []
    else:
        sentences.append(f"{stands}." if named else say("no target is set."))
    if days := sorted({int(value) for value in own["transit_business_days"].dropna()}):
        sentences.append(
            say("Agreed time for the transport: {days} business day.", days=w.listed(map(str, days)))
            if days == [1]
            else say("Agreed time for the transport: {days} business days.", days=w.listed(map(str, days)))
        )
    return " ".join(sentences)


def boldness(now: pd.Series) -> str | None:
    """Whether it is blamed for what was promised without it."""
    if not now["committed_count"]:
        return None
    before, all_of = int(now["before_commitment_count"]), w.count(now["committed_count"])
    if not before:
        return say("None of the {all_of} due that had a date of its own was promised to the {customer} for sooner.", all_of=all_of)
    return counted(
        before,
        "Of the {all_of} due that had a date of its own, {count} was promised to the {customer} for sooner.",
        "Of the {all_of} due that had a date of its own, {count} were promised to the {customer} for sooner.",
        all_of=all_of,
    )


NO_OWN_DATES = later(
    "No date of its own is on record for these: map `partner_due_at` of the promises feed to judge it by what it agreed to."
)


def no_own_dates(now: pd.Series) -> str | None:
    if now["own_due_count"]:
        return None
    return say("None of these has a date of its own.") if now["has_partner_commitments"] else NO_OWN_DATES()


# ---------- lists


def cases(total: int) -> str:
    return counted(total, "The {orders} to talk about: {count} broken promise", "The {orders} to talk about: {count} broken promises")


CASES_UNDER = later(
    "Still open ones first; then by its own days late × what is at stake (the value, more where the date is critical "
    "or the {customer} was not informed); what is long overdue last. Select a row to read the {order}'s story."
)
PERIOD = later("Below, the period chosen above counts, unless a line names another.")


def own_of(row) -> str:
    """`9 of 12`: days that were its own, of all."""
    if w.is_missing(row.delay_days):
        return ""
    return say(
        "{own} of {days}",
        own=number(0.0 if w.is_missing(row.own_days) else float(row.own_days)),
        days=w.count(row.delay_days),
    )


def informed(flag) -> str:
    return "" if w.is_missing(flag) else say("yes") if flag else say("not on record")


def against(row) -> str:
    """The outcome of a broken promise, against the first date."""
    if row.outcome == "cancelled_broken":
        return say("cancelled")
    if row.outcome == "overdue_open":
        is_a_day = w.is_missing(row.overdue_minutes) or row.overdue_minutes >= w.MINUTES_OF_A_DAY
        return say("{overdue_days} overdue", overdue_days=w.days(row.overdue_days) if is_a_day else w.duration(row.overdue_minutes))
    return w.against_first(row)


def in_step(standing, is_judged: bool) -> str:
    """Its standing in one step; nothing where it is judged by another."""
    if is_judged and (w.is_missing(standing) or standing == "too_little_data"):
        return ""
    return WORDS["" if w.is_missing(standing) else standing]()


def no_groups(has_groups: bool) -> str:
    if has_groups:
        return say("No promise of it has a product group.")
    return say("Not measured: no promise has a product group. Map the column `product_group` of the promises feed.")


def kinds(types: pd.Series) -> list[str]:
    return [w.NOT_STATED() if w.is_missing(value) else w.readable(value) for value in types]
