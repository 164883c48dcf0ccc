"""What counts as kept, and how much of the record is linked, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say, stored

#: in the order in which they are drawn: whole orders, then lines, then another date
RULES = {
    "orders_first_promise": later("Whole {orders}"),
    "orders_latest_promise": later("Whole {orders}, latest date"),
    "lines_first_promise": later("Single lines"),
    "lines_open_dropped": later("Lines, open ones left out"),
    "lines_delivered_only": later("Lines, delivered ones only"),
    "lines_latest_promise": later("Lines, by the latest date"),
    "lines_latest_promise_delivered_only": later("Delivered lines, latest date"),
    "lines_requested_date": later("Lines, by the day asked for"),
    "lines_first_promise_where_requested": later("The same lines, by our date"),
}
OURS = ("orders_first_promise", "lines_first_promise")
#: about another date altogether: beside the ladder, no step of it
ASIDE = ("lines_requested_date", "lines_first_promise_where_requested")
LINKS = {
    "customer": later("name their {customer}"),
    "first_date": later("have a first date"),
    "order": later("name their {order}"),
    "partner": later("name {a_partner}"),
    "partner_commitment": later("have the {partner}'s own date"),
    "requested_date": later("have the day that the {customer} asked for"),
    "delivery_promise": later("serve a promise that is known"),
    "delivery_recorded_at": later("say when they were recorded"),
    "contact_named": later("name {an_order} that was promised"),
    "contact_by_customer": later("are tied to {an_order} by {customer} and time"),
    "contact_named_unknown": later("name {an_order} that no promise names"),
    "contact_unlinked": later("are tied to no {order}"),
    "survey_answer_named": later("name their {order}"),
}


def promise_balance(outcomes: pd.DataFrame) -> str:
    parts = [f"{w.count(row.promises_count)} {w.OUTCOMES[row.outcome]()}" for row in outcomes.itertuples()]
    return say(
        "{parts} = {promises} promises, to {customers} and to us",
        parts=" + ".join(parts),
        promises=w.count(outcomes["promises_count"].sum()),
    )


def ladder(rows: pd.DataFrame) -> str:
    """Between what and what the same promises would look kept."""
    steps = rows[~rows["rule"].isin(ASIDE)]["kept_rate"].dropna()
    if steps.empty or steps.min() == steps.max():
        return (
            say("What looser definitions would show is not measured") if steps.empty else say("Every definition shows the same rate so far")
        )
    between = say(
        "The same promises look {low} to {high} kept, depending on what is counted",
        low=w.percent(steps.min()),
        high=w.percent(steps.max()),
    )
    asked = rows.loc[rows["rule"] == ASIDE[0], "kept_rate"].dropna()
    if asked.empty:
        return between
    return say("{between}; by the day that {customers} asked for, {rate}", between=between, rate=w.percent(asked.iloc[0]))


LADDER = later(
    "Ours, in strong colour: {an_order} is kept only when every line of it came by its first date. The others "
    "forgive or leave out what went wrong."
)


def ladder_note(rows: pd.DataFrame) -> str:
    """How to read the picture; of the two by the day that was asked for only where they are in it."""
    return (
        say("{ladder} The last two are of those alone whose {customer} asked for a day. {of_all}", ladder=LADDER(), of_all=OF_ALL())
        if _asked(rows)
        else f"{LADDER()} {OF_ALL()}"
    )


OF_ALL = later("All that was ever due.")


def _asked(rows: pd.DataFrame) -> bool:
    return bool(rows.loc[rows["rule"].isin(ASIDE), "due_count"].sum() > 0)


def ladder_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """What the picture draws; the two by the day that was asked for only where somebody asked."""
    rows = rows[_asked(rows) | ~rows["rule"].isin(ASIDE)]
    rows = rows.sort_values("rule", key=lambda rules: rules.map(list(RULES).index), kind="stable")
    return rows.assign(name=[w.named(RULES, rule) for rule in rows["rule"]], is_ours=rows["rule"].isin(OURS))


def links(rows: pd.DataFrame) -> str:
    """How much of what happened finds its promise or its order, in one line."""
    shares = rows.set_index("link")["covered_share"]
    parts = []
    if "delivery_promise" in shares:
        parts.append(say("{delivery_promise} of the deliveries find their promise", delivery_promise=w.percent(shares["delivery_promise"])))
    if {"contact_named", "contact_by_customer"} <= set(shares.index):
        parts.append(
            say(
                "{contact_named} of the contacts find their {order}",
                contact_named=w.percent(shares["contact_named"] + shares["contact_by_customer"]),
            )
        )
    return w.capital(w.listed(parts)) if parts else say("How much finds its promise is not measured")


def link_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Of the"): [w.readable(feed) for feed in rows["feed"]],
            say("This many"): [w.named(LINKS, link) for link in rows["link"]],
            say("Share"): (100 * rows["covered_share"]).to_numpy(),
            say("Rows"): [
                say("{covered} of {all_rows}", covered=w.count(row.covered_count), all_rows=w.count(row.rows_count))
                for row in rows.itertuples()
            ],
        }
    )


def orphans(count: int, repeated: int) -> str:
    events = (
        counted(count, "{count} delivery event without a promise", "{count} delivery events without a promise")
        if count
        else say("No delivery events without a promise")
    )
    return say("{events}; {repeated} recorded twice and counted once", events=events, repeated=w.count(repeated)) if repeated else events


def policies(rows: pd.DataFrame) -> str:
    """What counts as kept for everyone, in one line."""
    house = rows[(rows["partner_id"] == "*") & (rows["step"] == "*") & (rows["product_group"] == "*") & (rows["partner_type"] == "*")]
    if house.empty:
        return counted(len(rows), "{count} policy", "{count} policies") if len(rows) else say("No policies")
    row = house.iloc[0]
    grace = span(row["grace_days"], row["grace_minutes"])
    early = span(row["early_tolerance_days"], row["early_tolerance_minutes"])
    kept = (
        say(
            "What counts as kept: {grace} grace, {early} tolerance for coming early, no target",
            grace=grace or say("no"),
            early=early or say("no"),
        )
        if w.is_missing(row["target_kept_rate"])
        else say(
            "What counts as kept: {grace} grace, {early} tolerance for coming early, a target of {target}",
            grace=grace or say("no"),
            early=early or say("no"),
            target=w.percent(row["target_kept_rate"], 0),
        )
    )
    if len(rows) == 1:
        return kept
    return counted(len(rows) - 1, "{kept}; {count} policy for some", "{kept}; {count} policies for some", kept=kept)


def span(days, minutes) -> str:
    """A tolerance of a policy; empty where there is none."""
    parts = [w.number_of(unit, number) for unit, number in (("day", days), ("minute", minutes)) if not w.is_missing(number) and number]
    return w.listed(parts)


def policy_table(rows: pd.DataFrame) -> pd.DataFrame:
    scopes = ("partner_id", "partner_type", "step", "product_group")
    return pd.DataFrame(
        {
            say("For"): [
                w.listed(f"{w.readable(name.removesuffix('_id'))} {row[name]}" for name in scopes if row[name] != "*") or say("everyone")
                for row in rows.to_dict("records")
            ],
            say("Since"): [w.day(row.valid_from) if row.valid_from.year > 1900 else say("the beginning") for row in rows.itertuples()],
            say("Grace"): [span(row.grace_days, row.grace_minutes) or say("none") for row in rows.itertuples()],
            say("May come early by"): [
                span(row.early_tolerance_days, row.early_tolerance_minutes) or say("nothing") for row in rows.itertuples()
            ],
            say("Target"): [w.percent(rate, 0) for rate in rows["target_kept_rate"]],
            say("Transit"): [
                "" if w.is_missing(days) else counted(days, "{count} business day", "{count} business days")
                for days in rows["transit_business_days"]
            ],
            say("Why"): rows["comment"].to_numpy(),
        }
    )


def threshold_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Threshold"): [w.capital(w.readable(name)) for name in rows["name"]],
            say("Value"): [f"{value:g} {stored(unit)}" for value, unit in zip(rows["value"], rows["unit"], strict=True)],
            say("Why"): rows["comment"].to_numpy(),
        }
    )


def held_back_list(shown: int, total: int) -> str:
    return (
        say("The {total} rows held back", total=w.count(total))
        if total == shown
        else say("First {shown} of {total} rows held back", shown=w.count(shown), total=w.count(total))
    )


def decisions(count: int) -> str:
    return counted(count, "Why it was decided so: {count} decision", "Why it was decided so: {count} decisions")


def document(text: str) -> str:
    """A text of the house on the page: its headings become bold, and a dollar is no formula."""
    lines = [f"**{line.lstrip('# ')}**" if line.startswith("#") else line for line in text.replace("$", r"\$").splitlines()]
    return "\n".join(lines)


def where(columns: str, pages: str) -> str:
    """Which columns hold a figure, and which pages show it."""
    if not columns:
        return ""
    return (
        say("In the marts: {columns}. Shown on: no page yet.", columns=columns)
        if pages == "–"
        else say("In the marts: {columns}. Shown on: {pages}.", columns=columns, pages=pages)
    )
