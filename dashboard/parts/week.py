"""The agenda of the weekly meeting, point by point, in the same order every week; it prints on two pages."""

import pandas as pd
import streamlit as st

from dashboard.parts import agenda, elements, filters, lead
from dashboard.queries import at_risk, kept, signals
from dashboard.queries import lead as hurting
from dashboard.queries import this_week as queries
from dashboard.words import at_risk as risks
from dashboard.words import calls, interviews, not_told, ownerless
from dashboard.words import signals as changes
from dashboard.words import this_week as words
from dashboard.words.language import say

LISTED = 5


@elements.drawn_once
def show() -> None:
    view = filters.current()
    thresholds = kept.thresholds()
    counts = queries.counts(view)
    if not counts["promises_count"]:
        st.title(say("This week"), anchor=False)
        st.info(words.NOTHING_OPEN() if view.chosen else words.NO_PROMISES(), icon=":material/event_available:")
        return

    board, standings = lead.watched(), hurting.new_standings()
    unusual = board[board["is_signal"] | board["is_better"]]
    stand_out = standings.rename(columns={"kind": "dimension"})[["dimension", "member", "name", "reason"]]
    changed = pd.concat([unusual[["dimension", "member", "name", "reason"]], stand_out], ignore_index=True)
    new = int(unusual["is_new"].fillna(False).astype(bool).sum()) + len(standings)
    risky, open_counts = at_risk.about_to_break(view, LISTED), at_risk.open_counts(view)
    steps = queries.steps(view)
    nobody = ownerless.without_owner(steps, queries.without_owner(), counts)
    drawn = queries.interviews(view)
    numbers = words.numbers(counts, board, changed, risky, open_counts, nobody, drawn)
    overdue = int(counts["overdue_orders_count"]) if counts["has_deliveries"] else None
    st.title(words.title(numbers, new, overdue, risky), anchor=False)
    with st.container(key="agenda_strip"):
        st.markdown(words.strip(numbers))
    waiting = queries.not_told(view, LISTED)
    st.caption(words.UNDER_TITLE())
    if counts["has_notices"]:
        st.markdown(words.first(waiting, agenda.orders(waiting)))
    with st.container(key="on_paper"):
        st.markdown(words.on_paper(view.as_of))

    first_day = signals.first_watched() if board.empty else None
    listed = changed.head(LISTED)
    note = words.changed_note(board, len(listed), len(changed), bool(view.chosen))
    with agenda.point("changed", changes.finding(board, standings, first_day), note):
        # each series leads to what was broken of it; what others hand over to us is broken by a partner
        to_us = set(steps.loc[steps["promised_to"] == "company", "step"])
        links = [_of_series(row.dimension, row.member, to_us) for row in listed.itertuples()]
        agenda.table(words.changed_table(listed), links, say("What changed"), words.changed_to_do(listed, steps))
    with agenda.point("overdue", not_told.overdue(counts), not_told.overdue_note(counts, steps)):
        pass

    # of the whole company: no line of it belongs beside what a filter has narrowed
    month = queries.notices()
    month = month.head(0) if view.chosen else month
    # overdue today, whatever the period; of notices that are not on record there is no choice
    deliveries = list(steps.loc[(steps["promised_to"] == "customer") & ~steps["is_call"] & (steps["open_count"] > 0), "step"])
    narrowed = {"informed": "no"} if counts["has_notices"] else {"step": deliveries}
    there = filters.address(agenda.WORKLIST, period="all", outcome="overdue_open", **narrowed)
    with agenda.point("not-told", not_told.not_told(counts), not_told.not_told_note(counts, len(waiting), month, there, steps)):
        agenda.table(
            not_told.not_told_table(waiting),
            agenda.orders(waiting),
            say("{Orders} whose {customers} have not been told"),
            words.what_to_do(steps, words.kinds(counts["not_told_steps"])),
        )
        _old(not_told.not_told_old(counts, thresholds["long_overdue_days"]))

    rows = queries.dateless(view, LISTED)
    with agenda.point("no-date", words.dateless(counts), words.dateless_note(counts, len(rows), month)):
        agenda.table(
            words.dateless_table(rows), agenda.orders(rows), say("Open promises without a date"), words.what_to_do(steps, rows["step"])
        )
        _old(words.dateless_old(counts, thresholds["long_overdue_days"]))

    note = risks.under(risky, at_risk.record(), open_counts)
    total = numbers["about-to-break"] or 0
    orders = int(risky["orders_count"].iloc[0]) if len(risky) else 0
    all_of_them = words.see_all(len(risky), orders, filters.address(agenda.WORKLIST), total, "promise")
    with agenda.point("about-to-break", risks.finding(risky, open_counts), f"{all_of_them} {note}".strip()):
        agenda.table(
            words.at_risk_table(risky),
            agenda.orders(risky),
            say("Promises that are about to break"),
            words.what_to_do(steps, risky["step"], is_before=True),
        )

    rows = queries.calls(view, LISTED)
    there = filters.address(agenda.WORKLIST, period="all", outcome="overdue_open", step=list(steps.loc[steps["is_call"], "step"]))
    with agenda.point("calls", calls.finding(counts, steps), calls.note(counts, len(rows), there)):
        agenda.table(
            calls.table(rows),
            agenda.orders(rows),
            say("Promised calls that were not made"),
            words.what_to_do(steps, words.kinds(counts["call_steps"])),
        )
        _old(calls.old(counts, thresholds["long_overdue_days"]))
        due = queries.calls_due(view)
        if not due.empty:
            st.markdown(calls.due(due, agenda.orders(due)))

    with agenda.point("no-owner", ownerless.finding(nobody, counts), ownerless.note(counts)):
        of_steps = list(steps.loc[steps["owner"].isna() & (steps["open_count"] > 0), "step"])
        leads = {
            "step": filters.address("overview"),
            "open_promise": filters.address(agenda.WORKLIST, period="all", step=of_steps),
            "partner": filters.address("partners"),
            "delivery": filters.address("trust"),
        }
        links = [leads[row.kind] for row in nobody.itertuples()]
        agenda.table(ownerless.table(nobody), links, say("What belongs to nobody"), ownerless.to_do())

    with agenda.point("interviews", interviews.finding(drawn, counts), interviews.note(drawn, counts, thresholds["interview_weeks"])):
        if not drawn.empty:
            with st.expander(interviews.LIST(), icon=":material/call:"):
                elements.table(interviews.table(drawn), alt=say("{Customers} to ring and listen to"))


def _of_series(dimension: str, member: str, to_us: set[str]) -> str:
    """Where what was broken of a series stands; a partner or seller has a page of its own."""
    if dimension in ("partner", "seller"):
        return filters.address(f"{dimension}s", member=member)
    return filters.address("partners" if member in to_us else agenda.WORKLIST, **agenda.member(dimension, member))


def _old(label: str) -> None:
    """What is open for so long that nobody will come for it: one line, and where to read it."""
    if label:
        there = filters.link(filters.current().replaced(period="all"), old="yes", outcome="overdue_open")
        st.page_link(elements.BROKEN, label=label, icon=":material/history:", query_params=there)
