"""One order in words: its verdict, its facts, what it meant for the customer, its promises. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

UNDECIDED = {"pending": "not due yet", "excluded": "withdrawn by the customer in time", "not_measured": "kept or not is not measured"}
CALLS = {"callback": "The promised call back", "follow_up": "The promised call afterwards"}
#: what is promised without a product, as a customer would say it
THINGS = {"callback": "a call back", "follow_up": "a call afterwards"}
HIDDEN_COLUMNS = ["Journey step", "Latest promise", "By the latest date", "Times changed", "Required", "Value"]


def title(order: pd.Series) -> str:
    """Whose order it is, and its outcome: the name first, the order's number where there is none."""
    whose = f"Order {w.short(order['order_id'], 18)}" if w.is_missing(order["customer_name"]) else f"{order['customer_name']}'s order"
    return f"{whose}: {verdict(order)}"


def verdict(order: pd.Series) -> str:
    """The verdict in a few words."""
    if order["is_broken_before_due"]:
        return f"not due yet, and already broken in {w.count(order['broken_count'])} of {w.plural(order['judged_count'], 'line')}"
    if order["outcome"] in UNDECIDED:
        return UNDECIDED[order["outcome"]]
    if order["outcome"] == "overdue_open":
        return f"broken, {w.overdue(order)} and still not complete"
    if order["outcome"] == "cancelled_broken":
        return "broken, cancelled"
    if order["outcome"] == "kept_attempted":
        return "kept; nobody was at home on the agreed day"
    is_by_its_own_day = w.is_missing(order["deviation_days"]) or not w.is_late(order)
    if not order["is_kept"] and is_by_its_own_day and order["outcome"] != "early":
        own = "its own date" if order["broken_count"] == 1 else "their own dates"
        return f"broken, {w.count(order['broken_count'])} of {w.plural(order['judged_count'], 'line')} by {own}"
    off = w.deviation(order["deviation_days"], order["deviation_minutes"])
    return f"{'kept' if order['is_kept'] else 'broken'}, {off}"


def summary(order: pd.Series) -> str:
    """The days behind the verdict, and what the latest dates would have made of it."""
    parts = []
    if w.is_missing(order["due_date"]):
        parts.append("No date was promised")
    else:
        parts.append(f"{'Was due' if order['is_due'] else 'Due'} {w.day(order['due_date'])}")
    complete = order["fulfilled_date"]
    if not w.is_missing(complete):
        year = None if w.is_missing(order["due_date"]) else w.as_day(order["due_date"]).year
        parts.append(f"complete {w.day(complete, year)}")
    parts += split(order)
    sentence = f"{', '.join(parts)}."
    if order["is_due"] and not order["is_kept"] and order["has_new_dates"] and order["repromises_count"]:
        kept, judged = w.count(order["kept_latest_count"]), w.plural(order["judged_count"], "line")
        sentence += f" Judged by the latest dates alone, {kept} of {judged} would count as kept."
    return sentence


def split(order: pd.Series) -> list[str]:
    """Over how many dates and partners, where there was more than one and the source says."""
    counts = {"date": order["delivery_dates_count"], "partner": order["partners_count"]}
    known = {one: number for one, number in counts.items() if not w.is_missing(number) and number}
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


def contacts(order: pd.Series) -> str:
    """How often the customer had to come to us, and how long that took."""
    if w.is_missing(order["contacts_count"]):
        return w.NOT_MEASURED
    if not order["contacts_count"]:
        return "never"
    waited = "" if w.is_missing(order["wait_minutes"]) else f", waited {w.plural(round(order['wait_minutes']), 'minute')}"
    return f"{w.plural(order['contacts_count'], 'time')}{waited}"


def facts(order: pd.Series, promises: pd.DataFrame, aftermath: pd.Series) -> list[tuple[str, str]]:
    """The four that tell what it was like, as label and value."""
    return [
        ("Customer informed", notice(order) + new_date(order, aftermath)),
        ("Deliveries", deliveries(order)),
        ("Customer came to us", contacts(order)),
        last_line(order, promises),
    ]


def new_date(order: pd.Series, aftermath: pd.Series) -> str:
    """Of a customer who was told without a date: since when there is one."""
    if w.is_missing(order["notice_lead_days"]) or w.is_missing(aftermath["first_notice_date"]):
        return ""
    if w.is_missing(aftermath["new_date_date"]):
        return "; no new date yet" if aftermath["is_still_waiting"] else ""
    given = w.as_day(aftermath["new_date_date"])
    is_at_once = given == w.as_day(aftermath["first_notice_date"])
    return "" if is_at_once else f"; no new date until {w.day(given, w.as_day(order['due_date']).year)}"


def last_line(order: pd.Series, promises: pd.DataFrame) -> tuple[str, str]:
    """What the order waits for, or waited for last, and from whom."""
    pacing = promises[promises["promise_id"] == order["pacing_promise_id"]]
    what = "" if pacing.empty else thing(next(pacing.itertuples()))
    partner = None if w.is_missing(order["pacing_partner"]) else order["pacing_partner"]
    whole = f"{what} from {partner}" if what and partner else what or partner or w.NOT_STATED
    return ("Waits for" if order["outcome"] in ("overdue_open", "pending") else "Came last"), whole


def more_facts(order: pd.Series) -> str:
    """The rest in one line; what is not measured is left out."""
    sold = "sold by several sellers" if w.is_missing(order["seller_name"]) else f"sold by {order['seller_name']}"
    parts = [f"Order number {order['order_id']}", sold]
    if not w.is_missing(order["value"]):
        parts.append(f"worth {w.money(order['value'])}")
    if not w.is_missing(order["is_date_critical"]):
        parts.append("the date was critical" if order["is_date_critical"] else "the date was not critical")
    if not w.is_missing(order["repromises_count"]):
        parts.append(f"promise changed {w.plural(order['repromises_count'], 'time')}")
    counted = {
        "contacts_before_new_date_count": "{} before there was a new date",
        "redirects_count": "customer sent on {}",
        "survey_answers_count": "{}",
    }
    kinds = {"contacts_before_new_date_count": "contact", "redirects_count": "time", "survey_answers_count": "survey answer"}
    for name, sentence in counted.items():
        if not w.is_missing(order[name]) and order[name]:
            parts.append(sentence.format(w.plural(order[name], kinds[name])))
    return " · ".join(parts)


def picture(promises: pd.DataFrame, order: pd.Series) -> str:
    """What the picture shows: the day that was promised, and the days on which it came."""
    goods = promises[(promises["promised_to"] == "customer") & (promises["fulfilled_by"] != "contact")]
    # the order is judged by the lines that it requires, and so are its days
    goods = goods[goods["is_required"].astype(bool)] if goods["is_required"].any() else goods
    came = sorted({w.as_day(day) for day in goods["fulfilled_date"].dropna()})
    if w.is_missing(order["due_date"]):
        return "What was promised, and what came"
    due = w.as_day(order["due_date"])
    when = (
        w.listed(w.day(day, due.year) for day in came)
        if len(came) <= 3
        else f"{w.plural(len(came), 'day')} from {w.day(came[0], due.year)} to {w.day(came[-1], due.year)}"
    )
    promised = f"Promised for {w.day(due, due.year)}"
    if not came:
        if order["outcome"] == "not_measured":
            return f"{promised}; what came is not measured"
        return f"{promised}, and nothing has come" if order["is_due"] else f"{promised}; nothing has come yet"
    still_open = goods[goods["outcome"].isin(("overdue_open", "pending"))]
    if len(still_open):
        things = list(dict.fromkeys(thing(row) for row in still_open.itertuples()))
        which = w.listed(things) if len(things) <= 3 else w.plural(len(still_open), "line")
        return f"{promised}, still open: {which}; the rest came on {when}"
    return f"{promised}, came on {when}"


def meaning(order: pd.Series, promises: pd.DataFrame, aftermath: pd.Series) -> list[str]:
    """What it meant for the customer, and what was done about it: a sentence each, none where the data says nothing."""
    sentences = [prepared(promises), who_knew_when(order, aftermath), first_new_date(order, aftermath), from_desk_to_desk(aftermath)]
    if not w.is_missing(order["customer_cost"]):
        sentences.append(f"**What the customer paid for it:** {w.money(order['customer_cost'])}, as told to us in a contact.")
    if not w.is_missing(order["credit"]):
        sentences.append(f"**What we gave:** {w.money(order['credit'])} in credits.")
    if not w.is_missing(order["is_new_date_kept"]):
        sentences.append(f"**The last new dates:** {'kept' if order['is_new_date_kept'] else 'broken, too'}.")
    elif not w.is_missing(order["has_new_date"]) and not order["has_new_date"]:
        sentences.append("**New dates:** none was given.")
    calls = promises[promises["fulfilled_by"] == "contact"]
    if not w.is_missing(order["is_followed_up"]) and "follow_up" not in set(calls["step"]):
        nobody = "nobody is on record to have called when it was complete"
        sentences.append(f"**Afterwards:** {'somebody called after it was complete' if order['is_followed_up'] else nobody}.")
    return [sentence for sentence in [*sentences, *(call(row) for row in calls.itertuples())] if sentence]


def legend(events: pd.DataFrame, promises: pd.DataFrame) -> str:
    """How to read the picture, of the marks that are in it."""
    is_promise, is_contact = events["record"] == "promise", events["record"] == "contact"
    marks = {
        "◇ a promised day, bold the first": True,
        "● delivered": (events["record"] == "delivery").any(),
        "━ the time past the first promise": promises["outcome"].isin(("late", "overdue_open")).any(),
        "✕ told without a date": (is_promise & events["told_due_date"].isna()).any(),
        "▸ a day that was promised and lies outside the picture": (events["event"] == "promised_again").any(),
        "❘ a contact, strong where the customer came to us, longer for a longer wait": is_contact.any(),
    }
    return " · ".join(mark for mark, is_there in marks.items() if is_there)


def prepared(promises: pd.DataFrame) -> str:
    """What the customer had done for the promised day."""
    rows = promises.dropna(subset=["preparation"]).itertuples()
    things = dict.fromkeys(f"{w.readable(row.preparation)} ({thing(row)})" for row in rows)
    return f"**Prepared for the day:** {w.escaped('; '.join(things))}." if things else ""


def who_knew_when(order: pd.Series, aftermath: pd.Series) -> str:
    """The notice chain of a broken order: who had it on record from which day, and whether the customer was told at all."""
    days = {
        "the partner warned us on {}": aftermath["partner_warned_date"],
        "we knew on {}": aftermath["company_knew_date"],
        "the customer was told on {}": aftermath["customer_told_date"],
    }
    known = sorted(((day, sentence) for sentence, day in days.items() if not w.is_missing(day)), key=lambda pair: pair[0])
    if not known:
        return ""
    year = w.as_day(known[0][0]).year
    parts = [sentence.format(w.day(day, year)) for day, sentence in known]
    if order["is_notice_measured"] and w.is_missing(aftermath["customer_told_date"]):
        parts.append("the customer is not on record to have been told")
    return f"**Who knew when:** {w.listed(parts)}."


def first_new_date(order: pd.Series, aftermath: pd.Series) -> str:
    """How long the customer was without a date, and how often it took to ask."""
    if w.is_missing(aftermath["first_notice_date"]):
        return ""
    if w.is_missing(aftermath["new_date_date"]):
        return "**The first new date:** none yet." if aftermath["is_still_waiting"] else ""
    waited = (w.as_day(aftermath["new_date_date"]) - w.as_day(aftermath["first_notice_date"])).days
    asked = order["contacts_before_new_date_count"]
    after = "" if w.is_missing(asked) or not asked else f", after {w.plural(asked, 'contact')}"
    when = "with the notice" if not waited else f"{w.days(waited)} after the notice"
    return f"**The first new date:** {when}{after}."


def from_desk_to_desk(aftermath: pd.Series) -> str:
    """The longest matter: over how many channels and teams it went."""
    if w.is_missing(aftermath["contacts_count"]) or aftermath["contacts_count"] == 1:
        return ""
    over = [w.plural(aftermath[f"{kind}s_count"], kind) for kind in ("channel", "team") if not w.is_missing(aftermath[f"{kind}s_count"])]
    sent = aftermath["redirects_count"]
    sent_on = "" if w.is_missing(sent) or not sent else f", sent on {w.plural(sent, 'time')}"
    matter = f"{w.plural(aftermath['contacts_count'], 'contact')} about one matter{' over ' + w.listed(over) if over else ''}{sent_on}"
    if not w.is_missing(aftermath["is_ping_pong"]) and aftermath["is_ping_pong"]:
        return f"**From desk to desk:** {matter}."
    if not w.is_missing(aftermath["is_one_point_of_contact"]) and aftermath["is_one_point_of_contact"]:
        return f"**One point of contact:** {matter}."
    return f"**What the customer came about:** {matter}."


def call(row) -> str:
    """A call that was promised: for when, and whether it was made."""
    what = CALLS.get(row.step, f"The promised call ({row.step_name})")
    if w.is_missing(row.due_date):
        return f"**{what}:** no day was given, so nobody can be held to it."
    made = "" if w.is_missing(row.fulfilled_date) else f", made {w.day(row.fulfilled_date, w.as_day(row.due_date).year)}"
    verdicts = {True: "kept", False: "broken"}
    came = "not due yet" if w.is_missing(row.is_kept) else verdicts[bool(row.is_kept)]
    return f"**{what}:** for {w.day(row.due_date)}{made or (', not made' if came != 'not due yet' else '')}: {came}."


def promises(rows: pd.DataFrame) -> str:
    """How many promises there are, to whom."""
    count, to_us = w.plural(len(rows), "promise"), int((rows["promised_to"] != "customer").sum())
    whose = f": {w.count(len(rows) - to_us)} to the customer and {w.count(to_us)} to us" if 0 < to_us < len(rows) else ""
    return f"{count} in this order{whose}"


def not_required(rows: pd.DataFrame) -> str | None:
    """The lines by which the order is not judged."""
    extra = sum(is_extra(row) for row in rows.itertuples())
    return f"{w.plural(extra, 'line')} not required: in no date, partner or line counted above." if extra else None


def promise_table(promises: pd.DataFrame) -> pd.DataFrame:
    """The promises of an order in the words of the page; the first seven columns are for everyone."""
    rows = [
        {
            "What": what + (" (not required)" if is_extra(row) else ""),
            "Partner": row.partner_name,
            "First promise": w.day(row.due_date),
            "Complete": "" if w.is_missing(row.fulfilled_date) else w.day(row.fulfilled_date),
            "Outcome": "No date given" if w.is_missing(row.due_date) else w.capital(w.OUTCOMES[row.outcome]),
            "Against the first": w.against_first(row),
            "Promised to": "the customer" if row.promised_to == "customer" else "us",
            "Journey step": row.step_name,
            "Latest promise": w.day(row.latest_due_date),
            "By the latest date": "" if w.is_missing(row.is_kept_latest) else "kept" if row.is_kept_latest else "broken",
            "Times changed": row.versions_count - 1,
            "Required": "yes" if row.is_required else "no",
            "Value": row.value,
        }
        for row, what in zip(promises.itertuples(), things(promises), strict=True)
    ]
    return pd.DataFrame(rows)


def things(promises: pd.DataFrame) -> list[str]:
    """What each promise is of; with its line where several of one step are called alike."""
    named = pd.Series([w.capital(thing(row)) for row in promises.itertuples()], index=promises.index, dtype=object)
    is_shared = pd.DataFrame({"named": named, "step": promises["step"]}).duplicated(keep=False)
    lines = [
        "" if w.is_missing(line) or not shared or name == f"Line {line}" else f" (line {line})"
        for name, line, shared in zip(named, promises["line"], is_shared, strict=True)
    ]
    return [name + line for name, line in zip(named, lines, strict=True)]


def is_extra(row) -> bool:
    """A line to the customer by which the order is not judged."""
    return row.promised_to == "customer" and row.fulfilled_by != "contact" and not row.is_required


def thing(row) -> str:
    """What a timeline row is about: the product group, else the line or the step."""
    for value in (row.product_group, f"line {row.line}" if not w.is_missing(row.line) else None, row.step):
        if not w.is_missing(value):
            return THINGS.get(str(value), w.readable(value))
    return "the order"
