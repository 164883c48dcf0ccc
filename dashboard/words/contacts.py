"""The sentences of the contacts page. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

#: what a contact is charged to, as a reader says it
CAUSES = {
    "partner": later("{a_partner} was late"),
    "over_promise": later("promised sooner than could be kept"),
    "internal": later("late by ourselves"),
    "coordination": later("dates that did not fit together"),
    "customer": later("the {customer} was not there"),
    "excused": later("excused by an exception"),
    "unattributed": later("broken, cause not found"),
    "not_late": later("broken in another way than late"),
    "other_promise": later("a call or an extra line was broken"),
    "before_the_break": later("asked before it broke"),
    "nothing_broken": later("nothing was broken"),
    "no_order": later("not about {an_order}"),
}
#: these came because something was broken; of the rest, nothing had been
BROKEN_CAUSES = (
    "partner", "over_promise", "internal", "coordination", "customer", "excused", "unattributed", "not_late", "other_promise",
)  # fmt: skip


def channel_names(channels: pd.Series) -> list[str]:
    return [w.channel(name) for name in channels]


def nothing(measured: pd.Series, period: str) -> str:
    """Why there is nothing to show."""
    if measured["has_contacts"]:
        return say("No contacts were on record in this choice ({period}). Choose a longer period, or clear a filter above.", period=period)
    if measured["has_survey_answers"]:
        return say(
            "Why {customers} contact us is not measured: the contacts feed holds nothing but answers to surveys, which are "
            "no contacts. Map calls, messages and visits to it."
        )
    return say("Why {customers} contact us is not measured: no contact is on record. Map the contacts feed.")


def title(now: pd.Series) -> str:
    # where no reason is for something new, the share says how reasons are mapped and not why customers come
    if not now["has_contact_reasons"] or w.is_missing(now["failure_share"]) or not now["value_count"]:
        return counted(now["contacts_count"], "{Customers} contacted us {count} time", "{Customers} contacted us {count} times")
    return say("{failure_share} of contacts ask where it is, why it is late, or complain", failure_share=w.percent(now["failure_share"], 0))


def under_title(now: pd.Series) -> str:
    if not now["has_contact_reasons"]:
        return say("What for is not measured: the contacts give no reason that is known.")
    unknown = now["contacts_count"] - now["failure_count"] - now["value_count"]
    known = counted(now["failure_count"] + now["value_count"], "{count} contact", "{count} contacts")
    classified = (
        say(
            "By the day of the contact, {failure} of {known} with a known reason: where is it, why is it late, it is damaged "
            "(failure demand). The others wanted something new (value demand).",
            failure=w.count(now["failure_count"]),
            known=known,
        )
        if now["value_count"]
        else say(
            "By the day of the contact, {failure} of {known} with a known reason: where is it, why is it late, it is damaged "
            "(failure demand). None is on record that wanted something new (value demand).",
            failure=w.count(now["failure_count"]),
            known=known,
        )
    )
    return (
        counted(
            unknown,
            "{classified} {count} contact more gave no known reason.",
            "{classified} {count} contacts more gave no known reason.",
            classified=classified,
        )
        if unknown
        else classified
    )


def cause_finding(causes: pd.DataFrame, has_deliveries: bool = True) -> str:
    if not has_deliveries:
        return say("Which contacts came because of something broken is not measured")
    broken = causes[causes["cause"].isin(BROKEN_CAUSES) & (causes["failure_count"] > 0)]
    if broken.empty:
        return say("No contact came because of something broken")
    worst = broken.iloc[0]
    return counted(
        worst["failure_count"],
        "The most frequent cause: {causes} ({count} contact)",
        "The most frequent cause: {causes} ({count} contacts)",
        causes=CAUSES[worst["cause"]](),
    )


CAUSE_NOTE = later(
    "By what was already broken of the {order} when the {customer} came, whoever answered. Dark, and the first number: where is it, why is "
    "it late, it is damaged. Pale: something new."
)


def preventable(causes: pd.DataFrame) -> str:
    """Failure contacts that have a cause: with the cause gone, they do not come."""
    broken = causes[causes["cause"].isin(BROKEN_CAUSES)]
    total, caused = causes["failure_count"].sum(), broken["failure_count"].sum()
    if not caused:
        return ""
    return counted(
        total,
        "Preventable: {caused} of {count} contact came after something had broken.",
        "Preventable: {caused} of {count} contacts came after something had broken.",
        caused=w.count(caused),
    )


#: the five dimensions of service (SERVQUAL), and what a customer misses of each
DIMENSIONS = {
    "reliability": later("as promised"),
    "responsiveness": later("an answer in time"),
    "assurance": later("somebody who knows"),
    "empathy": later("somebody who understands"),
    "tangibles": later("what can be seen and touched"),
}


def dimensions(rows: pd.DataFrame) -> str:
    """What those missed who came because something went wrong."""
    if rows.empty:
        return ""
    named = [
        say(
            "{dimension} ({missed}) {failures}",
            dimension=w.readable(row.service_dimension),
            missed=DIMENSIONS[row.service_dimension]() if row.service_dimension in DIMENSIONS else say("other"),
            failures=w.count(row.failure_count),
        )
        for row in rows.itertuples()
    ]
    return say("What they missed, by dimension of service: {named}.", named=w.listed(named))


def partners(rows: pd.DataFrame, links: list[str]) -> str:
    named = [f"[{w.escaped(row.name)}]({link}) ({w.count(row.failure_count)})" for row, link in zip(rows.itertuples(), links, strict=True)]
    return say("{Partners} whose delays brought most of them: {named}.", named=w.listed(named)) if named else ""


# ---------- sent from desk to desk


def hops_finding(now: pd.Series, sent: pd.DataFrame) -> str:
    """Who sends customers on, or that nobody does."""
    if not now["ping_pong_measured_count"]:
        return say("Whether {customers} are sent from desk to desk is not measured")
    named = [
        counted(
            row.outcome_count,
            "{channel} {sent_on} of {count} contact",
            "{channel} {sent_on} of {count} contacts",
            channel=channel,
            sent_on=w.count(row.sent_on_count),
        )
        for row, channel in zip(sent.itertuples(), channel_names(sent["channel"]), strict=True)
    ]
    return say("Sent on to another desk: {named}", named=w.listed(named)) if named else say("No {customer} was sent on to another desk")


HOPS_NOTE = later(
    "Of contacts whose outcome is known. The picture has the first three contacts, from left to right, of every matter for which "
    "{a_customer} came more than once. A matter: all contacts about one thing."
)


def ping_pong(now: pd.Series) -> str:
    if not now["ping_pong_measured_count"]:
        return ""
    return counted(
        now["ping_pong_measured_count"],
        "Ping-pong: in {ping_pong} of {count} matter the {customer} was sent from desk to desk ({rate}), on twice or more, or back to "
        "where they had been.",
        "Ping-pong: in {ping_pong} of {count} matters the {customer} was sent from desk to desk ({rate}), on twice or more, or back to "
        "where they had been.",
        ping_pong=w.count(now["ping_pong_count"]),
        rate=w.percent(now["ping_pong_rate"]),
    )


def sent_round(rows: pd.DataFrame, links: list[str]) -> str:
    named = [
        counted(
            row.contacts_count,
            "[{order_id}]({link}) ({count} contact)",
            "[{order_id}]({link}) ({count} contacts)",
            order_id=w.escaped(row.order_id),
            link=link,
        )
        for row, link in zip(rows.itertuples(), links, strict=True)
    ]
    return say("Sent from desk to desk most: {named}.", named=w.listed(named)) if named else ""


HOPS = {
    "contact_number": later("Contact"),
    "channel": later("Channel"),
    "channel_after": later("Then"),
    "contacts_count": later("Contacts"),
}


def first_contact(now: pd.Series) -> str:
    if not now["matured_count"]:
        return say("Solved at the first contact (FCR): nothing old enough to say.")
    return counted(
        now["matured_count"],
        "First-contact resolution: {first_contact_resolution_rate}. {resolved} of {count} matter took one contact and "
        "the {customer} did not come back within a week (matters older than that).",
        "First-contact resolution: {first_contact_resolution_rate}. {resolved} of {count} matters took one contact and "
        "the {customer} did not come back within a week (matters older than that).",
        first_contact_resolution_rate=w.percent(now["first_contact_resolution_rate"], 0),
        resolved=w.count(now["resolved_count"]),
    )


def one_point(now: pd.Series) -> str:
    if not now["one_point_measured_count"]:
        return ""
    values = {"rate": w.percent(now["one_point_rate"], 0), "handled": w.count(now["one_point_count"])}
    if now["one_point_measured_count"] == now["episodes_count"]:
        return counted(
            now["one_point_measured_count"],
            "One point of contact: {rate}. One team handled {handled} of {count} matter and sent nobody on.",
            "One point of contact: {rate}. One team handled {handled} of {count} matters and sent nobody on.",
            **values,
        )
    return counted(
        now["one_point_measured_count"],
        "One point of contact: {rate}. One team handled {handled} of {count} matter of which the teams are on record and sent nobody on.",
        "One point of contact: {rate}. One team handled {handled} of {count} matters of which the teams are on record and sent nobody on.",
        **values,
    )


def channels(now: pd.Series) -> str:
    if not now["several_channels_count"]:
        return ""
    return counted(
        now["episodes_count"],
        "Channel switches: {several_channels} of {count} matter went over more than one channel.",
        "Channel switches: {several_channels} of {count} matters went over more than one channel.",
        several_channels=w.count(now["several_channels_count"]),
    )


def no_answer(now: pd.Series) -> str:
    if not now["no_answer_count"]:
        return ""
    return counted(
        now["no_answer_count"],
        "Got through, and no help: {count} contact with somebody who could not see the answer or was not allowed to help "
        "({no_answer_rate}).",
        "Got through, and no help: {count} contacts with somebody who could not see the answer or was not allowed to "
        "help ({no_answer_rate}).",
        no_answer_rate=w.percent(now["no_answer_rate"]),
    )


# ---------- waits

NO_WAITS = later("It needs `wait_minutes` in the contacts, or `answered_at` for what is written.")


def waits_finding(rows: pd.DataFrame) -> str:
    if rows.empty:
        return say("How long {customers} wait is not measured")
    busiest = rows.sort_values("contacts_count", ascending=False).iloc[0]
    channel = w.channel(busiest["channel"])
    middle, long = w.duration(round(busiest["p50_minutes"])), w.duration(round(busiest["p90_minutes"]))
    return say("Waiting by {channel}: half {middle} or more, one in ten {long} or more", channel=channel, middle=middle, long=long)


SPOKEN = later("Until somebody answered, in minutes")
WRITTEN = later("Until a message was answered, in hours while the desk was open")


def waits_note(rows: pd.DataFrame) -> str:
    month = rows["month"].iloc[0]
    gave_up = rows["abandoned_count"].fillna(0).sum()
    unanswered = rows["unanswered_count"].fillna(0).sum()
    notes = [
        say(
            "{month:%B %Y}, the newest whole month, all contacts. The dot is the middle wait, the line ends where one in ten "
            "waited longer.",
            month=month,
        )
    ]
    spoken = rows[~rows["is_written"] & rows["long_count"].notna()]
    if len(spoken):
        notes.append(
            counted(
                rows["long_minutes"].iloc[0],
                "{long} of {measured} waited more than {count} minute for a person.",
                "{long} of {measured} waited more than {count} minutes for a person.",
                long=w.count(spoken["long_count"].sum()),
                measured=w.count(spoken["measured_count"].sum()),
            )
        )
    if gave_up:
        notes.append(counted(gave_up, "{count} {customer} gave up.", "{count} {customers} gave up."))
    if unanswered:
        notes.append(counted(unanswered, "{count} message had no answer.", "{count} messages had no answer."))
    return " ".join(notes)


def approvals(credits: pd.DataFrame) -> str:
    """How long the approval of a credit takes."""
    if credits.empty:
        return say(
            "How long a credit waits for approval is not measured: it needs promises of the step `credit`, with the day it was paid."
        )
    row = credits.iloc[0]
    return say("Credits: {kept} of {due} that were promised came in time.", kept=w.count(row["kept_count"]), due=w.count(row["due_count"]))


# ---------- what a break costs


# ---------- those who say nothing, and those who are helped
