"""What an order meant for its customer, and what was done about it, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say
from dashboard.words.order import thing

CALLS = {"callback": later("The promised call back"), "follow_up": later("The promised call afterwards")}


def meaning(order: pd.Series, promises: pd.DataFrame, aftermath: pd.Series) -> list[str]:
    """What it meant for the customer, and what was done about it: a sentence each, none where the data says nothing."""
    sentences = [prepared(promises), who_knew_when(order, aftermath), first_new_date(order, aftermath), from_desk_to_desk(aftermath)]
    if not w.is_missing(order["customer_cost"]):
        sentences.append(
            say(
                "**What the {customer} paid for it:** {customer_cost}, as told to us in a contact.",
                customer_cost=w.money(order["customer_cost"]),
            )
        )
    if not w.is_missing(order["credit"]):
        sentences.append(say("**What we gave:** {credit} in credits.", credit=w.money(order["credit"])))
    if not w.is_missing(order["is_new_date_kept"]):
        sentences.append(say("**The last new dates:** kept.") if order["is_new_date_kept"] else say("**The last new dates:** broken, too."))
    elif not w.is_missing(order["has_new_date"]) and not order["has_new_date"]:
        sentences.append(say("**New dates:** none was given."))
    calls = promises[promises["fulfilled_by"] == "contact"]
    if not w.is_missing(order["is_followed_up"]) and "follow_up" not in set(calls["step"]):
        sentences.append(
            say("**Afterwards:** somebody called after it was complete.")
            if order["is_followed_up"]
            else say("**Afterwards:** nobody is on record to have called when it was complete.")
        )
    return [sentence for sentence in [*sentences, *(call(row) for row in calls.itertuples())] if sentence]


def prepared(promises: pd.DataFrame) -> str:
    """What the customer had done for the promised day."""
    rows = promises.dropna(subset=["preparation"]).itertuples()
    things = dict.fromkeys(f"{w.readable(row.preparation)} ({thing(row)})" for row in rows)
    return say("**Prepared for the day:** {things}.", things=w.escaped("; ".join(things))) if things else ""


KNEW = {
    "partner_warned_date": later("the {partner} warned us on {day}"),
    "company_knew_date": later("we knew on {day}"),
    "customer_told_date": later("the {customer} was told on {day}"),
}


def who_knew_when(order: pd.Series, aftermath: pd.Series) -> str:
    """The notice chain of a broken order: who had it on record from which day, and whether the customer was told at all."""
    days = [(aftermath[name], sentence) for name, sentence in KNEW.items() if not w.is_missing(aftermath[name])]
    known = sorted(days, key=lambda pair: pair[0])
    if not known:
        return ""
    year = w.as_day(known[0][0]).year
    parts = [sentence(day=w.day(day, year)) for day, sentence in known]
    if order["is_notice_measured"] and w.is_missing(aftermath["customer_told_date"]):
        parts.append(say("the {customer} is not on record to have been told"))
    return say("**Who knew when:** {parts}.", parts=w.listed(parts))


def first_new_date(order: pd.Series, aftermath: pd.Series) -> str:
    """How long the customer was without a date, and how often it took to ask."""
    if w.is_missing(aftermath["first_notice_date"]):
        return ""
    if w.is_missing(aftermath["new_date_date"]):
        return say("**The first new date:** none yet.") if aftermath["is_still_waiting"] else ""
    waited = (w.as_day(aftermath["new_date_date"]) - w.as_day(aftermath["first_notice_date"])).days
    asked = order["contacts_before_new_date_count"]
    when = say("with the notice") if not waited else say("{waited} after the notice", waited=w.days(waited))
    return (
        say("**The first new date:** {when}.", when=when)
        if w.is_missing(asked) or not asked
        else counted(
            asked,
            "**The first new date:** {when}, after {count} contact.",
            "**The first new date:** {when}, after {count} contacts.",
            when=when,
        )
    )


def from_desk_to_desk(aftermath: pd.Series) -> str:
    """The longest matter: over how many channels and teams it went."""
    if w.is_missing(aftermath["contacts_count"]) or aftermath["contacts_count"] == 1:
        return ""
    over = [w.number_of(kind, aftermath[f"{kind}s_count"]) for kind in ("channel", "team") if not w.is_missing(aftermath[f"{kind}s_count"])]
    sent = aftermath["redirects_count"]
    matter = (
        counted(
            aftermath["contacts_count"],
            "{count} contact about one matter over {over}",
            "{count} contacts about one matter over {over}",
            over=w.listed(over),
        )
        if over
        else counted(
            aftermath["contacts_count"],
            "{count} contact about one matter",
            "{count} contacts about one matter",
        )
    )
    if not w.is_missing(sent) and sent:
        matter = counted(sent, "{matter}, sent on {count} time", "{matter}, sent on {count} times", matter=matter)
    if not w.is_missing(aftermath["is_ping_pong"]) and aftermath["is_ping_pong"]:
        return say("**From desk to desk:** {matter}.", matter=matter)
    if not w.is_missing(aftermath["is_one_point_of_contact"]) and aftermath["is_one_point_of_contact"]:
        return say("**One point of contact:** {matter}.", matter=matter)
    return say("**What the {customer} came about:** {matter}.", matter=matter)


def call(row) -> str:
    """A call that was promised: for when, and whether it was made."""
    what = CALLS[row.step]() if row.step in CALLS else say("The promised call ({step_name})", step_name=row.step_name)
    if w.is_missing(row.due_date):
        return say("**{what}:** no day was given, so nobody can be held to it.", what=what)
    due = w.day(row.due_date)
    if w.is_missing(row.fulfilled_date):
        if w.is_missing(row.is_kept):
            return say("**{what}:** for {due}: not due yet.", what=what, due=due)
        verdict = say("kept") if row.is_kept else say("broken")
        return say("**{what}:** for {due}, not made: {verdict}.", what=what, due=due, verdict=verdict)
    made = w.day(row.fulfilled_date, w.as_day(row.due_date).year)
    verdict = say("not due yet") if w.is_missing(row.is_kept) else say("kept") if row.is_kept else say("broken")
    return say("**{what}:** for {due}, made {made}: {verdict}.", what=what, due=due, made=made, verdict=verdict)
