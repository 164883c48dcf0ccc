"""The answer to "do we keep what we promise?": a sentence, the one number, its chart. On the overview and on the wall."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters
from dashboard.queries import blame, kept, lead, signals, this_week
from dashboard.words import formats, header, not_told
from dashboard.words import kept as sentences
from dashboard.words import overview as words
from dashboard.words import signals as changes
from dashboard.words.language import say

#: the answer, what hurts and what is new fit one screen
HEIGHT = 150


@elements.drawn_once
def show() -> None:
    view = filters.current()
    orders = kept.orders(view)
    if orders.empty or not orders["due_count"].iloc[0]:
        st.title(words.QUESTION(), anchor=False)
        st.info(words.no_order_due(header.period(view), kept.orders_to_come(view)), icon=":material/event_busy:")
        return
    now = orders.iloc[0]
    usual = signals.by_week(view)
    is_weekly = not usual.empty and (usual["weeks_count"] == 1).all() and usual["usual_low"].notna().any()
    st.title(words.answer(now, usual), anchor=False)
    number, trend = st.columns([5, 6], gap="large")
    # what a break adds is learned from all orders: it is of no choice of them
    costs = None if view.chosen else lead.cost_of_all()
    with number:
        with st.container(horizontal=True, gap="large"):
            st.metric(say("{Orders} kept"), formats.percent(now["kept_rate"]), width="content")
            if costs is not None and words.is_costly(costs) and not formats.is_missing(costs["cost_per_year"]):
                st.metric(words.COST(), formats.money(costs["cost_per_year"]), help=words.COST_HELP(), width="content")
        earlier = kept.orders(view.before) if view.before else pd.DataFrame()
        lines = [words.number(now, None if earlier.empty else earlier.iloc[0]), sentences.masking(now)]
        lines.append(None if costs is None else words.cost(costs, filters.address("contacts")))
        st.markdown("  \n".join(line for line in lines if line))
    with trend:
        elements.finding(changes.trend(usual))
        elements.chart(
            charts.kept_by_period,
            kept.orders_by_week(view),
            kept.house_target(),
            say("{orders}"),
            usual if is_weekly else None,
            height=HEIGHT,
        )
        if is_weekly:
            st.caption(changes.KEY())
    month = None if view.chosen else this_week.notices()
    notices = "" if month is None else " ".join(f"**{not_told.notices(row)}.**" for row in month.itertuples())
    with st.container(gap=None):
        if days := words.whose_days(blame.days(view)):
            elements.finding(days)
        if notices:
            st.markdown(notices)


@elements.drawn_once
def outcomes() -> None:
    """The outcome of every promise due, each broken one a click away."""
    view = filters.current()
    promised = kept.promises(view).iloc[0]
    elements.finding(words.outcomes(promised))
    elements.chart(charts.outcomes, promised)
    st.markdown(words.outcome_legend(promised))
    with st.container(horizontal=True, gap="small"):
        for outcome, label in words.broken_links(promised):
            st.page_link(elements.BROKEN, label=label, icon=":material/list:", query_params=filters.link(view, outcome=outcome))
    st.caption(words.outcome_notes(promised))
