"""Can the figures be trusted: the verdict, what was held back, what is not measured, what a figure means and why it was decided so."""

import streamlit as st

from dashboard import charts, documents
from dashboard.parts import elements, export
from dashboard.queries import kept, trust
from dashboard.words import definitions as definition_words
from dashboard.words import formats
from dashboard.words import trust as words
from dashboard.words.broken import listed_first
from dashboard.words.language import counted, say

LIMIT = 200


@elements.drawn_once
def verdict() -> None:
    """Whether what was held back could change the picture, and what failed."""
    feeds, checks = trust.feeds(), trust.checks()
    present = feeds[feeds["is_present"]]
    effects = trust.held_back_effect().to_dict("records")
    effect = effects[0] if effects else None
    st.title(formats.escaped(words.verdict(present, effect, int((checks["status"] == "crashed").sum()))), anchor=False)
    if effect_note := words.held_back_effect(effect):
        st.caption(effect_note)
    if not present.empty:
        st.markdown(words.balance(present))
        elements.table(
            words.balance_table(present),
            say("Rows in, accepted and held back per feed"),
            height="content",
            column_config={
                name: st.column_config.NumberColumn(format="localized") for name in (say("Rows in"), say("= accepted"), say("+ held back"))
            },
        )
    outcomes = trust.promise_balance()
    if not outcomes.empty:
        st.caption(say("Every promise is counted once: {promise_balance}.", promise_balance=definition_words.promise_balance(outcomes)))

    elements.finding(words.checks(checks))
    failed = checks[checks["status"] != "passed"]
    if checks.empty:
        st.caption(say("This build holds no verdicts: it was not made by way of the gate."))
    if not failed.empty:
        with st.container(border=True):
            st.markdown("  \n".join(words.check(row) for row in failed.itertuples()))


def held_back() -> None:
    """The rows held back, to be read and taken away."""
    feeds = trust.feeds()
    present = feeds[feeds["is_present"]]
    held = int(feeds["rows_quarantined"].sum())
    if held:
        with st.expander(definition_words.held_back_list(min(held, LIMIT), held)):
            delivered = [None, *present[present["rows_quarantined"] > 0]["feed"]]
            feed = st.selectbox(say("Feed"), delivered, format_func=lambda name: name or say("All feeds"), width=220)
            rows = trust.held_back(feed, LIMIT)
            elements.table(
                rows,
                say("Rows held back with the reason"),
                height="content" if len(rows) < 12 else 440,
                column_config={
                    "feed": say("Feed"),
                    "source_file": say("File"),
                    "source_row": st.column_config.NumberColumn(say("Row"), format="localized"),
                    "check_name": say("Check"),
                    "reason": st.column_config.TextColumn(say("Why"), width="large"),
                    "raw": st.column_config.TextColumn(say("As it was read"), width="large"),
                },
            )
            export.button(say("All of them as CSV"), say("rows held back"), trust.all_held_back(feed))


@elements.drawn_once
def passed_checks() -> None:
    """What was checked and is as it should be."""
    checks = trust.checks()
    passed = checks[checks["status"] == "passed"]
    if not passed.empty:
        with st.expander(say("{passed} passed", passed=formats.capital(counted(len(passed), "{count} check", "{count} checks")))):
            elements.table(
                passed[["feed", "check_name", "severity", "rows_checked", "sentence"]],
                say("Checks that passed"),
                column_config={
                    "feed": say("Feed"),
                    "check_name": say("Check"),
                    "severity": say("Severity"),
                    "rows_checked": st.column_config.NumberColumn(say("Rows"), format="localized"),
                    "sentence": st.column_config.TextColumn(say("What it guards"), width="large"),
                },
            )


@elements.drawn_once
def measured() -> None:
    """What is not measured, and why."""
    feeds = trust.feeds()
    coverage = trust.coverage()
    absent = feeds[~feeds["is_present"]]["feed"].tolist()
    elements.finding(
        words.coverage(coverage, absent),
        say("A figure is not measured where no source delivers what it is made of: never zero, never 100 %."),
    )
    lines = words.unmeasured(coverage)
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))
    if not coverage.empty:
        with st.expander(say("Which column each figure needs")):
            elements.table(
                words.coverage_table(coverage),
                say("The column that each figure needs, and how much of it is filled"),
                height=440,
                column_config={say("Filled"): st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100)},
            )
    links = trust.links()
    delays, orphans, restated = trust.recording_delay(), trust.orphans(LIMIT), trust.restated_weeks()
    orphans_count = 0 if orphans.empty else int(orphans["total_count"].iloc[0])
    minimum = kept.thresholds()["minimum_sample"]
    for label, table, alt in (
        (definition_words.links(links), definition_words.link_table(links), say("How much of the record is linked")),
        (
            words.recording_delay(delays, minimum),
            words.delay_table(delays),
            say("Recording delay per kind of event"),
        ),
        (
            definition_words.orphans(orphans_count, trust.duplicates_count()),
            words.orphan_table(orphans),
            say("Delivery events without a promise"),
        ),
        (words.restated(restated), words.restated_table(restated), say("Weeks restated")),
    ):
        if table.empty:
            st.caption(f"{label}.")
            continue
        with st.expander(label):
            shares = (
                {say("Share"): st.column_config.ProgressColumn(format="%.1f %%", min_value=0, max_value=100)}
                if say("Share") in table
                else None
            )
            elements.table(table, alt, height="content" if len(table) < 12 else 440, column_config=shares)
    if more := listed_first(len(orphans), orphans_count, "event"):
        st.caption(more)


@elements.drawn_once
def rules() -> None:
    """What looser definitions would show, and what counts here."""
    ladder = trust.ladder()
    if ladder["due_count"].sum():
        elements.finding(definition_words.ladder(ladder), definition_words.ladder_note(ladder))
        elements.chart(charts.ladder, definition_words.ladder_rows(ladder))

    policies = trust.policies()
    elements.finding(definition_words.policies(policies))
    with st.expander(say("Policies in force")):
        elements.table(definition_words.policy_table(policies), say("Policies in force"), height="content")
    thresholds = trust.thresholds()
    with st.expander(
        say(
            "{thresholds}, each with its reason",
            thresholds=formats.capital(counted(len(thresholds), "{count} threshold", "{count} thresholds")),
        )
    ):
        elements.table(definition_words.threshold_table(thresholds), say("Thresholds"), height=440)


def meaning() -> None:
    """What a figure means, and why it was decided so."""
    definitions = documents.definitions()
    if definitions:
        elements.finding(say("What a figure means"), say("Choose one, or type a part of its name."))
        chosen = st.selectbox(
            say("Figure"), list(definitions), format_func=lambda name: definitions[name].name, key="figure", bind="query-params", index=0
        )
        definition = definitions[chosen]
        st.markdown(definition_words.document(definition.text))
        st.caption(definition_words.where(definition.columns, definition.pages))

    decisions = documents.decisions()
    if decisions:
        elements.finding(
            definition_words.decisions(len(decisions)), say("What was contested, what others do, what was chosen, and an example.")
        )
        chosen = st.selectbox(
            say("Decision"), list(decisions), format_func=lambda name: decisions[name].title, key="decision", bind="query-params", index=0
        )
        with st.expander(decisions[chosen].title, expanded=True):
            st.markdown(definition_words.document(decisions[chosen].text))
