"""Whether the figures can be trusted, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w


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
    """One verdict: how grave, what, how many rows, and why it matters."""
    badge = SEVERITIES.get(row.severity, row.severity)
    where, sentence = w.escaped(row.feed if w.is_missing(row.column_name) else f"{row.feed}.{row.column_name}"), w.escaped(row.sentence)
    if row.status == "crashed":
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
            "Filled": 100 * columns["filled_rate"],
            "Rows filled": filled,
            "Without it, not measured": columns["unmeasured"],
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
    return f"{' + '.join(parts)} = {w.count(outcomes['promises_count'].sum())} promises"
