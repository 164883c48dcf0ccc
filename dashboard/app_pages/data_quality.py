"""Can the figures be trusted: nothing dropped, what was held back and why, what is not measured."""

import streamlit as st

from dashboard import findings, page, wording
from dashboard.queries import quality

LIMIT = 200

st.title("Data quality", anchor=False)
st.caption("Of the whole build; the period and the filters above do not narrow this page.")

# ---------- nothing dropped

feeds = quality.feeds()
present = feeds[feeds["is_present"]]
page.finding(findings.balance(present), "Rows in = rows accepted + rows held back, per feed. Nothing is ever dropped.")
if not present.empty:
    st.dataframe(
        findings.balance_table(present),
        hide_index=True,
        placeholder="",
        height="content",
        column_config={name: st.column_config.NumberColumn(format="localized") for name in ("Rows in", "= accepted", "+ held back")},
        alt="Rows in, accepted and held back per feed",
    )
absent = feeds[~feeds["is_present"]]["feed"].tolist()
if absent:
    st.caption(f"Not delivered at all: {wording.listed(absent)}. What needs them is not measured; see coverage below.")

# ---------- what the checks found

checks = quality.checks()
page.finding(findings.checks(checks))
if checks.empty:
    st.caption("This build holds no verdicts: it was not made by way of the gate.")
for row in checks[checks["status"] != "passed"].itertuples():
    with st.container(border=True):
        st.markdown(findings.check(row))
        if not wording.is_missing(row.example):
            st.caption(f"For example: {wording.plain(row.example)}")
passed = checks[checks["status"] == "passed"]
if not passed.empty:
    with st.expander(f"{wording.capital(wording.plural(len(passed), 'check'))} passed"):
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
page.finding(f"{wording.some(held, 'row')} held back" + (", as they were read" if held else ""))
for effect in quality.held_back_effect().to_dict("records"):
    st.caption(findings.held_back_effect(effect))
if held:
    feed = st.selectbox(
        "Feed", [None, *present[present["rows_quarantined"] > 0]["feed"]], format_func=lambda name: name or "All feeds", width=220
    )
    rows = quality.quarantined(feed, LIMIT)
    st.dataframe(
        rows.drop(columns="found_count"),
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
    more = findings.listed_first(len(rows), int(rows["found_count"].iloc[0]), "row") if len(rows) else None
    if more:
        st.caption(f"{more} The download has all of them.")
    st.download_button(
        "Download as CSV",
        lambda: quality.quarantined(feed, None).drop(columns="found_count").to_csv(index=False),
        file_name="held-back-rows.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )

# ---------- what is not measured

coverage = quality.coverage()
page.finding(findings.coverage(coverage))
for line in findings.unmeasured(coverage):
    st.markdown(f"- {line}")
if not coverage.empty:
    with st.expander("Every column"):
        st.dataframe(
            findings.coverage_table(coverage),
            hide_index=True,
            placeholder="",
            height=440,
            column_config={"Filled": st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100)},
            alt="Coverage of every column of every feed",
        )

# ---------- how late the record comes, and what belongs to nothing

late, lost = st.columns(2, gap="large")
with late:
    delays = quality.recording_delay()
    page.finding(findings.recording_delay(delays), "From the event to its record.")
    if not delays.empty:
        st.dataframe(
            findings.delay_table(delays), hide_index=True, placeholder="", height="content", alt="Recording delay per kind of event"
        )
with lost:
    orphans = quality.orphans(LIMIT)
    found = 0 if orphans.empty else int(orphans["found_count"].iloc[0])
    page.finding(
        f"{wording.some(found, 'event')} without a promise", "Delivery events whose promise or order is not in the data: in no rate."
    )
    if found:
        st.dataframe(
            findings.orphan_table(orphans),
            hide_index=True,
            placeholder="",
            height="content" if found < 8 else 280,
            alt="Delivery events without a promise",
        )
        if found > len(orphans):
            st.caption(findings.listed_first(len(orphans), found, "event"))
    repeated = quality.duplicates_count()
    st.caption(f"{wording.some(repeated, 'event')} recorded twice" + ("; the second is not counted." if repeated else "."))

restated = quality.restated_weeks()
page.finding(findings.restated(restated), "Late records change a week after the fact: what was said first, and what is known now.")
if not restated.empty:
    st.dataframe(
        findings.restated_table(restated),
        hide_index=True,
        placeholder="",
        height="content" if len(restated) < 12 else 440,
        alt="Weeks restated",
    )

outcomes = quality.promise_balance()
page.finding(f"Every promise counted once: {findings.promise_balance(outcomes)}")
