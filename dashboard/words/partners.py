"""Sentences about partners: who to act on, and one by its own dates and by the customer's. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.blame import whole
from dashboard.words.language import counted, later, say
from dashboard.words.standings import TITLES, since

WORDS = {
    "act": later("Act"),
    "watch": later("Watch"),
    "none": later("As its peers"),
    "not_comparable": later("No peers"),
    "too_little_data": later("Too little data"),
    "": later("No date of its own"),
}


def standing_out(row: pd.Series) -> str:
    """One line of the list of those who stand out, after the name."""
    more = w.count(round(row["excess_broken_count"]))
    return say(
        "broke {more} more than its peers would have. {step_name}: {reason} {since}",
        more=more,
        step_name=row["step_name"],
        reason=row["reason"],
        since=since(row),
    ).rstrip()


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
    return say("Due: {parts}.", parts=w.listed(parts))


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


def boldness(name: str, now: pd.Series, late_days: int, lost_days: int) -> str:
    """Whether it is blamed for what was promised without it: the heading."""
    before, all_of = int(now["before_commitment_count"]), w.count(now["committed_count"])
    places = {"before": w.count(before), "all_of": all_of, "name": name}
    if lost_days:
        return say(
            "Our {sellers} promised {before} of {all_of} sooner than {name} had agreed: {lost} of {days} late",
            **places,
            lost=w.count(lost_days),
            days=w.days(late_days),
        )
    if not before:
        return say("Our {sellers} promised none of {all_of} sooner than {name} had agreed", **places)
    return say("Our {sellers} promised {before} of {all_of} sooner than {name} had agreed", **places)


def who_was_bold(rows: pd.DataFrame) -> str:
    """The sellers that did, with the days that add up to those of the heading."""

    def part(name: str, promises: int, days: int) -> str:
        return counted(
            promises, "{name} ({count} promise, {days} late)", "{name} ({count} promises, {days} late)", name=name, days=w.days(days)
        )

    shown, days = rows.head(NAMED_SELLERS), whole(rows["days"])
    parts = [part(row.name, row.before_count, lost) for row, lost in zip(shown.itertuples(index=False), days, strict=False)]
    if rest := len(rows) - len(shown):
        others = counted(rest, "{count} other {seller}", "{count} other {sellers}")
        parts.append(part(others, rows["before_count"].iloc[NAMED_SELLERS:].sum(), sum(days[NAMED_SELLERS:])))
    return w.listed(parts) + "."


# ---------- one that agreed to no date of its own


def not_judged(rows: pd.DataFrame, has_commitments: bool) -> str:
    """The heading of one without a standing: why, and what it is set beside instead."""
    others = int(rows["others_count"].max()) if len(rows) else 0
    if not others:
        return (
            say("Not judged: it agreed to no date of its own, and nobody else does the same")
            if has_commitments
            else say("Not judged: no date of its own is on record, and nobody else does the same")
        )
    who = rows["other_name"].iloc[0] if others == 1 else say("the others")
    fewer, more = (w.listed(rows[rows["clear"] == clear]["step_name"]) for clear in ("fewer", "more"))
    if not fewer and not more:
        return say("No clear difference to {who}, by the {customer}'s date", who=who)
    if fewer and more:
        return say("Keeps fewer than {who} in {fewer} and more in {more}, by more than chance", who=who, fewer=fewer, more=more)
    if fewer:
        return say("Keeps fewer than {who} in {fewer}, by more than chance", who=who, fewer=fewer)
    return say("Keeps more than {who} in {more}, by more than chance", who=who, more=more)


#: one step of it, beside the others who do the same
BESIDE = {
    "few": later("**{step_name}**: kept {mine}, {who} {theirs}: too few to compare."),
    "alike": later("**{step_name}**: kept {mine}, {who} {theirs}: may be chance."),
    "fewer": later("**{step_name}**: kept {mine}, {who} {theirs}: fewer, by more than chance."),
    "more": later("**{step_name}**: kept {mine}, {who} {theirs}: more, by more than chance."),
}


def beside(row) -> str:
    """One step beside the others who do the same."""

    def of(kept, due, rate) -> str:
        return say("{kept} of {due} ({rate})", kept=w.count(kept), due=w.count(due), rate=w.percent(rate))

    step_name, mine = w.escaped(row.step_name), of(row.kept_count, row.due_count, row.kept_rate)
    if not row.others_due_count:
        return say("**{step_name}**: kept {mine}; nobody else does it.", step_name=step_name, mine=mine)
    who = w.escaped(row.other_name) if row.others_count == 1 else say("{others} others", others=w.count(row.others_count))
    theirs = of(row.others_kept_count, row.others_due_count, row.others_kept_rate)
    return BESIDE[row.clear](step_name=step_name, mine=mine, who=who, theirs=theirs)


def whose_date(rows: pd.DataFrame, has_commitments: bool) -> str:
    """Why it has no standing, and who made the dates that it is held to."""
    named = list(dict.fromkeys(rows["seller_name"].dropna()))
    by = w.escaped(named[0]) if len(named) == 1 and rows["sellers_count"].max() == 1 else say("our {sellers}")
    sentences = [
        say("It agreed to no date of its own: the dates are those that {by} gave the {customer}.", by=by)
        if has_commitments
        else say("No date of its own is on record: the dates are those that {by} gave the {customer}.", by=by),
        say(
            "A standing takes two peers or more: {other} is the only other that does the same.", other=w.escaped(rows["other_name"].iloc[0])
        )
        if rows["others_count"].max() == 1
        else say("A standing takes two peers or more."),
    ]
    return " ".join(sentences)


def title(now: pd.Series, rows: pd.DataFrame) -> str:
    """After the name of one without a standing: the verdict beside the others, and that it was held to the dates of somebody else. Its rate
    below a target alone would read as its fault."""
    others = int(rows["others_count"].max()) if len(rows) else 0
    if not now["is_enough"] or (others and (rows["clear"] == "few").all()):
        return TITLES["too_little_data"]()
    if not others:
        return say("not judged: no date was its own, and nobody else does the same")
    who = say("{other}, the only other that does the same", other=rows["other_name"].iloc[0]) if others == 1 else say("the others")
    fewer, more = (w.listed(rows[rows["clear"] == clear]["step_name"]) for clear in ("fewer", "more"))
    if not fewer and not more:
        return say("no clear difference to {who}; no date was its own", who=who)
    places = {"fewer": fewer, "more": more, "who": who}
    if fewer and more:
        return say("by more than chance fewer kept in {fewer} and more in {more} than by {who}; no date was its own", **places)
    if fewer:
        return say("by more than chance fewer kept in {fewer} than by {who}; no date was its own", **places)
    return say("by more than chance more kept in {more} than by {who}; no date was its own", **places)


NO_OWN_DATES = later(
    "No date of its own is on record for these: map `partner_due_at` of the promises feed to judge it by what it agreed to."
)


def no_own_dates(now: pd.Series) -> str | None:
    if now["own_due_count"]:
        return None
    return say("None of these has a date of its own.") if now["has_partner_commitments"] else NO_OWN_DATES()


# ---------- lists


def cases(own: int, total: int) -> str:
    """What to bring: those that lost days of its own, of all that it broke."""
    if not own:
        return counted(total, "Bring these: {count} broken promise", "Bring these: {count} broken promises")
    return counted(
        total,
        "Bring these: {own} of its {count} broken promise lost days of its own",
        "Bring these: {own} of its {count} broken promises lost days of its own",
        own=w.count(own),
    )


def to_cases(own: int, total: int, first: dict[str, str]) -> str:
    """The way to the list, and to the first of its orders. `first`: the address of each."""
    links = ", ".join(f"[{w.escaped(order)}]({address})" for order, address in first.items())
    return f"[**{cases(own, total)}**](#{CASES})  \n{say('First: {links}', links=links)}"


FIRST_CASES = 5


CASES = "cases"
CASES_UNDER = later(
    "Still open ones first, then by its own days × what is at stake: the value, more where the day is critical or nobody told the "
    "{customer}. Long overdue ones last. Select a row to read the {order}'s story."
)
NAMED_SELLERS = 4
HONEST_DATES = later("Its honest dates, place by place")
PERIOD = later("Below, the period chosen above counts, unless a line names another.")


def own_of(row) -> str:
    """`9 of 12`: days that were its own, of all."""
    if w.is_missing(row.delay_days):
        return ""
    own = 0.0 if w.is_missing(row.own_days) else float(row.own_days)
    days = w.count(row.delay_days)
    return say("under 1 of {days}", days=days) if 0 < own < 0.5 else say("{own} of {days}", own=w.count(round(own)), days=days)


WARNED = {"before": later("before the day"), "late": later("on it or later"), "never": later("no")}


def warned(value) -> str:
    """Whether it warned us of the break."""
    return "" if w.is_missing(value) else WARNED[value]()


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


#: below the rates that are the customers'
TO_US = later("Promised to us are its hand-overs, counted apart: the rates above are of what it delivers to {customers}.")


def no_groups(has_groups: bool) -> str:
    if has_groups:
        return say("No promise of it has a product group.")
    return say("Not measured: no promise has a product group. Map the column `product_group` of the promises feed.")


def kinds(types: pd.Series) -> list[str]:
    return [w.NOT_STATED() if w.is_missing(value) else w.readable(value) for value in types]
