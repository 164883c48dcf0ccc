"""What the figures say, in sentences that carry their denominators. No Streamlit, no SQL."""

import pandas as pd

from dashboard import wording as w
from dashboard.rates import WIDEST_USUAL, share

#: outcome → the mark of its colour in running text
MARKS = {"early": ":green[■]", "on_time": ":blue[■]", "late": ":orange[■]", "overdue_open": ":red[■]", "cancelled_broken": ":violet[■]"}
NO_NEW_DATES = "No new dates are on record, so the gap to the latest promise is not measured."


def outcome_legend(now: pd.Series) -> str:
    """The five shares of what was due, which add up to all of it."""
    counts = {name: now[f"{name}_count"] + (now["kept_attempted_count"] if name == "on_time" else 0) for name in MARKS}
    shares = (
        f"{mark} {w.capital(w.OUTCOMES[name])} {w.percent(share(counts[name], now['due_count']))} ({w.count(counts[name])})"
        for name, mark in MARKS.items()
    )
    # each entry stays on one line; the row breaks between them
    return " &emsp; ".join(each.replace(" ", "&nbsp;") for each in shares)


def outcome_notes(now: pd.Series) -> str:
    notes = []
    early_broken = now["early_count"] - now["early_kept_count"]
    if early_broken:
        notes.append(
            f"Early keeps a promise “by” a date; {w.count(early_broken)} early ones broke one for a day, a window or an appointment."
        )
    elif now["early_count"]:
        notes.append("Early keeps a promise “by” a date.")
    if now["kept_attempted_count"]:
        came = w.plural(now["kept_attempted_count"], "delivery", "deliveries")
        notes.append(f"On time includes {came} that came as agreed when the customer was not there.")
    if now["excluded_count"]:
        notes.append(f"Not counted: {w.plural(now['excluded_count'], 'promise')} that the customer withdrew in time.")
    return " ".join(notes)


def headline(now: pd.Series) -> str:
    kept, due = w.count(now["kept_count"]), w.plural(now["due_count"], "order")
    were = "was" if now["kept_count"] == 1 else "were"
    return f"{kept} of {due} due {were} kept: everything in time, by the first date the customer was given."


def change(now: pd.Series, before: pd.Series | None) -> str | None:
    """Against the period before: said, not cheered."""
    if before is None or not before["due_count"] or w.is_missing(now["kept_rate"]):
        return None
    if not before["is_enough"]:
        return f"Too little was due in the period before to compare with ({w.plural(before['due_count'], 'order')})."
    difference = now["kept_rate"] - before["kept_rate"]
    how = "the same as" if abs(difference) < 0.0005 else f"{w.points(difference)} {'higher' if difference > 0 else 'lower'} than"
    then = f"{w.percent(before['kept_rate'])}, {w.count(before['kept_count'])} of {w.count(before['due_count'])}"
    return f"{w.capital(how)} in the period before ({then})."


def last_week(weekly: pd.DataFrame, usual: tuple[float, float] | None) -> str | None:
    """Whether the newest settled week says anything new."""
    settled = weekly[~weekly["is_provisional"] & weekly["is_enough"]]
    if usual is None or settled.empty:
        return None
    week = settled.iloc[-1]
    low, high = usual
    if is_too_wide(usual):
        return f"The last settled week, from {w.day(week['member'])}, was {w.percent(week['kept_rate'])}; {too_wide(usual)}."
    where = "within" if low <= week["kept_rate"] <= high else "below" if week["kept_rate"] < low else "above"
    said = f"The last settled week, from {w.day(week['member'])}, was {w.percent(week['kept_rate'])}"
    return f"{said}: {where} its usual range of {w.interval(low, high)}."


def is_too_wide(usual: tuple[float, float]) -> bool:
    return usual[1] - usual[0] > WIDEST_USUAL


def too_wide(usual: tuple[float, float]) -> str:
    return f"a usual week lies anywhere in {w.interval(*usual)}, too wide a range to tell"


def trend(weekly: pd.DataFrame, usual: tuple[float, float] | None) -> str:
    """The title of the weekly chart."""
    settled = weekly[~weekly["is_provisional"] & weekly["is_enough"]]
    if usual is None or settled.empty:
        return "Orders kept, by the week they were due: too few full weeks to say what is usual"
    if is_too_wide(usual):
        return f"Orders kept by due week: {too_wide(usual)}"
    outside = settled[(settled["kept_rate"] < usual[0]) | (settled["kept_rate"] > usual[1])]
    if outside.empty:
        return f"Orders kept by due week: every settled week within the usual {w.interval(*usual)}"
    newest = outside.iloc[-1]
    where = "below" if newest["kept_rate"] < usual[0] else "above"
    return f"Orders kept by due week: {where} the usual {w.interval(*usual)} in the week from {w.day(newest['member'])}"


def masking(now: pd.Series, what: str = "we") -> str | None:
    """The gap between judging by the first date and by the latest."""
    if not now["has_new_dates"]:
        return NO_NEW_DATES
    gap = now["masking_gap"]
    if w.is_missing(gap):
        return None
    if abs(gap) < 0.0005:
        return f"Judged by the latest date, {what} would look the same."
    return (
        f"Judged by the latest date, {what} would look {w.points(gap)} {'better' if gap > 0 else 'worse'}: "
        f"{w.percent(now['kept_latest_rate'])}, {w.count(now['kept_latest_count'])} of {w.count(now['due_latest_count'])}."
    )


def outcomes(now: pd.Series) -> str:
    broken = now["due_count"] - now["kept_count"]
    return f"Of {w.plural(now['due_count'], 'promise')} due, {w.count(broken)} {'was' if broken == 1 else 'were'} broken"


def worst_step(steps: pd.DataFrame) -> str:
    enough = steps[steps["is_enough"]]
    if enough.empty:
        return "Too few promises were due in any step to say where it breaks most"
    worst = enough.sort_values("kept_rate").iloc[0]
    kept = f"{w.percent(worst['kept_rate'], 0)} kept of {w.count(worst['due_count'])} due"
    if len(enough) > 1:
        return f"{worst['name']} breaks most: {kept}"
    only = len(steps[steps["due_count"] > 0]) == 1
    return f"{worst['name']}: {kept}" if only else f"Only {worst['name']} has enough data: {kept}"


def worst_member(members: pd.DataFrame, kind: str) -> str:
    enough = members[members["is_enough"]]
    if enough.empty:
        return f"Too little data on any {kind} to say who keeps least"
    worst = enough.sort_values("kept_rate").iloc[0]
    if len(enough) == 1:
        return f"Only {worst['name']} has enough data: {w.percent(worst['kept_rate'], 0)} kept of {w.count(worst['due_count'])} due"
    return f"{worst['name']} keeps least: {w.percent(worst['kept_rate'], 0)} of {w.count(worst['due_count'])} due"


def worst_of(rates: pd.DataFrame, what: str) -> str:
    due = rates[rates["due_count"] > 0]
    enough = due[due["is_enough"]]
    if len(due) == 1:
        return f"By {what}"
    if enough.empty:
        return f"By {what}: too little data to compare"
    worst = enough.sort_values("kept_rate").iloc[0]
    kept = f"{w.percent(worst['kept_rate'], 0)} kept of {w.count(worst['due_count'])} due"
    if len(enough) == 1:
        return f"By {what}: only {worst['name']} has enough data, {kept}"
    return f"By {what}: {worst['name']} breaks most, {kept}"


def member(now: pd.Series, kind: str, thresholds: dict[str, float]) -> list[str]:
    """One seller or partner in sentences."""
    said = []
    if now["due_count"]:
        kept, due = w.count(now["kept_count"]), w.plural(now["due_count"], "promise")
        said.append(f"{kept} of {due} due were kept; 90 % interval {w.interval(now['low'], now['high'])}.")
        if not now["is_enough"]:
            said.append(
                f"**Too little data** to judge by: fewer than {w.count(thresholds['minimum_sample'])} due, or too wide an interval."
            )
        elif not w.is_missing(now["target_kept_rate"]):
            said.append(against_target(now))
        said.append(masking(now, "it"))
        if not w.is_missing(now["median_deviation_days"]):
            said.append(
                f"Half of what was completed came {w.signed_days(now['median_deviation_days'])}, or sooner, against the first date."
            )
    if kind == "partner":
        if now["due_count_company"]:
            kept, due = w.count(now["kept_count_company"]), w.plural(now["due_count_company"], "promise")
            said.append(f"To us: {w.percent(now['kept_rate_company'])} kept, {kept} of {due} due.")
        if now["measured_count"]:
            said.append(
                f"Its deliveries are on record after {w.hours(now['p50_hours'])} (median), 90 of 100 within {w.hours(now['p90_hours'])}."
            )
        else:
            said.append("How late its deliveries are recorded is not measured: `recorded_at` of the deliveries feed is missing.")
    return [sentence for sentence in said if sentence]


def against_target(now: pd.Series) -> str:
    target = now["target_kept_rate"]
    if now["high"] < target:
        return f"Below its target of {w.percent(target, 0)}, even at the upper end of the interval."
    if now["low"] >= target:
        return f"Above its target of {w.percent(target, 0)}, even at the lower end of the interval."
    return f"Its target of {w.percent(target, 0)} lies within the interval: no telling whether it is met."


def too_little(members: pd.DataFrame, kind: str, thresholds: dict[str, float]) -> str | None:
    few = members[~members["is_enough"] & (members["due_count"] > 0)]
    if few.empty:
        return None
    return (
        f"Too little data on {w.plural(len(few), kind)}: fewer than {w.count(thresholds['minimum_sample'])} promises due, "
        f"or a 90 % interval wider than {100 * thresholds['widest_interval']:.0f} points. Shown, never ranked."
    )


def broken_order(row: pd.Series) -> str:
    """An order in a list, after its name."""
    if row["outcome"] == "pending":
        what = f"{w.count(row['broken_count'])} of {w.plural(row['judged_count'], 'line')} broken, last due {w.day(row['due_date'])}"
    elif row["outcome"] == "overdue_open":
        what = w.overdue(row)
        if row["overdue_days"] > row["past_due_days"]:
            what = f"due {w.day(row['due_date'], w.as_day(row['due_date']).year)}; {what}"
    elif row["outcome"] == "cancelled_broken":
        what = "cancelled"
    elif row["deviation_days"] > 0:
        what = w.signed_days(row["deviation_days"])
    else:
        what = f"{w.count(row['broken_count'])} of {w.plural(row['judged_count'], 'line')} broken"
    parts = [what]
    if not w.is_missing(row["pacing_partner"]):
        parts.append(f"waits for {row['pacing_partner']}" if row["outcome"] in ("overdue_open", "pending") else row["pacing_partner"])
    if row["is_notice_measured"] and w.is_missing(row["notice_lead_days"]):
        parts.append("no notice on record")
    return " · ".join(parts)


def told(row) -> str:
    """Whether the customer was told of a break before or after it."""
    if not row.is_notice_measured:
        return w.NOT_MEASURED
    return "not on record" if w.is_missing(row.first_notice_date) else "yes"


def listed_by(orders: pd.DataFrame) -> str:
    """How the list of orders that broke is sorted: by what they are worth, where the source says so."""
    return "Dearest first" if orders["value"].notna().any() else "Earliest due date first"


def open_overdue(ages: pd.DataFrame) -> str:
    if ages.empty:
        return "No promise is overdue and still open"
    found = w.plural(ages["promises_count"].sum(), "promise")
    return f"{found} overdue and still open, the oldest for {w.days(ages['oldest_days'].max())}"


def provisional(hold_days: float | None, usual: tuple[float, float] | None) -> str:
    young = (
        "how late deliveries are recorded is not measured"
        if hold_days is None
        else f"95 of 100 deliveries are on record after {w.hours(hold_days * 24)}"
    )
    return (
        f"Hollow: not over yet, or too young to be final ({young})."
        + (" The pale band is the usual range of a week." if usual else "")
        + " Grey dots: too little data."
    )


def listed_first(shown: int, found: int, what: str) -> str | None:
    return f"First {w.count(shown)} of {w.plural(found, what)}." if found > shown else None


# ---------- data quality


def balance(feeds: pd.DataFrame) -> str:
    if feeds.empty:
        return "No feed has delivered a row"
    landed, accepted, held = (int(feeds[f"rows_{name}"].sum()) for name in ("landed", "accepted", "quarantined"))
    return f"{w.count(landed)} rows in = {w.count(accepted)} accepted + {w.count(held)} held back"


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


def checks(found: pd.DataFrame) -> str:
    if found.empty:
        return "No checks"
    failed, broken = (found["status"] == "failed").sum(), (found["status"] == "broken").sum()
    if not failed and not broken:
        return f"All {w.plural(len(found), 'check')} passed"
    crashed = f", {w.count(broken)} could not be run" if broken else ""
    return f"{w.count(failed)} of {w.plural(len(found), 'check')} failed{crashed}"


SEVERITIES = {"critical": ":red-badge[critical]", "error": ":orange-badge[error]", "warning": ":gray-badge[warning]"}


def check(row) -> str:
    """One verdict: how grave, what, how many rows, and why it matters."""
    badge = SEVERITIES.get(row.severity, row.severity)
    where, sentence = w.plain(row.feed if w.is_missing(row.column_name) else f"{row.feed}.{row.column_name}"), w.plain(row.sentence)
    if row.status == "broken":
        return f"{badge} **{where}** – the check itself could not be run, so nothing is known. {sentence}"
    what = {"critical": "refuse the batch", "error": "held back", "warning": "accepted, and noted"}.get(row.severity, "")
    if not row.rows_failed:
        return f"{badge} **{where}** – the feed as a whole. {sentence}"
    return f"{badge} **{where}** – {w.count(row.rows_failed)} of {w.plural(row.rows_checked, 'row')} {what}. {sentence}"


def coverage(columns: pd.DataFrame) -> str:
    missing = columns[~columns["is_mapped"] & columns["unmeasured"].fillna("").ne("")]
    if columns.empty:
        return "Coverage is not known"
    if missing.empty:
        return "Every column that a metric needs is there"
    return f"{w.plural(len(missing), 'column')} missing that a metric needs"


def unmeasured(columns: pd.DataFrame) -> list[str]:
    """Per feed, what no page can say, and the columns that would let it."""
    missing = columns[~columns["is_mapped"] & columns["unmeasured"].fillna("").ne("")]
    return [
        f"**{w.capital(feed)}**, not measured: " + "; ".join(f"{row.unmeasured} (`{row.column_name}`)" for row in rows.itertuples()) + "."
        for feed, rows in missing.groupby("feed", sort=False)
    ]


def coverage_table(columns: pd.DataFrame) -> pd.DataFrame:
    filled = [
        f"{w.count(row.filled_count)} of {w.count(row.rows_count)}" if row.is_mapped else "not mapped" for row in columns.itertuples()
    ]
    return pd.DataFrame(
        {
            "Feed": columns["feed"],
            "Column": columns["column_name"],
            "Filled": 100 * share(columns["filled_count"], columns["rows_count"]),
            "Rows filled": filled,
            "Without it, not measured": columns["unmeasured"],
        }
    )


def orphan_table(orphans: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Event": [w.capital(w.spoken(event)) for event in orphans["event"]],
            "Happened (UTC)": [f"{at:%Y-%m-%d %H:%M}" for at in orphans["occurred_at"]],
            "Names the promise": orphans["promise_id"].fillna(orphans["order_id"]),
            "Partner": orphans["partner_id"],
            "File": orphans["source_file"],
            "Row": orphans["source_row"],
            "Delivery": orphans["delivery_id"],
        }
    )


def held_back_effect(effect: dict) -> str:
    """Between what and what the rate lies, whatever the held-back rows would have said."""
    if w.is_missing(effect["kept_rate"]):
        return "Nothing is due, so they change no rate."
    low, kept, high = (f"{100 * effect[name]:.1f}" for name in ("lowest_kept_rate", "kept_rate", "highest_kept_rate"))
    lost = f", {w.count(effect['lost_count'])} of them in no rate at all" if effect["lost_count"] else ""
    unnamed = f" {w.capital(w.plural(effect['unnamed_count'], 'row'))} do not say what they are about." if effect["unnamed_count"] else ""
    about = f"They are about {w.plural(effect['promises_count'], 'promise')}{lost}."
    return f"{about} Had all of these been broken the rate would be {low} %, had all been kept {high} %; shown is {kept} %.{unnamed}"


def restated(weeks: pd.DataFrame) -> str:
    return f"{w.capital(w.some(len(weeks), 'week'))} restated since first published"


def restated_table(weeks: pd.DataFrame) -> pd.DataFrame:
    def told(kept: str, due: str) -> list[str]:
        return [f"{w.count(row[kept])} of {w.count(row[due])}" for row in weeks.to_dict("records")]

    return pd.DataFrame(
        {
            "Week of": [w.day(day) for day in weeks["week"]],
            "Published as of": [w.day(day) for day in weeks["first_published_as_of"]],
            "Kept, as first published": told("first_kept_count", "first_due_count"),
            "Kept, as known now": told("kept_count", "due_count"),
        }
    )


def recording_delay(delays: pd.DataFrame) -> str:
    measured = delays[delays["measured_count"] > 0] if not delays.empty else delays
    if measured.empty:
        return "How late events are recorded is not measured"
    slowest = measured.sort_values("p95_hours").iloc[-1]
    return f"{w.capital(w.spoken(slowest['event']))} is recorded latest: 95 of 100 within {w.hours(slowest['p95_hours'])}"


def delay_table(delays: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Event": [w.capital(w.spoken(event)) for event in delays["event"]],
            "Events": [w.count(number) for number in delays["events_count"]],
            "With a time of recording": [w.count(number) for number in delays["measured_count"]],
            "Median": [w.hours(value) for value in delays["p50_hours"]],
            "95 of 100 within": [w.hours(value) for value in delays["p95_hours"]],
        }
    )


def promise_balance(outcomes: pd.DataFrame) -> str:
    parts = [f"{w.count(row.promises_count)} {w.OUTCOMES[row.outcome]}" for row in outcomes.itertuples()]
    return f"{' + '.join(parts)} = {w.count(outcomes['promises_count'].sum())} promises"
