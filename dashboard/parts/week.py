"""The agenda of the weekly meeting, point by point, in the same order every week; it prints on two pages."""

import streamlit as st

from dashboard.parts import agenda, elements, filters
from dashboard.queries import at_risk, choices, kept, signals
from dashboard.queries import this_week as queries
from dashboard.words import at_risk as risks
from dashboard.words import interviews, ownerless
from dashboard.words import not_told as not_told_words
from dashboard.words import signals as changes
from dashboard.words import this_week as words
from dashboard.words.language import say

LISTED = 5


@elements.drawn_once
def show() -> None:
    view = filters.current()
    names, thresholds = choices.members(), kept.thresholds()
    counts = queries.counts(view)
    if not counts["promises_count"]:
        st.title(say("This week"), anchor=False)
        st.info(words.NOTHING_OPEN() if view.chosen else words.NO_PROMISES(), icon=":material/event_available:")
        return

    board = signals.watched()
    board = board.assign(name=[changes.name(row, names) for _, row in board.iterrows()])
    changed = board[board["is_signal"] | board["is_better"]]
    risky, open_counts = at_risk.about_to_break(view, LISTED), at_risk.open_counts(view)
    steps = queries.steps(view)
    nobody = ownerless.without_owner(steps, queries.without_owner(), counts)
    drawn = queries.interviews(view)
    numbers = words.numbers(counts, board, changed, risky, open_counts, nobody, drawn)
    st.title(words.title(numbers, int(counts["overdue_orders_count"]) if counts["has_deliveries"] else None), anchor=False)
    with st.container(key="agenda_strip"):
        st.markdown(words.strip(numbers))
    waiting = queries.not_told(view, LISTED)
    st.caption(words.UNDER_TITLE())
    if counts["has_notices"]:
        st.markdown(words.first(waiting, agenda.orders(waiting)))
    with st.container(key="on_paper"):
        st.markdown(words.on_paper(view.as_of))

    with st.container(key="decided"):
        elements.finding(words.DECIDED(), words.DECIDED_NOTE())
    first_day = signals.first_watched() if board.empty else None
    listed = changed.head(LISTED)
    note = words.changed_note(board, len(listed), len(changed), bool(view.chosen))
    with agenda.point("changed", words.changed(board, first_day), note):
        # each series leads to what was broken of it; what others hand over to us is broken by a partner
        to_us = set(steps.loc[steps["promised_to"] == "company", "step"])
        links = [
            filters.address("partners" if row.member in to_us else agenda.WORKLIST, **agenda.member(row.dimension, row.member))
            for row in listed.itertuples()
        ]
        agenda.table(words.changed_table(listed), links, say("What changed"))

    # of the whole company: no line of it belongs beside what a filter has narrowed
    month = queries.notices()
    month = month.head(0) if view.chosen else month
    # overdue today, whatever the period; of notices that are not on record there is no choice
    deliveries = list(steps.loc[(steps["promised_to"] == "customer") & ~steps["is_call"] & (steps["open_count"] > 0), "step"])
    narrowed = {"informed": "no"} if counts["has_notices"] else {"step": deliveries}
    there = filters.address(agenda.WORKLIST, period="all", outcome="overdue_open", **narrowed)
    with agenda.point("not-told", not_told_words.not_told(counts), not_told_words.not_told_note(counts, len(waiting), month, there)):
        agenda.table(
            not_told_words.not_told_table(waiting),
            agenda.orders(waiting),
            say("{Orders} whose {customers} have not been told"),
            words.what_to_do(steps, waiting["step"]),
        )
        _old(not_told_words.not_told_old(counts, thresholds["long_overdue_days"]))

    rows = queries.dateless(view, LISTED)
    with agenda.point("no-date", words.dateless(counts), words.dateless_note(counts, len(rows), month)):
        agenda.table(words.dateless_table(rows), agenda.orders(rows), say("Open promises without a date"))
        _old(words.dateless_old(counts, thresholds["long_overdue_days"]))

    note = risks.under(risky, at_risk.record(), open_counts)
    total = numbers["about-to-break"] or 0
    all_of_them = words.see_all(len(risky), total, filters.address(agenda.WORKLIST), total, "promise")
    with agenda.point("about-to-break", risks.finding(risky, open_counts), f"{all_of_them} {note}".strip()):
        agenda.table(
            words.at_risk_table(risky),
            agenda.orders(risky),
            say("Promises that are about to break"),
            words.what_to_do(steps, risky["step"]),
        )

    rows = queries.calls(view, LISTED)
    there = filters.address(agenda.WORKLIST, period="all", outcome="overdue_open", step=list(steps.loc[steps["is_call"], "step"]))
    with agenda.point("calls", words.calls(counts), words.calls_note(counts, len(rows), there)):
        agenda.table(
            words.calls_table(rows), agenda.orders(rows), say("Promised calls that were not made"), words.what_to_do(steps, rows["step"])
        )
        _old(words.calls_old(counts, thresholds["long_overdue_days"]))

    with agenda.point("no-owner", words.no_owner(nobody, counts), words.no_owner_note(counts)):
        links = [filters.address("trust") if row.kind == "delivery" else "" for row in nobody.itertuples()]
        agenda.table(words.no_owner_table(nobody), links, say("What belongs to nobody"))

    with agenda.point("interviews", interviews.finding(drawn, counts), interviews.note(drawn, counts, thresholds["interview_weeks"])):
        if not drawn.empty:
            with st.expander(interviews.LIST(), icon=":material/call:"):
                elements.table(interviews.table(drawn), alt=say("{Customers} to ring and listen to"))


def _old(label: str) -> None:
    """What is open for so long that nobody will come for it: one line, and where to read it."""
    if label:
        there = filters.link(filters.current().replaced(period="all"), old="yes", outcome="overdue_open")
        st.page_link(elements.BROKEN, label=label, icon=":material/history:", query_params=there)
