"""Do we keep what we promise, is it getting better, and where does it break?"""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters
from dashboard.queries import broken, choices, kept, signals, standings
from dashboard.words import broken as lists
from dashboard.words import formats, header
from dashboard.words import kept as sentences
from dashboard.words import overview as words
from dashboard.words import signals as changes
from dashboard.words import standings as verdicts

LISTED = 8
WORST = 8

view = filters.current()
names = choices.members()
thresholds = kept.thresholds()
st.title("Do we keep what we promise?", anchor=False)

orders = kept.orders(view)
promised = kept.promises(view)
if not promised["due_count"].sum():
    elements.nothing_due(view, "customer")
    st.stop()

# ---------- the one number, and its trend

if orders.empty or not orders["due_count"].iloc[0]:
    st.info(words.no_order_due(header.period(view), kept.orders_to_come(view)), icon=":material/event_busy:")
else:
    now = orders.iloc[0]
    weeks = kept.orders_by_week(view)
    usual = signals.by_week(view)
    is_weekly = not usual.empty and (usual["weeks_count"] == 1).all() and usual["usual_low"].notna().any()
    number, trend = st.columns([2, 3], gap="large")
    with number:
        st.metric("Orders kept", formats.percent(now["kept_rate"]))
        st.markdown(words.headline(now))
        earlier = kept.orders(view.before) if view.before else pd.DataFrame()
        change = words.change(now, None if earlier.empty else earlier.iloc[0])
        for sentence in (words.too_little(now) or words.target(now), change, changes.last_week(usual), sentences.masking(now)):
            if sentence:
                st.markdown(sentence)
    with trend:
        elements.finding(changes.trend(usual))
        elements.chart(charts.kept_by_period, weeks, kept.house_target(), "orders", usual if is_weekly else None)
        st.caption(sentences.provisional(kept.hold_days(), is_weekly) + ("" if signals.series(view) else f" {changes.NOT_WATCHED}"))

# ---------- what changed

board = signals.watched()
board = board.assign(name=[changes.name(row, names) for _, row in board.iterrows()])
elements.finding(changes.finding(board, signals.first_watched()), changes.board(board))
for _, row in board[board["is_signal"] | board["is_better"]].iterrows():
    st.markdown(changes.changed(row))

# ---------- the outcome of every promise

promised = promised.iloc[0]
elements.finding(words.outcomes(promised))
elements.chart(charts.outcomes, promised)
st.markdown(words.outcome_legend(promised))
st.caption(words.outcome_notes(promised))

# ---------- where it breaks

step_column, partner_column = st.columns(2, gap="large")
with step_column:
    steps = elements.named(kept.promises(view, "step"), names["step"])
    elements.finding(words.worst_step(steps), "Promises to the customer, per journey step. The upright mark is the target.")
    elements.chart(charts.kept_by_member, steps, "journey step")
with partner_column:
    partners = elements.named(kept.promises(view, "partner"), names["partner"])
    partners = partners[partners["member"].notna()]
    enough = partners[partners["is_enough"]].sort_values("kept_rate")
    elements.finding(
        verdicts.finding(standings.standings("partner"), "partner"),
        "Judged whatever the period and the filters, beside peers with the same promises."
        + ("" if enough.empty else " Below: what each kept in the period, with the 90 % interval."),
    )
    if not enough.empty:
        elements.chart(charts.intervals, enough.head(WORST), "partner")
    st.caption(
        " ".join(
            note
            for note in (lists.listed_first(WORST, len(enough), "partner"), sentences.too_little(partners, "partner", thresholds))
            if note
        )
    )

    st.page_link("app_pages/partners.py", label="Every partner", icon=":material/handshake:", query_params=filters.link() or None)

# ---------- what to look at today

week_column, open_column = st.columns(2, gap="large")
with week_column:
    broke = broken.broke_this_week(view, LISTED)
    total = 0 if broke.empty else broke["total_count"].iloc[0]
    elements.finding(
        f"{formats.some(total, 'order')} broke in the last seven days", f"{lists.sorted_by(broke)}, whatever the period above."
    )
    for _, row in broke.iterrows():
        elements.order_link(row, lists.order_row(row))
    if total > LISTED:
        st.caption(lists.listed_first(LISTED, total, "order"))
with open_column:
    ages = broken.open_overdue(view)
    elements.finding(lists.open_overdue(ages), f"As of {formats.day(view.as_of)}, whatever the period above.")
    if calls := lists.calls_not_made(broken.calls_not_made(view)):
        st.caption(calls)
    if not ages.empty:
        elements.chart(charts.overdue_ages, ages)
        st.page_link(
            elements.BROKEN,
            label="Read them in the worklist",
            icon=":material/list:",
            query_params=filters.link(view.replaced(period="all"), outcome="overdue_open"),
        )
    early = broken.broken_before_due(view, LISTED)
    total = 0 if early.empty else early["total_count"].iloc[0]
    elements.finding(f"{formats.some(total, 'order')} already broken, not yet due", "In no rate yet: there is time to tell the customer.")
    for _, row in early.iterrows():
        elements.order_link(row, lists.order_row(row))
    if total > LISTED:
        st.caption(lists.listed_first(LISTED, total, "order"))
