"""One order in words: its verdict, its facts, what it meant for the customer, its promises. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, later_counted, say

UNDECIDED = {
    "pending": later("not due yet"),
    "excluded": later("withdrawn by the {customer} in time"),
    "not_measured": later("kept or not is not measured"),
}
#: what is promised without a product, as a customer would say it
THINGS = {"callback": later("a call back"), "follow_up": later("a call afterwards")}


def title(order: pd.Series) -> str:
    """Whose order it is, and its outcome: the name first, the order's number where there is none."""
    return (
        say("{Order} {order_id}: {verdict}", order_id=w.short(order["order_id"], 18), verdict=verdict(order))
        if w.is_missing(order["customer_name"])
        else say("{customer_name}'s {order}: {verdict}", customer_name=order["customer_name"], verdict=verdict(order))
    )


def verdict(order: pd.Series) -> str:
    """The verdict in a few words."""
    if order["is_broken_before_due"]:
        return counted(
            order["judged_count"],
            "not due yet, and already broken in {broken} of {count} line",
            "not due yet, and already broken in {broken} of {count} lines",
            broken=w.count(order["broken_count"]),
        )
    if order["outcome"] in UNDECIDED:
        return UNDECIDED[order["outcome"]]()
    if order["outcome"] == "overdue_open":
        return say("broken, {overdue} and still not complete", overdue=w.overdue(order))
    if order["outcome"] == "cancelled_broken":
        return say("broken, cancelled")
    if order["outcome"] == "kept_attempted":
        return say("kept; nobody was at home on the agreed day")
    is_by_its_own_day = w.is_missing(order["deviation_days"]) or not w.is_late(order)
    if not order["is_kept"] and is_by_its_own_day and order["outcome"] != "early":
        return counted(
            order["broken_count"],
            "broken, {count} of {judged} by its own date",
            "broken, {count} of {judged} by their own dates",
            judged=counted(order["judged_count"], "{count} line", "{count} lines"),
        )
    off = w.deviation(order["deviation_days"], order["deviation_minutes"])
    return say("kept, {off}", off=off) if order["is_kept"] else say("broken, {off}", off=off)


def summary(order: pd.Series) -> str:
    """The days behind the verdict, and what the latest dates would have made of it."""
    parts = []
    if w.is_missing(order["due_date"]):
        parts.append(say("No date was promised"))
    else:
        parts.append(
            say("Was due {due}", due=w.day(order["due_date"])) if order["is_due"] else say("Due {due}", due=w.day(order["due_date"]))
        )
    complete = order["fulfilled_date"]
    if not w.is_missing(complete):
        year = None if w.is_missing(order["due_date"]) else w.as_day(order["due_date"]).year
        parts.append(say("complete {complete}", complete=w.day(complete, year)))
    parts += split(order)
    sentences = [f"{', '.join(parts)}."]
    if order["is_due"] and not order["is_kept"] and order["has_new_dates"] and order["repromises_count"]:
        kept, judged = w.count(order["kept_latest_count"]), counted(order["judged_count"], "{count} line", "{count} lines")
        sentences.append(say("Judged by the latest dates alone, {kept} of {judged} would count as kept.", kept=kept, judged=judged))
    return " ".join(sentences)


def split(order: pd.Series) -> list[str]:
    """Over how many dates and partners, where there was more than one and the source says."""
    dates, partners = (0 if w.is_missing(number) else int(number) for number in (order["delivery_dates_count"], order["partners_count"]))
    if max(dates, partners) < 2:
        return []
    if not dates or not partners:
        return [w.number_of("date", dates) if dates else w.number_of("partner", partners)]
    return [say("{dates} from {whom}", dates=w.number_of("date", dates), whom=w.number_of("partner", partners))]


def notice(order: pd.Series) -> str:
    if not order["is_notice_measured"]:
        return w.NOT_MEASURED()
    lead = order["notice_lead_days"]
    if w.is_missing(lead):
        return say("none on record")
    day = w.day(order["first_notice_date"], w.as_day(order["due_date"]).year)
    if lead == 0:
        return say("{day}, on the day itself", day=day)
    if lead == 1:
        return say("{day}, the day before", day=day)
    if lead > 0:
        return say("{day}, {days} before", day=day, days=w.days(lead))
    return say("{day}, {days} after the due date", day=day, days=w.days(lead))


def deliveries(order: pd.Series) -> str:
    if w.is_missing(order["delivery_dates_count"]):
        return w.NOT_MEASURED()
    if not order["delivery_dates_count"]:
        return say("none yet")
    if w.is_missing(order["delivery_span_days"]):
        return counted(order["delivery_dates_count"], "{count} date so far", "{count} dates so far")
    if order["delivery_dates_count"] == 1:
        return say("all on one date")
    return counted(
        order["delivery_dates_count"],
        "{count} date, {delivery_span_days} apart",
        "{count} dates, {delivery_span_days} apart",
        delivery_span_days=w.days(order["delivery_span_days"]),
    )


def contacts(order: pd.Series) -> str:
    """How often the customer had to come to us, and how long that took."""
    if w.is_missing(order["contacts_count"]):
        return w.NOT_MEASURED()
    if not order["contacts_count"]:
        return say("never")
    return (
        counted(order["contacts_count"], "{count} time", "{count} times")
        if w.is_missing(order["wait_minutes"])
        else counted(
            order["contacts_count"],
            "{count} time, waited {wait_minutes}",
            "{count} times, waited {wait_minutes}",
            wait_minutes=counted(round(order["wait_minutes"]), "{count} minute", "{count} minutes"),
        )
    )


def facts(order: pd.Series, promises: pd.DataFrame, aftermath: pd.Series, lost: pd.DataFrame) -> list[tuple[str, str]]:
    """The four that tell what it was like, as label and value."""
    return [
        (say("{Customer} informed"), new_date(notice(order), order, aftermath)),
        (say("Deliveries"), deliveries(order)),
        (say("{Customer} came to us"), contacts(order)),
        last_line(order, promises, lost),
    ]


def new_date(notice: str, order: pd.Series, aftermath: pd.Series) -> str:
    """Of a customer who was told without a date: since when there is one."""
    if w.is_missing(order["notice_lead_days"]) or w.is_missing(aftermath["first_notice_date"]):
        return notice
    if w.is_missing(aftermath["new_date_date"]):
        return say("{notice}; no new date yet", notice=notice) if aftermath["is_still_waiting"] else notice
    given = w.as_day(aftermath["new_date_date"])
    if given == w.as_day(aftermath["first_notice_date"]):
        return notice
    return say("{notice}; no new date until {day}", notice=notice, day=w.day(given, w.as_day(order["due_date"]).year))


def last_line(order: pd.Series, promises: pd.DataFrame, lost: pd.DataFrame) -> tuple[str, str]:
    """What the order waits for, or waited for last, and from whom; what a partner has handed over is no longer waited for from there."""
    pacing = promises[promises["promise_id"] == order["pacing_promise_id"]]
    what = "" if pacing.empty else thing(next(pacing.itertuples()))
    whom = "" if w.is_missing(order["pacing_partner"]) else order["pacing_partner"]
    whole = say("{what} from {whom}", what=what, whom=whom) if what and whom else what or whom or w.NOT_STATED()
    if order["outcome"] not in ("overdue_open", "pending"):
        return say("Came last"), whole
    handed_over = lost.loc[(lost["place"] == 1) & (lost["promise_id"] == order["pacing_promise_id"]), "handed_over_date"].dropna()
    if handed_over.empty:
        return say("Waits for"), whole
    day = w.day(handed_over.iloc[0], w.as_day(order["due_date"]).year)
    return say("Waits for"), say("{whole}, with us since {day}", whole=whole, day=day)


COUNTED = {
    "contacts_before_new_date_count": later_counted(
        "{count} contact before there was a new date", "{count} contacts before there was a new date"
    ),
    "redirects_count": later_counted("{customer} sent on {count} time", "{customer} sent on {count} times"),
    "survey_answers_count": w.NUMBERS["survey_answer"],
}


def more_facts(order: pd.Series) -> str:
    """The rest in one line; what is not measured is left out."""
    sold = (
        say("sold by several {sellers}")
        if w.is_missing(order["seller_name"])
        else say("sold by {seller_name}", seller_name=order["seller_name"])
    )
    parts = [say("{Order} number {order_id}", order_id=order["order_id"]), sold]
    if not w.is_missing(order["value"]):
        parts.append(say("worth {value}", value=w.money(order["value"])))
    if not w.is_missing(order["is_date_critical"]):
        parts.append(say("the date was critical") if order["is_date_critical"] else say("the date was not critical"))
    if not w.is_missing(order["repromises_count"]):
        parts.append(counted(order["repromises_count"], "promise changed {count} time", "promise changed {count} times"))
    parts += [sentence(order[name]) for name, sentence in COUNTED.items() if not w.is_missing(order[name]) and order[name]]
    return " · ".join(parts)


def picture(promises: pd.DataFrame, order: pd.Series) -> str:
    """What the picture shows: the day that was promised, and the days on which it came."""
    goods = promises[(promises["promised_to"] == "customer") & (promises["fulfilled_by"] != "contact")]
    # the order is judged by the lines that it requires, and so are its days
    goods = goods[goods["is_required"].astype(bool)] if goods["is_required"].any() else goods
    came = sorted({w.as_day(day) for day in goods["fulfilled_date"].dropna()})
    if w.is_missing(order["due_date"]):
        return say("What was promised, and what came")
    due = w.as_day(order["due_date"])
    when = (
        w.listed(w.day(day, due.year) for day in came)
        if len(came) <= 3
        else counted(
            len(came),
            "{count} day from {first} to {last}",
            "{count} days from {first} to {last}",
            first=w.day(came[0], due.year),
            last=w.day(came[-1], due.year),
        )
    )
    promised = say("Promised for {due}", due=w.day(due, due.year))
    if not came:
        if order["outcome"] == "not_measured":
            return say("{promised}; what came is not measured", promised=promised)
        return (
            say("{promised}, and nothing has come", promised=promised)
            if order["is_due"]
            else say("{promised}; nothing has come yet", promised=promised)
        )
    still_open = goods[goods["outcome"].isin(("overdue_open", "pending"))]
    if len(still_open):
        things = list(dict.fromkeys(thing(row) for row in still_open.itertuples()))
        which = w.listed(things) if len(things) <= 3 else counted(len(still_open), "{count} line", "{count} lines")
        return say("{promised}, still open: {which}; the rest came on {when}", promised=promised, which=which, when=when)
    return say("{promised}, came on {when}", promised=promised, when=when)


def legend(events: pd.DataFrame, promises: pd.DataFrame) -> str:
    """How to read the picture, of the marks that are in it."""
    is_promise, is_contact = events["record"] == "promise", events["record"] == "contact"
    marks = {
        say("◇ a promised day, bold the first"): True,
        say("● delivered"): (events["record"] == "delivery").any(),
        say("━ the time past the first promise"): promises["outcome"].isin(("late", "overdue_open")).any(),
        say("✕ told without a date"): (is_promise & events["told_due_date"].isna()).any(),
        say("▸ a day that was promised and lies outside the picture"): (events["event"] == "promised_again").any(),
        say("❘ a contact, strong where the {customer} came to us, longer for a longer wait"): is_contact.any(),
    }
    return " · ".join(mark for mark, is_there in marks.items() if is_there)


def promises(rows: pd.DataFrame) -> str:
    """How many promises there are, to whom."""
    count, to_us = counted(len(rows), "{count} promise", "{count} promises"), int((rows["promised_to"] != "customer").sum())
    return (
        say(
            "{number} in this {order}: {to_them} to the {customer} and {to_us} to us",
            number=count,
            to_them=w.count(len(rows) - to_us),
            to_us=w.count(to_us),
        )
        if 0 < to_us < len(rows)
        else say("{number} in this {order}", number=count)
    )


def not_required(rows: pd.DataFrame) -> str | None:
    """The lines by which the order is not judged."""
    extra = sum(is_extra(row) for row in rows.itertuples())
    return (
        counted(
            extra,
            "{count} line not required: in no date, {partner} or line counted above.",
            "{count} lines not required: in no date, {partner} or line counted above.",
        )
        if extra
        else None
    )


def promise_table(promises: pd.DataFrame) -> pd.DataFrame:
    """The promises of an order in the words of the page; the first seven columns are for everyone."""
    rows = [
        {
            say("What"): say("{what} (not required)", what=what) if is_extra(row) else what,
            say("{Partner}"): row.partner_name,
            say("First promise"): w.day(row.due_date),
            say("Complete"): "" if w.is_missing(row.fulfilled_date) else w.day(row.fulfilled_date),
            say("Outcome"): say("No date given") if w.is_missing(row.due_date) else w.capital(w.OUTCOMES[row.outcome]()),
            say("Against the first"): w.against_first(row),
            say("Promised to"): say("the {customer}") if row.promised_to == "customer" else say("us"),
            say("Journey step"): row.step_name,
            say("Latest promise"): w.day(row.latest_due_date),
            say("By the latest date"): "" if w.is_missing(row.is_kept_latest) else say("kept") if row.is_kept_latest else say("broken"),
            say("Times changed"): row.versions_count - 1,
            say("Required"): say("yes") if row.is_required else say("no"),
            say("Value"): row.value,
        }
        for row, what in zip(promises.itertuples(), things(promises), strict=True)
    ]
    return pd.DataFrame(rows)


def hidden_columns() -> list[str]:
    """The columns of the table that stand apart: few readers ask for them."""
    return [say("Journey step"), say("Latest promise"), say("By the latest date"), say("Times changed"), say("Required"), say("Value")]


def things(promises: pd.DataFrame) -> list[str]:
    """What each promise is of; with its line where several of one step are called alike."""
    named = pd.Series([w.capital(thing(row)) for row in promises.itertuples()], index=promises.index, dtype=object)
    is_shared = pd.DataFrame({"named": named, "step": promises["step"]}).duplicated(keep=False)
    return [
        name
        if w.is_missing(line) or not shared or name == say("Line {line}", line=line)
        else say("{name} (line {line})", name=name, line=line)
        for name, line, shared in zip(named, promises["line"], is_shared, strict=True)
    ]


def is_extra(row) -> bool:
    """A line to the customer by which the order is not judged."""
    return row.promised_to == "customer" and row.fulfilled_by != "contact" and not row.is_required


def thing(row) -> str:
    """What a timeline row is about: the product group, else the line or the step."""
    for value in (row.product_group, say("line {line}", line=row.line) if not w.is_missing(row.line) else None, row.step):
        if not w.is_missing(value):
            return w.named(THINGS, str(value))
    return say("the {order}")
