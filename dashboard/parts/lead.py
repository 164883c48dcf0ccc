"""Under the answer: what hurts most now, what is new since last week, what is about to break."""

import pandas as pd
import streamlit as st

from dashboard.parts import elements, filters, members
from dashboard.queries import at_risk, choices, kept, lead, signals
from dashboard.queries.members import Kind
from dashboard.view import View
from dashboard.words import at_risk as risks
from dashboard.words import formats
from dashboard.words import lead as words
from dashboard.words import signals as changes
from dashboard.words.language import say


@elements.drawn_once
def cards() -> None:
    view = filters.current()
    with st.grid(3, min_column_width=260, border=True, gap="small", key="hurts"):
        _step(view)
        _member("partner", view)
        _member("seller", view)


def _step(view: View) -> None:
    names = choices.members()["step"]
    steps = kept.promises(view, "step")
    member, sentence = words.step_card(steps)
    with st.container(gap=None):
        st.caption(words.CARDS["step"]())
        if member is not None:
            title = formats.NOT_STATED() if formats.is_missing(member) else names.get(member, member)
            query = filters.link(view.replaced(step=(member,))) if not formats.is_missing(member) else filters.link(view)
            st.page_link(elements.BROKEN, label=f"**{formats.escaped(title)}**", query_params=query or None)
        _lines(sentence, _cost("step", member))


def _member(kind: Kind, view: View) -> None:
    rows = lead.most_harm(kind)
    with st.container(gap=None):
        st.caption(words.CARDS[kind]())
        if rows.empty:
            named = bool(choices.members()[kind])
            st.markdown((words.NOBODY if lead.is_judged(kind) else words.NOT_JUDGED if named else words.NOT_NAMED)[kind]())
            return
        worst = rows.iloc[0]
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            query = filters.link(view, member=worst["member"])
            st.page_link(members.PAGES[kind], label=f"**{formats.escaped(worst['name'])}**", query_params=query)
            if more := words.others(rows):
                st.page_link(members.PAGES[kind], label=more, query_params=filters.link(view) or None)
        _lines(words.member_sentence(worst), _cost(kind, worst["member"]))


def _cost(dimension: str, member) -> str | None:
    rows = lead.costs_per_break(dimension)
    mine = rows[rows["member"] == member]
    return words.costs(None if mine.empty else mine.iloc[0])


def _lines(*lines: str | None) -> None:
    st.markdown("  \n".join(formats.escaped(line) for line in lines if line))


@elements.drawn_once
def news() -> None:
    new, risk = st.columns(2, gap="large")
    with new:
        board = watched()
        elements.finding(changes.finding(board, lead.new_standings(), signals.first_watched() if board.empty else None))
        st.markdown("\n".join(f"- {line}" for line in words.new(board, lead.broken_in_weeks(filters.current()))))
    with risk:
        _about_to_break()


@elements.drawn_once
def risks_alone() -> None:
    """On the wall, whose side of changes has said what is new."""
    _about_to_break()


def watched() -> pd.DataFrame:
    """The board with the name of each series."""
    board, names = signals.watched(), choices.members()
    return board.assign(name=[changes.name(row, names) for _, row in board.iterrows()])


def _about_to_break() -> None:
    view = filters.current()
    counts = at_risk.open_counts(view)
    risky = at_risk.about_to_break(view, 1)
    elements.finding(risks.finding(risky, counts))
    with st.container(gap=None):
        lines = (risks.to_do(risky), " ".join(risks.worth(risky, at_risk.record())))
        st.markdown("  \n".join(line for line in lines if line))
        if not risky.empty:
            st.page_link(elements.BROKEN, label=say("See which, and why"), icon=":material/list:", query_params=filters.link(view) or None)
