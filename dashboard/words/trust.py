"""Whether the figures can be trusted, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

#: in the order in which they are drawn: whole orders, then lines, then another date
RULES = {
    "orders_first_promise": "Whole orders",
    "orders_latest_promise": "Whole orders, latest date",
    "lines_first_promise": "Single lines",
    "lines_open_dropped": "Lines, open ones left out",
    "lines_delivered_only": "Lines, delivered ones only",
    "lines_latest_promise": "Lines, by the latest date",
    "lines_latest_promise_delivered_only": "Delivered lines, latest date",
    "lines_requested_date": "Lines, by the day asked for",
    "lines_first_promise_where_requested": "The same lines, by our date",
}
OURS = ("orders_first_promise", "lines_first_promise")
#: about another date altogether: beside the ladder, no step of it
ASIDE = ("lines_requested_date", "lines_first_promise_where_requested")
LINKS = {
    "customer": "name their customer",
    "first_date": "have a first date",
    "order": "name their order",
    "partner": "name a partner",
    "partner_commitment": "have the partner's own date",
    "requested_date": "have the day that the customer asked for",
    "delivery_promise": "serve a promise that is known",
    "delivery_recorded_at": "say when they were recorded",
    "contact_named": "name an order that was promised",
    "contact_by_customer": "are tied to an order by customer and time",
    "contact_named_unknown": "name an order that no promise names",
    "contact_unlinked": "are tied to no order",
    "survey_answer_named": "name their order",
}


def verdict(feeds: pd.DataFrame, effect: dict | None, crashed: int) -> str:
    """Whether the figures can be trusted, and by how much they could be wrong for what was held back."""
    if feeds.empty:
        return "There is nothing to trust yet: no feed has delivered a row"
    moved = "nothing was held back"
    if effect is not None:
        moved = "what was held back changes no rate, for nothing is due"
        if not w.is_missing(effect["largest_move"]):
            moved = f"what was held back moves the kept rate by at most {w.points(effect['largest_move'])}"
    doubts = [f"{row.feed} are {w.plural(row.days_behind, 'day')} behind" for row in feeds.itertuples() if row.is_stale]
    if crashed:
        doubts.append(f"{w.plural(crashed, 'check')} could not be run")
    is_small = effect is None or w.is_missing(effect["is_small"]) or effect["is_small"]
    if not doubts and is_small:
        return f"The figures can be trusted: {moved}"
    return f"Read the figures with care: {'; '.join([*([w.listed(doubts)] if doubts else []), moved])}"


def balance(feeds: pd.DataFrame) -> str:
    landed, accepted, held = (int(feeds[f"rows_{name}"].sum()) for name in ("landed", "accepted", "quarantined"))
    return f"{w.count(landed)} rows in = {w.count(accepted)} accepted + {w.count(held)} held back. Nothing is ever dropped."


def balance_table(feeds: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Feed": feeds["feed"],
            "Rows in": feeds["rows_landed"],
            "= accepted": feeds["rows_accepted"],
            "+ held back": feeds["rows_quarantined"],
            "From": ["" if w.is_missing(at) else w.day(at) for at in feeds["first_at"]],
            "To": ["" if w.is_missing(at) else w.day(at) for at in feeds["last_at"]],
            "Freshness": [freshness(row) for row in feeds.itertuples()],
        }
    )


def freshness(feed) -> str:
    if w.is_missing(feed.days_behind):
        return ""
    if feed.days_behind <= 0:
        return "up to date"
    return f"{w.plural(feed.days_behind, 'day')} behind" + (", stale" if feed.is_stale else "")


def checks(verdicts: pd.DataFrame) -> str:
    if verdicts.empty:
        return "No checks"
    failed, crashed = (verdicts["status"] == "failed").sum(), (verdicts["status"] == "crashed").sum()
    if not failed and not crashed:
        return f"All {w.plural(len(verdicts), 'check')} passed"
    not_run = f", {w.count(crashed)} could not be run" if crashed else ""
    return f"{w.count(failed)} of {w.plural(len(verdicts), 'check')} failed{not_run}"


SEVERITIES = {"critical": ":red-badge[critical]", "error": ":orange-badge[error]", "warning": ":gray-badge[warning]"}


def check(row) -> str:
    """One verdict in a line: how grave, what, how many rows, and why it matters."""
    badge = SEVERITIES.get(row.severity, row.severity)
    where, sentence = w.escaped(row.feed if w.is_missing(row.column_name) else f"{row.feed}.{row.column_name}"), w.escaped(row.sentence)
    if row.status == "crashed":
        return f"{badge} **{where}** – the check itself could not be run, so nothing is known. {sentence}"
    what = {"critical": "refuse the batch", "error": "held back", "warning": "accepted, and noted"}.get(row.severity, "")
    if not row.rows_failed:
        return f"{badge} **{where}** – the feed as a whole. {sentence}"
    return f"{badge} **{where}** – {w.count(row.rows_failed)} of {w.plural(row.rows_checked, 'row')} {what}. {sentence}"


def coverage(columns: pd.DataFrame, absent: list[str]) -> str:
    if columns.empty:
        return "Which columns are there is not known"
    missing = len(_missing(columns))
    needed = (columns["unmeasured"].fillna("") != "").sum()
    if not missing and not absent:
        return "Every column that a figure needs is there"
    lacking = [f"{w.count(missing)} of the {w.count(needed)} columns that a figure needs"] if missing else []
    return f"Not delivered: {w.listed([*lacking, *(f'the feed {name}' for name in absent)])}"


def _missing(columns: pd.DataFrame) -> pd.DataFrame:
    return columns[~columns["is_mapped"] & columns["unmeasured"].fillna("").ne("")]


def unmeasured(columns: pd.DataFrame) -> list[str]:
    """Per feed, what no page can say, and the columns that would let it."""
    missing = _missing(columns)
    return [
        f"**{w.capital(feed)}**, not measured: " + "; ".join(f"{row.unmeasured} (`{row.column_name}`)" for row in rows.itertuples()) + "."
        for feed, rows in missing.groupby("feed", sort=False)
    ]


def coverage_table(columns: pd.DataFrame) -> pd.DataFrame:
    """Which column each figure needs, and how much of it is filled; what is not delivered stands first."""
    rows = columns.assign(is_needed=columns["unmeasured"].fillna("").ne(""))
    rows = rows.sort_values(["is_needed", "is_mapped"], ascending=[False, True], kind="stable")
    filled = [
        f"{w.count(row.filled_count)} of {w.count(row.rows_count)}" if row.is_mapped else "not delivered" for row in rows.itertuples()
    ]
    return pd.DataFrame(
        {
            "Figure": [w.capital(text) if text else "" for text in rows["unmeasured"].fillna("")],
            "Needs the column": rows["feed"] + "." + rows["column_name"],
            "Filled": (100 * rows["filled_rate"]).to_numpy(),
            "Rows filled": filled,
        }
    )


def orphan_table(orphans: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Event": [w.capital(w.readable(event)) for event in orphans["event"]],
            "Happened (UTC)": [f"{at:%Y-%m-%d %H:%M}" for at in orphans["occurred_at"]],
            "Names the promise": orphans["promise_id"].fillna(orphans["order_id"]),
            "Partner": orphans["partner_id"],
            "File": orphans["source_file"],
            "Row": orphans["source_row"],
            "Delivery": orphans["delivery_id"],
        }
    )


def held_back_effect(effect: dict | None) -> str:
    """Between what and what the rate lies, whatever the held-back rows would have said."""
    if effect is None or w.is_missing(effect["kept_rate"]):
        return ""
    low, kept, high = (f"{100 * effect[name]:.1f}" for name in ("lowest_kept_rate", "kept_rate", "highest_kept_rate"))
    about = w.plural(effect["promises_count"], "promise")
    rates = (
        f"{kept} % of all promises to customers are kept. It would be {low} % if every one of the {about} that the rows held back speak of "
        f"had been broken, {high} % if every one had been kept."
    )
    unnamed = f" {w.capital(w.plural(effect['unnamed_count'], 'row'))} do not say what they are about." if effect["unnamed_count"] else ""
    return f"{rates}{unnamed}"


def restated(weeks: pd.DataFrame) -> str:
    return f"{w.capital(w.some(len(weeks), 'week'))} restated since first published"


def restated_table(weeks: pd.DataFrame) -> pd.DataFrame:
    def counts(kept: str, due: str) -> list[str]:
        return [f"{w.count(row[kept])} of {w.count(row[due])}" for row in weeks.to_dict("records")]

    return pd.DataFrame(
        {
            "Week of": [w.day(day) for day in weeks["week"]],
            "Published as of": [w.day(day) for day in weeks["first_published_as_of"]],
            "Kept, as first published": counts("first_kept_count", "first_due_count"),
            "Kept, as known now": counts("kept_count", "due_count"),
        }
    )


def recording_delay(delays: pd.DataFrame, minimum: float) -> str:
    measured = delays[delays["measured_count"] > 0] if not delays.empty else delays
    if measured.empty:
        return "How late events are recorded is not measured"
    measured = measured[measured["matured_count"] >= minimum]
    if measured.empty:
        return "Too few events are old enough to say how late they are recorded"
    slowest = measured.sort_values("p95_days").iloc[-1]
    within = w.delay(slowest["p95_hours"], slowest["p95_days"])
    return f"{w.capital(w.readable(slowest['event']))} is recorded latest: 95 of 100 within {within}"


def delay_table(delays: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Event": [w.capital(w.readable(event)) for event in delays["event"]],
            "Events": [w.count(number) for number in delays["events_count"]],
            "With a record date": [w.count(number) for number in delays["measured_count"]],
            "Median": [w.delay(hours, days) for hours, days in zip(delays["p50_hours"], delays["p50_days"], strict=True)],
            "95 of 100 within": [w.delay(hours, days) for hours, days in zip(delays["p95_hours"], delays["p95_days"], strict=True)],
        }
    )


def promise_balance(outcomes: pd.DataFrame) -> str:
    parts = [f"{w.count(row.promises_count)} {w.OUTCOMES[row.outcome]}" for row in outcomes.itertuples()]
    return f"{' + '.join(parts)} = {w.count(outcomes['promises_count'].sum())} promises, to customers and to us"


def ladder(rows: pd.DataFrame) -> str:
    """Between what and what the same promises would look kept."""
    steps = rows[~rows["rule"].isin(ASIDE)]["kept_rate"].dropna()
    if steps.empty or steps.min() == steps.max():
        return "What looser definitions would show is not measured" if steps.empty else "Every definition shows the same rate so far"
    between = f"The same promises look {w.percent(steps.min())} to {w.percent(steps.max())} kept, depending on what is counted"
    asked = rows.loc[rows["rule"] == ASIDE[0], "kept_rate"].dropna()
    return between if asked.empty else f"{between}; by the day that customers asked for, {w.percent(asked.iloc[0])}"


LADDER = (
    "Ours, in strong colour: an order is kept only when every line of it came by its first date. The others forgive or leave out what "
    "went wrong."
)


def ladder_note(rows: pd.DataFrame) -> str:
    """How to read the picture; of the two by the day that was asked for only where they are in it."""
    return f"{LADDER} The last two are of those alone whose customer asked for a day. {OF_ALL}" if _asked(rows) else f"{LADDER} {OF_ALL}"


OF_ALL = "All that was ever due."


def _asked(rows: pd.DataFrame) -> bool:
    return bool(rows.loc[rows["rule"].isin(ASIDE), "due_count"].sum() > 0)


def ladder_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """What the picture draws; the two by the day that was asked for only where somebody asked."""
    rows = rows[_asked(rows) | ~rows["rule"].isin(ASIDE)]
    rows = rows.sort_values("rule", key=lambda rules: rules.map(list(RULES).index), kind="stable")
    return rows.assign(name=[RULES.get(rule, w.readable(rule)) for rule in rows["rule"]], is_ours=rows["rule"].isin(OURS))


def links(rows: pd.DataFrame) -> str:
    """How much of what happened finds its promise or its order, in one line."""
    shares = rows.set_index("link")["covered_share"]
    parts = []
    if "delivery_promise" in shares:
        parts.append(f"{w.percent(shares['delivery_promise'])} of the deliveries find their promise")
    if {"contact_named", "contact_by_customer"} <= set(shares.index):
        parts.append(f"{w.percent(shares['contact_named'] + shares['contact_by_customer'])} of the contacts find their order")
    return w.capital(w.listed(parts)) if parts else "How much finds its promise is not measured"


def link_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Of the": [w.readable(feed) for feed in rows["feed"]],
            "This many": [LINKS.get(link, w.readable(link)) for link in rows["link"]],
            "Share": (100 * rows["covered_share"]).to_numpy(),
            "Rows": [f"{w.count(row.covered_count)} of {w.count(row.rows_count)}" for row in rows.itertuples()],
        }
    )


def orphans(count: int, repeated: int) -> str:
    twice = f"; {w.count(repeated)} recorded twice and counted once" if repeated else ""
    return f"{w.capital(w.some(count, 'delivery event'))} without a promise{twice}"


def policies(rows: pd.DataFrame) -> str:
    """What counts as kept for everyone, in one line."""
    house = rows[(rows["partner_id"] == "*") & (rows["step"] == "*") & (rows["product_group"] == "*") & (rows["partner_type"] == "*")]
    if house.empty:
        return w.capital(w.some(len(rows), "policy")).replace("policys", "policies")
    row = house.iloc[0]
    grace = span(row["grace_days"], row["grace_minutes"])
    early = span(row["early_tolerance_days"], row["early_tolerance_minutes"])
    target = "no target" if w.is_missing(row["target_kept_rate"]) else f"a target of {w.percent(row['target_kept_rate'], 0)}"
    more = f"; {w.plural(len(rows) - 1, 'policy', 'policies')} for some" if len(rows) > 1 else ""
    return f"What counts as kept: {grace or 'no'} grace, {early or 'no'} tolerance for coming early, {target}{more}"


def span(days, minutes) -> str:
    """A tolerance of a policy; empty where there is none."""
    parts = [w.plural(number, unit) for number, unit in ((days, "day"), (minutes, "minute")) if not w.is_missing(number) and number]
    return w.listed(parts)


def policy_table(rows: pd.DataFrame) -> pd.DataFrame:
    scopes = ("partner_id", "partner_type", "step", "product_group")
    return pd.DataFrame(
        {
            "For": [
                w.listed(f"{w.readable(name.removesuffix('_id'))} {row[name]}" for name in scopes if row[name] != "*") or "everyone"
                for row in rows.to_dict("records")
            ],
            "Since": [w.day(row.valid_from) if row.valid_from.year > 1900 else "the beginning" for row in rows.itertuples()],
            "Grace": [span(row.grace_days, row.grace_minutes) or "none" for row in rows.itertuples()],
            "May come early by": [span(row.early_tolerance_days, row.early_tolerance_minutes) or "nothing" for row in rows.itertuples()],
            "Target": [w.percent(rate, 0) for rate in rows["target_kept_rate"]],
            "Transit": ["" if w.is_missing(days) else w.plural(days, "business day") for days in rows["transit_business_days"]],
            "Why": rows["comment"].to_numpy(),
        }
    )


def threshold_table(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Threshold": [w.capital(w.readable(name)) for name in rows["name"]],
            "Value": [f"{value:g} {unit}" for value, unit in zip(rows["value"], rows["unit"], strict=True)],
            "Why": rows["comment"].to_numpy(),
        }
    )


def held_back_list(shown: int, total: int) -> str:
    return f"The {w.count(total)} rows held back" if total == shown else f"First {w.count(shown)} of {w.count(total)} rows held back"


def decisions(count: int) -> str:
    return f"Why it was decided so: {w.plural(count, 'decision')}"


def document(text: str) -> str:
    """A text of the house on the page: its headings become bold, and a dollar is no formula."""
    lines = [f"**{line.lstrip('# ')}**" if line.startswith("#") else line for line in text.replace("$", r"\$").splitlines()]
    return "\n".join(lines)


def where(columns: str, pages: str) -> str:
    """Which columns hold a figure, and which pages show it."""
    if not columns:
        return ""
    shown = "no page yet" if pages == "–" else pages
    return f"In the marts: {columns}. Shown on: {shown}."
