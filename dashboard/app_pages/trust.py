"""Can the figures be trusted: the verdict, what was held back, what is not measured, what a figure means and why it was decided so."""

import streamlit as st

from dashboard import charts, documents
from dashboard.parts import elements, export
from dashboard.queries import kept, trust
from dashboard.words import formats
from dashboard.words import trust as words
from dashboard.words.broken import listed_first

LIMIT = 200

st.title("Can the figures be trusted?", anchor=False)

# ---------- the verdict

feeds, checks = trust.feeds(), trust.checks()
present = feeds[feeds["is_present"]]
effects = trust.held_back_effect().to_dict("records")
effect = effects[0] if effects else None
elements.finding(words.verdict(present, effect, int((checks["status"] == "crashed").sum())), words.held_back_effect(effect) or None)
if not present.empty:
    st.markdown(words.balance(present))
    elements.table(
        words.balance_table(present),
        "Rows in, accepted and held back per feed",
        height="content",
        column_config={name: st.column_config.NumberColumn(format="localized") for name in ("Rows in", "= accepted", "+ held back")},
    )
outcomes = trust.promise_balance()
if not outcomes.empty:
    st.caption(f"Every promise is counted once: {words.promise_balance(outcomes)}.")

# ---------- what failed

elements.finding(words.checks(checks))
failed, passed = checks[checks["status"] != "passed"], checks[checks["status"] == "passed"]
if checks.empty:
    st.caption("This build holds no verdicts: it was not made by way of the gate.")
if not failed.empty:
    with st.container(border=True):
        st.markdown("  \n".join(words.check(row) for row in failed.itertuples()))
held = int(feeds["rows_quarantined"].sum())
if held:
    with st.expander(words.held_back_list(min(held, LIMIT), held)):
        delivered = [None, *present[present["rows_quarantined"] > 0]["feed"]]
        feed = st.selectbox("Feed", delivered, format_func=lambda name: name or "All feeds", width=220)
        rows = trust.held_back(feed, LIMIT)
        elements.table(
            rows,
            "Rows held back with the reason",
            height="content" if len(rows) < 12 else 440,
            column_config={
                "feed": "Feed",
                "source_file": "File",
                "source_row": st.column_config.NumberColumn("Row", format="localized"),
                "check_name": "Check",
                "reason": st.column_config.TextColumn("Why", width="large"),
                "raw": st.column_config.TextColumn("As it was read", width="large"),
            },
        )
        export.button("All of them as CSV", "rows held back", trust.all_held_back(feed))
if not passed.empty:
    with st.expander(f"{formats.capital(formats.plural(len(passed), 'check'))} passed"):
        elements.table(
            passed[["feed", "check_name", "severity", "rows_checked", "sentence"]],
            "Checks that passed",
            column_config={
                "feed": "Feed",
                "check_name": "Check",
                "severity": "Severity",
                "rows_checked": st.column_config.NumberColumn("Rows", format="localized"),
                "sentence": st.column_config.TextColumn("What it guards", width="large"),
            },
        )

# ---------- what is not measured, and why

coverage = trust.coverage()
absent = feeds[~feeds["is_present"]]["feed"].tolist()
elements.finding(
    words.coverage(coverage, absent), "A figure is not measured where no source delivers what it is made of: never zero, never 100 %."
)
lines = words.unmeasured(coverage)
if lines:
    st.markdown("\n".join(f"- {line}" for line in lines))
if not coverage.empty:
    with st.expander("Which column each figure needs"):
        elements.table(
            words.coverage_table(coverage),
            "The column that each figure needs, and how much of it is filled",
            height=440,
            column_config={"Filled": st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100)},
        )
links = trust.links()
delays, orphans, restated = trust.recording_delay(), trust.orphans(LIMIT), trust.restated_weeks()
orphans_count = 0 if orphans.empty else int(orphans["total_count"].iloc[0])
for label, table, alt in (
    (words.links(links), words.link_table(links), "How much of the record is linked"),
    (words.recording_delay(delays, kept.thresholds()["minimum_sample"]), words.delay_table(delays), "Recording delay per kind of event"),
    (words.orphans(orphans_count, trust.duplicates_count()), words.orphan_table(orphans), "Delivery events without a promise"),
    (words.restated(restated), words.restated_table(restated), "Weeks restated"),
):
    if table.empty:
        st.caption(f"{label}.")
        continue
    with st.expander(label):
        shares = {"Share": st.column_config.ProgressColumn(format="%.1f %%", min_value=0, max_value=100)} if "Share" in table else None
        elements.table(table, alt, height="content" if len(table) < 12 else 440, column_config=shares)
if more := listed_first(len(orphans), orphans_count, "event"):
    st.caption(more)

# ---------- what looser definitions would show

ladder = trust.ladder()
if ladder["due_count"].sum():
    elements.finding(words.ladder(ladder), words.LADDER)
    elements.chart(charts.ladder, words.ladder_rows(ladder))

# ---------- what counts, what it means, why it was decided so

policies = trust.policies()
elements.finding(words.policies(policies))
with st.expander("Policies in force"):
    elements.table(words.policy_table(policies), "Policies in force", height="content")
thresholds = trust.thresholds()
with st.expander(f"{formats.capital(formats.plural(len(thresholds), 'threshold'))}, each with its reason"):
    elements.table(words.threshold_table(thresholds), "Thresholds", height=440)

definitions = documents.definitions()
if definitions:
    elements.finding("What a figure means", "Choose one, or type a part of its name.")
    chosen = st.selectbox(
        "Figure", list(definitions), format_func=lambda name: definitions[name].name, key="figure", bind="query-params", index=0
    )
    definition = definitions[chosen]
    st.markdown(words.document(definition.text))
    st.caption(words.where(definition.columns, definition.pages))

decisions = documents.decisions()
if decisions:
    elements.finding(words.decisions(len(decisions)), "What was contested, what others do, what was chosen, and an example.")
    chosen = st.selectbox(
        "Decision", list(decisions), format_func=lambda name: decisions[name].title, key="decision", bind="query-params", index=0
    )
    with st.expander(decisions[chosen].title, expanded=True):
        st.markdown(words.document(decisions[chosen].text))
