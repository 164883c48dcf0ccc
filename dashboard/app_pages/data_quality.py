"""Can the figures be trusted: nothing dropped, what was held back and why, what is not measured."""

import streamlit as st

from dashboard.parts.elements import finding
from dashboard.queries import kept, trust
from dashboard.words import data_quality as words
from dashboard.words import formats
from dashboard.words.broken import listed_first

LIMIT = 200

st.title("Data quality", anchor=False)
st.caption("Of the whole build; the period and the filters above do not narrow this page.")

# ---------- nothing dropped

feeds = trust.feeds()
present = feeds[feeds["is_present"]]
finding(words.balance(present), "Rows in = rows accepted + rows held back, per feed. Nothing is ever dropped.")
if not present.empty:
    st.dataframe(
        words.balance_table(present),
        hide_index=True,
        placeholder="",
        height="content",
        column_config={name: st.column_config.NumberColumn(format="localized") for name in ("Rows in", "= accepted", "+ held back")},
        alt="Rows in, accepted and held back per feed",
    )
absent = feeds[~feeds["is_present"]]["feed"].tolist()
if absent:
    st.caption(f"Not delivered at all: {formats.listed(absent)}. What needs them is not measured; see coverage below.")

# ---------- the verdicts of the checks

checks = trust.checks()
finding(words.checks(checks))
if checks.empty:
    st.caption("This build holds no verdicts: it was not made by way of the gate.")
for row in checks[checks["status"] != "passed"].itertuples():
    with st.container(border=True):
        st.markdown(words.check(row))
        if not formats.is_missing(row.example):
            st.caption(f"For example: {formats.escaped(row.example)}")
passed = checks[checks["status"] == "passed"]
if not passed.empty:
    with st.expander(f"{formats.capital(formats.plural(len(passed), 'check'))} passed"):
        st.dataframe(
            passed[["feed", "check_name", "severity", "rows_checked", "sentence"]],
            hide_index=True,
            placeholder="",
            column_config={
                "feed": "Feed",
                "check_name": "Check",
                "severity": "Severity",
                "rows_checked": st.column_config.NumberColumn("Rows", format="localized"),
                "sentence": st.column_config.TextColumn("What it guards", width="large"),
            },
            alt="Checks that passed",
        )

# ---------- rows held back

held = int(feeds["rows_quarantined"].sum())
finding(f"{formats.some(held, 'row')} held back" + (", as it was read" if held == 1 else ", as they were read" if held else ""))
for effect in trust.held_back_effect().to_dict("records"):
    st.caption(words.held_back_effect(effect))
if held:
    feed = st.selectbox(
        "Feed", [None, *present[present["rows_quarantined"] > 0]["feed"]], format_func=lambda name: name or "All feeds", width=220
    )
    rows = trust.quarantined(feed, LIMIT)
    st.dataframe(
        rows.drop(columns="total_count"),
        hide_index=True,
        placeholder="",
        height="content" if len(rows) < 12 else 440,
        column_config={
            "feed": "Feed",
            "source_file": "File",
            "source_row": st.column_config.NumberColumn("Row", format="localized"),
            "check_name": "Check",
            "reason": st.column_config.TextColumn("Why", width="large"),
            "raw": st.column_config.TextColumn("As it was read", width="large"),
        },
        alt="Rows held back with the reason",
    )
    more = listed_first(len(rows), int(rows["total_count"].iloc[0]), "row") if len(rows) else None
    if more:
        st.caption(f"{more} The download has all of them.")
    st.download_button(
        "Download as CSV",
        lambda: trust.quarantined(feed, None).drop(columns="total_count").to_csv(index=False),
        file_name="held-back-rows.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )

# ---------- what is not measured

coverage = trust.coverage()
finding(words.coverage(coverage))
for line in words.unmeasured(coverage):
    st.markdown(f"- {line}")
if not coverage.empty:
    with st.expander("Every column"):
        st.dataframe(
            words.coverage_table(coverage),
            hide_index=True,
            placeholder="",
            height=440,
            column_config={"Filled": st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100)},
            alt="Coverage of every column of every feed",
        )

# ---------- how late the record comes, and what belongs to nothing

late, lost = st.columns(2, gap="large")
with late:
    delays = trust.recording_delay()
    finding(words.recording_delay(delays, kept.thresholds()["minimum_sample"]), "From the event to its record.")
    if not delays.empty:
        st.dataframe(words.delay_table(delays), hide_index=True, placeholder="", height="content", alt="Recording delay per kind of event")
with lost:
    orphans = trust.orphans(LIMIT)
    orphans_count = 0 if orphans.empty else int(orphans["total_count"].iloc[0])
    finding(
        f"{formats.some(orphans_count, 'event')} without a promise",
        "Delivery events whose promise or order is not in the data: in no rate.",
    )
    if orphans_count:
        st.dataframe(
            words.orphan_table(orphans),
            hide_index=True,
            placeholder="",
            height="content" if orphans_count < 8 else 280,
            alt="Delivery events without a promise",
        )
        if orphans_count > len(orphans):
            st.caption(listed_first(len(orphans), orphans_count, "event"))
    repeated = trust.duplicates_count()
    st.caption(f"{formats.some(repeated, 'event')} recorded twice" + ("; the second is not counted." if repeated else "."))

restated = trust.restated_weeks()
finding(words.restated(restated), "Late records change a week after the fact: what was published first, and what is known now.")
if not restated.empty:
    st.dataframe(
        words.restated_table(restated),
        hide_index=True,
        placeholder="",
        height="content" if len(restated) < 12 else 440,
        alt="Weeks restated",
    )

outcomes = trust.promise_balance()
finding(f"Every promise counted once: {words.promise_balance(outcomes)}")
