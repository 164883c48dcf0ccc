"""Whether the figures can be trusted, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, say, stored


def verdict(feeds: pd.DataFrame, effect: dict | None, crashed: int) -> str:
    """Whether the figures can be trusted, and by how much they could be wrong for what was held back."""
    if feeds.empty:
        return say("There is nothing to trust yet: no feed has delivered a row")
    moved = say("nothing was held back")
    if effect is not None:
        moved = say("what was held back changes no rate, for nothing is due")
        if not w.is_missing(effect["largest_move"]):
            moved = say("what was held back moves the kept rate by at most {largest_move}", largest_move=w.points(effect["largest_move"]))
    doubts = [
        counted(row.days_behind, "{feed} are {count} day behind", "{feed} are {count} days behind", feed=row.feed)
        for row in feeds.itertuples()
        if row.is_stale
    ]
    if crashed:
        doubts.append(counted(crashed, "{count} check could not be run", "{count} checks could not be run"))
    is_small = effect is None or w.is_missing(effect["is_small"]) or effect["is_small"]
    if not doubts and is_small:
        return say("The figures can be trusted: {moved}", moved=moved)
    return say("Read the figures with care: {doubts}", doubts="; ".join([*([w.listed(doubts)] if doubts else []), moved]))


def balance(feeds: pd.DataFrame) -> str:
    landed, accepted, held = (int(feeds[f"rows_{name}"].sum()) for name in ("landed", "accepted", "quarantined"))
    return say(
        "{landed} rows in = {accepted} accepted + {held} held back. Nothing is ever dropped.",
        landed=w.count(landed),
        accepted=w.count(accepted),
        held=w.count(held),
    )


def balance_table(feeds: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Feed"): feeds["feed"],
            say("Rows in"): feeds["rows_landed"],
            say("= accepted"): feeds["rows_accepted"],
            say("+ held back"): feeds["rows_quarantined"],
            say("From"): ["" if w.is_missing(at) else w.day(at) for at in feeds["first_at"]],
            say("To"): ["" if w.is_missing(at) else w.day(at) for at in feeds["last_at"]],
            say("Freshness"): [freshness(row) for row in feeds.itertuples()],
        }
    )


def freshness(feed) -> str:
    if w.is_missing(feed.days_behind):
        return ""
    if feed.days_behind <= 0:
        return say("up to date")
    return (
        counted(feed.days_behind, "{count} day behind, stale", "{count} days behind, stale")
        if feed.is_stale
        else counted(feed.days_behind, "{count} day behind", "{count} days behind")
    )


def checks(verdicts: pd.DataFrame) -> str:
    if verdicts.empty:
        return say("No checks")
    failed, crashed = (verdicts["status"] == "failed").sum(), (verdicts["status"] == "crashed").sum()
    if not failed and not crashed:
        return counted(len(verdicts), "All {count} check passed", "All {count} checks passed")
    return (
        counted(
            len(verdicts),
            "{failed} of {count} check failed, {crashed} could not be run",
            "{failed} of {count} checks failed, {crashed} could not be run",
            failed=w.count(failed),
            crashed=w.count(crashed),
        )
        if crashed
        else counted(len(verdicts), "{failed} of {count} check failed", "{failed} of {count} checks failed", failed=w.count(failed))
    )


SEVERITIES = {"critical": ":red-badge[critical]", "error": ":orange-badge[error]", "warning": ":gray-badge[warning]"}


def check(row) -> str:
    """One verdict in a line: how grave, what, how many rows, and why it matters."""
    badge = SEVERITIES.get(row.severity, row.severity)
    where, sentence = w.escaped(row.feed if w.is_missing(row.column_name) else f"{row.feed}.{row.column_name}"), w.escaped(row.sentence)
    if row.status == "crashed":
        return say(
            "{badge} **{where}** – the check itself could not be run, so nothing is known. {sentence}",
            badge=badge,
            where=where,
            sentence=sentence,
        )
    what = {"critical": say("refuse the batch"), "error": say("held back"), "warning": say("accepted, and noted")}.get(row.severity, "")
    if not row.rows_failed:
        return say("{badge} **{where}** – the feed as a whole. {sentence}", badge=badge, where=where, sentence=sentence)
    return counted(
        row.rows_checked,
        "{badge} **{where}** – {rows_failed} of {count} row {what}. {sentence}",
        "{badge} **{where}** – {rows_failed} of {count} rows {what}. {sentence}",
        badge=badge,
        where=where,
        rows_failed=w.count(row.rows_failed),
        what=what,
        sentence=sentence,
    )


def coverage(columns: pd.DataFrame, absent: list[str]) -> str:
    if columns.empty:
        return say("Which columns are there is not known")
    missing = len(_missing(columns))
    needed = (columns["unmeasured"].fillna("") != "").sum()
    if not missing and not absent:
        return say("Every column that a figure needs is there")
    lacking = (
        [say("{missing} of the {needed} columns that a figure needs", missing=w.count(missing), needed=w.count(needed))] if missing else []
    )
    return say("Not delivered: {lacking}", lacking=w.listed([*lacking, *(say("the feed {name}", name=name) for name in absent)]))


def _missing(columns: pd.DataFrame) -> pd.DataFrame:
    return columns[~columns["is_mapped"] & columns["unmeasured"].fillna("").ne("")]


def unmeasured(columns: pd.DataFrame) -> list[str]:
    """Per feed, what no page can say, and the columns that would let it."""
    missing = _missing(columns)
    return [
        say(
            "**{feed}**, not measured: {figures}.",
            feed=w.capital(feed),
            figures="; ".join(f"{stored(row.unmeasured)} (`{row.column_name}`)" for row in rows.itertuples()),
        )
        for feed, rows in missing.groupby("feed", sort=False)
    ]


def coverage_table(columns: pd.DataFrame) -> pd.DataFrame:
    """Which column each figure needs, and how much of it is filled; what is not delivered stands first."""
    rows = columns.assign(is_needed=columns["unmeasured"].fillna("").ne(""))
    rows = rows.sort_values(["is_needed", "is_mapped"], ascending=[False, True], kind="stable")
    filled = [
        say("{filled} of {all_rows}", filled=w.count(row.filled_count), all_rows=w.count(row.rows_count))
        if row.is_mapped
        else say("not delivered")
        for row in rows.itertuples()
    ]
    return pd.DataFrame(
        {
            say("Figure"): [w.capital(stored(text)) if text else "" for text in rows["unmeasured"].fillna("")],
            say("Needs the column"): rows["feed"] + "." + rows["column_name"],
            say("Filled"): (100 * rows["filled_rate"]).to_numpy(),
            say("Rows filled"): filled,
        }
    )


def orphan_table(orphans: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Event"): [w.capital(w.readable(event)) for event in orphans["event"]],
            say("Happened (UTC)"): [f"{at:%Y-%m-%d %H:%M}" for at in orphans["occurred_at"]],
            say("Names the promise"): orphans["promise_id"].fillna(orphans["order_id"]),
            say("{Partner}"): orphans["partner_id"],
            say("File"): orphans["source_file"],
            say("Row"): orphans["source_row"],
            say("Delivery"): orphans["delivery_id"],
        }
    )


def held_back_effect(effect: dict | None) -> str:
    """Between what and what the rate lies, whatever the held-back rows would have said."""
    if effect is None or w.is_missing(effect["kept_rate"]):
        return ""
    low, kept, high = (f"{100 * effect[name]:.1f}" for name in ("lowest_kept_rate", "kept_rate", "highest_kept_rate"))
    sentences = [
        counted(
            effect["promises_count"],
            "{kept} % of all promises to {customers} are kept. It would be {low} % if every one of the {count} promise that the rows held "
            "back speak of had been broken, {high} % if every one had been kept.",
            "{kept} % of all promises to {customers} are kept. It would be {low} % if every one of the {count} promises that the rows held "
            "back speak of had been broken, {high} % if every one had been kept.",
            kept=kept,
            low=low,
            high=high,
        )
    ]
    if effect["unnamed_count"]:
        sentences.append(
            counted(
                effect["unnamed_count"],
                "{count} row do not say what they are about.",
                "{count} rows do not say what they are about.",
            )
        )
    return " ".join(sentences)


def restated(weeks: pd.DataFrame) -> str:
    if weeks.empty:
        return say("No weeks restated since first published")
    return counted(len(weeks), "{count} week restated since first published", "{count} weeks restated since first published")


def restated_table(weeks: pd.DataFrame) -> pd.DataFrame:
    def counts(kept: str, due: str) -> list[str]:
        return [say("{kept} of {due}", kept=w.count(row[kept]), due=w.count(row[due])) for row in weeks.to_dict("records")]

    return pd.DataFrame(
        {
            say("Week of"): [w.day(day) for day in weeks["week"]],
            say("Published as of"): [w.day(day) for day in weeks["first_published_as_of"]],
            say("Kept, as first published"): counts("first_kept_count", "first_due_count"),
            say("Kept, as known now"): counts("kept_count", "due_count"),
        }
    )


def recording_delay(delays: pd.DataFrame, minimum: float) -> str:
    measured = delays[delays["measured_count"] > 0] if not delays.empty else delays
    if measured.empty:
        return say("How late events are recorded is not measured")
    measured = measured[measured["matured_count"] >= minimum]
    if measured.empty:
        return say("Too few events are old enough to say how late they are recorded")
    slowest = measured.sort_values("p95_days").iloc[-1]
    within = w.delay(slowest["p95_hours"], slowest["p95_days"])
    return say("{event} is recorded latest: 95 of 100 within {within}", event=w.capital(w.readable(slowest["event"])), within=within)


def delay_table(delays: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Event"): [w.capital(w.readable(event)) for event in delays["event"]],
            say("Events"): [w.count(number) for number in delays["events_count"]],
            say("With a record date"): [w.count(number) for number in delays["measured_count"]],
            say("Median"): [w.delay(hours, days) for hours, days in zip(delays["p50_hours"], delays["p50_days"], strict=True)],
            say("95 of 100 within"): [w.delay(hours, days) for hours, days in zip(delays["p95_hours"], delays["p95_days"], strict=True)],
        }
    )
