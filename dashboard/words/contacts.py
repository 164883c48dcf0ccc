"""The sentences of the contacts page. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

#: what a contact is charged to, as a reader says it
CAUSES = {
    "partner": "a partner was late",
    "over_promise": "promised sooner than could be kept",
    "internal": "late by ourselves",
    "coordination": "dates that did not fit together",
    "customer": "the customer was not there",
    "excused": "excused by an exception",
    "unattributed": "broken, cause not found",
    "not_late": "broken in another way than late",
    "other_promise": "a call or an extra line was broken",
    "before_the_break": "asked before it broke",
    "nothing_broken": "nothing was broken",
    "no_order": "not about an order",
}
#: these came because something was broken; of the rest, nothing had been
BROKEN_CAUSES = (
    "partner", "over_promise", "internal", "coordination", "customer", "excused", "unattributed", "not_late", "other_promise",
)  # fmt: skip


def channel_names(channels: pd.Series) -> list[str]:
    return [w.CHANNELS.get(name, w.readable(name)) for name in channels]


def nothing(measured: pd.Series, period: str) -> str:
    """Why there is nothing to show."""
    if measured["has_contacts"]:
        return f"No contacts were on record in this choice ({period}). Choose a longer period, or clear a filter above."
    if measured["has_survey_answers"]:
        return (
            "Why customers contact us is not measured: the contacts feed holds nothing but answers to surveys, which are no contacts. "
            "Map calls, messages and visits to it."
        )
    return "Why customers contact us is not measured: no contact is on record. Map the contacts feed."


def title(now: pd.Series) -> str:
    # where no reason is for something new, the share says how reasons are mapped and not why customers come
    if not now["has_contact_reasons"] or w.is_missing(now["failure_share"]) or not now["value_count"]:
        return f"Customers contacted us {w.plural(now['contacts_count'], 'time')}"
    return f"{w.percent(now['failure_share'], 0)} of contacts come because something went wrong"


def under_title(now: pd.Series) -> str:
    if not now["has_contact_reasons"]:
        return "What for is not measured: the contacts give no reason that is known."
    unknown = now["contacts_count"] - now["failure_count"] - now["value_count"]
    known = w.plural(now["failure_count"] + now["value_count"], "contact")
    value = "The others wanted something new" if now["value_count"] else "None is on record that wanted something new"
    counted = (
        f"By the day of the contact, {w.count(now['failure_count'])} of {known} with a known reason: "
        f"where is it, why is it late, it is damaged (failure demand). {value} (value demand)."
    )
    return counted + (f" {w.plural(unknown, 'contact')} more gave no known reason." if unknown else "")


def cause_finding(causes: pd.DataFrame, has_deliveries: bool = True) -> str:
    if not has_deliveries:
        return "Which contacts came because of something broken is not measured"
    broken = causes[causes["cause"].isin(BROKEN_CAUSES) & (causes["failure_count"] > 0)]
    if broken.empty:
        return "No contact came because of something broken"
    worst = broken.iloc[0]
    return f"The most frequent cause: {CAUSES[worst['cause']]} ({w.plural(worst['failure_count'], 'contact')})"


CAUSE_NOTE = (
    "By what was already broken of the order when the customer came, whoever answered. Dark, and the first number: where is it, why is it "
    "late, it is damaged. Pale: something new."
)


def preventable(causes: pd.DataFrame) -> str:
    """Failure contacts that have a cause: with the cause gone, they do not come."""
    broken = causes[causes["cause"].isin(BROKEN_CAUSES)]
    total, caused = causes["failure_count"].sum(), broken["failure_count"].sum()
    if not caused:
        return ""
    return f"Preventable: {w.count(caused)} of {w.plural(total, 'contact')} came after something had broken."


#: the five dimensions of service (SERVQUAL), and what a customer misses of each
DIMENSIONS = {
    "reliability": "as promised",
    "responsiveness": "an answer in time",
    "assurance": "somebody who knows",
    "empathy": "somebody who understands",
    "tangibles": "what can be seen and touched",
}


def dimensions(rows: pd.DataFrame) -> str:
    """What those missed who came because something went wrong."""
    if rows.empty:
        return ""
    named = [
        f"{w.readable(row.service_dimension)} ({DIMENSIONS.get(row.service_dimension, 'other')}) {w.count(row.failure_count)}"
        for row in rows.itertuples()
    ]
    return f"What they missed, by dimension of service: {w.listed(named)}."


def partners(rows: pd.DataFrame, links: list[str]) -> str:
    named = [f"[{w.escaped(row.name)}]({link}) ({w.count(row.failure_count)})" for row, link in zip(rows.itertuples(), links, strict=True)]
    return f"Partners whose delays brought most of them: {w.listed(named)}." if named else ""


# ---------- sent from desk to desk


def hops_finding(now: pd.Series, sent: pd.DataFrame) -> str:
    """Who sends customers on, or that nobody does."""
    if not now["ping_pong_measured_count"]:
        return "Whether customers are sent from desk to desk is not measured"
    named = [
        f"{channel} {w.count(row.sent_on_count)} of {w.plural(row.outcome_count, 'contact')}"
        for row, channel in zip(sent.itertuples(), channel_names(sent["channel"]), strict=True)
    ]
    return f"Sent on to another desk: {w.listed(named)}" if named else "No customer was sent on to another desk"


HOPS_NOTE = (
    "Of contacts whose outcome is known. The picture has the first three contacts, from left to right, of every matter for which a "
    "customer came more than once. A matter: all contacts about one thing."
)


def ping_pong(now: pd.Series) -> str:
    if not now["ping_pong_measured_count"]:
        return ""
    sent = f"{w.count(now['ping_pong_count'])} of {w.plural(now['ping_pong_measured_count'], 'matter')}"
    return (
        f"Ping-pong: in {sent} the customer was sent from desk to desk ({w.percent(now['ping_pong_rate'])}), on twice or more, or back to "
        "where they had been."
    )


def sent_round(rows: pd.DataFrame, links: list[str]) -> str:
    named = [
        f"[{w.escaped(row.order_id)}]({link}) ({w.plural(row.contacts_count, 'contact')})"
        for row, link in zip(rows.itertuples(), links, strict=True)
    ]
    return f"Sent from desk to desk most: {w.listed(named)}." if named else ""


HOPS = {"contact_number": "Contact", "channel": "Channel", "channel_after": "Then", "contacts_count": "Contacts"}


def first_contact(now: pd.Series) -> str:
    if not now["matured_count"]:
        return "Solved at the first contact (FCR): nothing old enough to say."
    return (
        f"First-contact resolution: {w.percent(now['first_contact_resolution_rate'], 0)}. {w.count(now['resolved_count'])} of "
        f"{w.plural(now['matured_count'], 'matter')} took one contact and the customer did not come back within a week (matters older "
        "than that)."
    )


def one_point(now: pd.Series) -> str:
    if not now["one_point_measured_count"]:
        return ""
    handled = f"{w.count(now['one_point_count'])} of {w.plural(now['one_point_measured_count'], 'matter')}"
    known = "" if now["one_point_measured_count"] == now["episodes_count"] else " of which the teams are on record"
    return f"One point of contact: {w.percent(now['one_point_rate'], 0)}. One team handled {handled}{known} and sent nobody on."


def channels(now: pd.Series) -> str:
    if not now["several_channels_count"]:
        return ""
    switched = f"{w.count(now['several_channels_count'])} of {w.plural(now['episodes_count'], 'matter')}"
    return f"Channel switches: {switched} went over more than one channel."


def no_answer(now: pd.Series) -> str:
    if not now["no_answer_count"]:
        return ""
    return (
        f"Got through, and no help: {w.plural(now['no_answer_count'], 'contact')} with somebody who could not see the answer or was not "
        f"allowed to help ({w.percent(now['no_answer_rate'])})."
    )


# ---------- waits

NO_WAITS = "It needs `wait_minutes` in the contacts, or `answered_at` for what is written."


def waits_finding(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "How long customers wait is not measured"
    busiest = rows.sort_values("contacts_count", ascending=False).iloc[0]
    channel = w.CHANNELS.get(busiest["channel"], w.readable(busiest["channel"]))
    middle, long = w.duration(round(busiest["p50_minutes"])), w.duration(round(busiest["p90_minutes"]))
    return f"Waiting by {channel}: half {middle} or more, one in ten {long} or more"


SPOKEN = "Until somebody answered, in minutes"
WRITTEN = "Until a message was answered, in hours while the desk was open"


def waits_note(rows: pd.DataFrame) -> str:
    month = rows["month"].iloc[0]
    gave_up = rows["abandoned_count"].fillna(0).sum()
    unanswered = rows["unanswered_count"].fillna(0).sum()
    notes = [
        f"{month:%B %Y}, the newest whole month, all contacts. The dot is the middle wait, the line ends where one in ten waited longer."
    ]
    spoken = rows[~rows["is_written"] & rows["long_count"].notna()]
    if len(spoken):
        share = f"{w.count(spoken['long_count'].sum())} of {w.count(spoken['measured_count'].sum())}"
        notes.append(f"{share} waited more than {w.plural(rows['long_minutes'].iloc[0], 'minute')} for a person.")
    if gave_up:
        notes.append(f"{w.plural(gave_up, 'customer')} gave up.")
    if unanswered:
        notes.append(f"{w.plural(unanswered, 'message')} had no answer.")
    return " ".join(notes)


def approvals(credits: pd.DataFrame) -> str:
    """How long the approval of a credit takes."""
    if credits.empty:
        return "How long a credit waits for approval is not measured: it needs promises of the step `credit`, with the day it was paid."
    row = credits.iloc[0]
    return f"Credits: {w.count(row['kept_count'])} of {w.count(row['due_count'])} that were promised came in time."


# ---------- what a break costs

#: measure → what it adds, and decimals
MEASURES = {
    "contacts": ("Contacts", 1),
    "wait_minutes": ("Minutes of waiting", 1),
    "handling_cost": ("Handling", 0),
    "credits": ("Credits", 0),
    "customer_cost": ("Customer’s own cost", 0),
}
ADDED, EACH, INTERVAL, YEARLY = "A broken order adds", "Each", "90 % interval", "A year"


def cost_finding(company: pd.DataFrame) -> str:
    rows = company.set_index("measure")
    if "contacts" not in rows.index or w.is_missing(rows.loc["contacts", "excess_per_break"]):
        return "What a broken promise costs is not measured"
    each = rows.loc["contacts", "excess_per_break"]
    text = f"A broken order brings {each:.1f} more contacts"
    if "cost" in rows.index and not w.is_missing(rows.loc["cost", "excess_per_break"]):
        text += f" and costs {w.money(rows.loc['cost', 'excess_per_break'])} more"
    return text + " than a kept one of the same kind"


def cost_table(company: pd.DataFrame) -> pd.DataFrame:
    """A row per measure: for each break, with its interval, and what that comes to in a year."""
    rows = company[company["excess_per_break"].notna()].set_index("measure")
    return pd.DataFrame(
        [
            {
                ADDED: name,
                EACH: round(rows.loc[measure, "excess_per_break"], decimals),
                INTERVAL: f"{rows.loc[measure, 'per_break_low']:,.{decimals}f} to {rows.loc[measure, 'per_break_high']:,.{decimals}f}",
                YEARLY: None if w.is_missing(rows.loc[measure, "excess_per_year"]) else round(rows.loc[measure, "excess_per_year"]),
            }
            for measure, (name, decimals) in MEASURES.items()
            if measure in rows.index
        ]
    )


COST_NOTE = "Against kept orders of the same kind. Money is in the company's currency."


def scope(is_company: bool, is_narrowed: bool) -> str:
    """What a figure is of that is learned from all that was due."""
    if is_company and is_narrowed:
        return "Over all that was due, of the whole company: it is not known of several filters together."
    return "Over all that was due, whatever the period above."


def cost_by_step(steps: pd.DataFrame) -> str:
    """Where the contacts come from, of the steps of which something is known."""
    known = steps[steps["excess_per_break"].notna() & (steps["excess_low"] > 0)]
    if len(known) < 2:
        return ""
    named = [
        f"{w.escaped(name)} {excess:,.0f} ({each:.1f} a break)"
        for name, excess, each in zip(known["name"], known["excess"], known["excess_per_break"], strict=True)
    ]
    return f"More contacts by step, all that is on record: {w.listed(named)}."


def after(finding: str, note: str) -> str:
    return f"**{w.escaped(finding)}**  \n{note}"


NOTHING_AFTER = (
    "Nothing is known yet of what customers do after a break: it takes orders that were kept and broken, and contacts about them."
)


def is_known(rows: pd.DataFrame, figure: str) -> bool:
    return not rows.empty and not w.is_missing(rows.iloc[0][figure])


# ---------- those who say nothing, and those who are helped


SILENT_OF = "Nobody hears of them. Counted: every broken order whose time to contact us has passed."


def silent_finding(row: pd.Series) -> str:
    return (
        f"{w.count(row['no_contact_count'])} of {w.count(row['broken_count'])} customers with a broken order never contacted us "
        f"({w.percent(row['no_contact_share'], 0)})"
    )


def silent_note(row: pd.Series) -> str:
    worth = "" if w.is_missing(row["no_contact_value"]) else f" Their orders were worth {w.money(row['no_contact_value'])}."
    if not row["no_contact_matured_count"]:
        return f"{SILENT_OF}{worth}"
    again = f"{w.count(row['no_contact_bought_again_count'])} of {w.count(row['no_contact_matured_count'])}"
    return f"{SILENT_OF}{worth} {again} whose order is old enough bought again."


def recovery_finding(row: pd.Series) -> str:
    return (
        f"{w.count(row['recovered_count'])} of {w.plural(row['matured_count'], 'broken order')} were repaired well "
        f"({w.percent(row['recovery_rate'])})"
    )


def recovery_note(row: pd.Series) -> str:
    parts = [
        "Repaired well (service recovery): a new date was given and kept, somebody rang afterwards, the customer is content. Counted: "
        "broken orders settled long enough ago to judge."
    ]
    if not w.is_missing(row["new_date_kept_rate"]):
        parts.append(f"The new date was kept in {w.count(row['new_date_kept_count'])} of {w.count(row['new_date_due_count'])}.")
    if not w.is_missing(row["follow_up_rate"]):
        parts.append(f"Somebody rang in {w.count(row['followed_up_count'])} of {w.count(row['follow_up_due_count'])}.")
    if not w.is_missing(row["recovery_p50_days"]):
        parts.append(f"Half were complete within {w.days(row['recovery_p50_days'])} of the promised day.")
    return " ".join(parts)


def in_one_unit(hours, of: pd.Series) -> str:
    """A wait in the unit of the longest that it stands beside."""
    waits = [of.get(name) for name in ("compared_many_contacts_hours", "compared_few_contacts_hours")]
    is_days = any(not w.is_missing(wait) and wait >= 48 for wait in waits)
    return w.hours(hours, in_days=is_days)


def gap_finding(row: pd.Series) -> str:
    if row["ratio_high"] < 1:
        return f"Who contacts us often has a new date {in_one_unit(row['hours_sooner'], row)} sooner"
    if row["ratio_low"] > 1:
        return f"Who contacts us often waits {in_one_unit(-row['hours_sooner'], row)} longer for a new date"
    return "Who contacts us often has a new date no sooner than others, as far as can be told"


def gap_note(row: pd.Series) -> str:
    often, seldom = (in_one_unit(row[f"compared_{which}_contacts_hours"], row) for which in ("many", "few"))
    return (
        f"At the same lateness {w.plural(row['compared_many_contacts_count'], 'customer')} with three contacts or more waited {often}, "
        f"{w.count(row['compared_few_contacts_count'])} with one or none {seldom} (the squeaky wheel gets the grease)."
    )


def again_finding(row: pd.Series) -> str:
    kept, broken = w.percent(row["kept_repurchase_rate"], 0), w.percent(row["broken_repurchase_rate"], 0)
    if row["difference_high"] < 0:
        return f"After a broken order {broken} buy again, after a kept one {kept}"
    return f"After a broken order {broken} buy again, after a kept one {kept}: no difference that can be told from chance"


def again_note(row: pd.Series) -> str:
    return (
        f"Within {w.days(row['repurchase_days'])}: {w.count(row['broken_bought_again_count'])} of {w.count(row['broken_count'])} and "
        f"{w.count(row['kept_bought_again_count'])} of {w.count(row['kept_count'])}. Counted: orders old enough for that."
    )
