"""Do we keep what we promise, is it getting better, and where does it break?"""

import pandas as pd
import streamlit as st

from dashboard import charts, filters, findings, page, rates, wording
from dashboard.queries import choices, kept, overview

LISTED = 8
WORST = 8

view = filters.current()
names = choices.members()
thresholds = kept.thresholds()
st.title("Do we keep what we promise?", anchor=False)

orders = kept.orders(view)
if orders.empty or not orders["due_count"].iloc[0]:
    page.nothing_due(view)
    st.stop()
now = orders.iloc[0]

# ---------- the one number, and its trend

weekly = page.with_provisional(kept.orders(view, "week"), view)
usual = rates.usual_range(weekly.loc[~weekly["is_provisional"] & weekly["is_enough"], "kept_rate"])
number, trend = st.columns([2, 3], gap="large")
with number:
    st.metric("Orders kept", wording.percent(now["kept_rate"]))
    st.markdown(findings.headline(now))
    earlier = kept.orders(view.before) if view.before else pd.DataFrame()
    change = findings.change(now, None if earlier.empty else earlier.iloc[0])
    for sentence in (change, findings.last_week(weekly, usual), findings.masking(now)):
        if sentence:
            st.markdown(sentence)
with trend:
    page.finding(findings.trend(weekly, usual))
    page.chart(charts.kept_by_period(weekly, kept.house_target(), usual, "orders"))
    st.caption(findings.provisional(overview.hold_days(), usual))

# ---------- what became of every promise

promised = kept.promises(view).iloc[0]
page.finding(findings.outcomes(promised))
page.chart(charts.outcomes(promised))
st.markdown(findings.outcome_legend(promised))
st.caption(findings.outcome_notes(promised))

# ---------- where it breaks

step_column, partner_column = st.columns(2, gap="large")
with step_column:
    steps = page.named(kept.promises(view, "step"), names["step"])
    page.finding(findings.worst_step(steps), "Promises to the customer, per journey step. The upright mark is the target.")
    page.chart(charts.kept_by_member(steps, "journey step"))
with partner_column:
    partners = page.named(kept.promises(view, "partner"), names["partner"])
    partners = partners[partners["member"].notna()]
    enough = partners[partners["is_enough"]].sort_values("kept_rate")
    page.finding(
        findings.worst_member(partners, "partner"), "With the 90 % interval: where intervals overlap, there is no telling who is worse."
    )
    if not enough.empty:
        page.chart(charts.intervals(enough.head(WORST), "partner"))
    st.caption(
        " ".join(
            note
            for note in (findings.listed_first(WORST, len(enough), "partner"), findings.too_little(partners, "partner", thresholds))
            if note
        )
    )

    st.page_link("app_pages/partners.py", label="Every partner", icon=":material/handshake:", query_params=filters.link() or None)

# ---------- what to look at today

week_column, open_column = st.columns(2, gap="large")
with week_column:
    broke = overview.broke_this_week(view, LISTED)
    found = 0 if broke.empty else broke["found_count"].iloc[0]
    page.finding(f"{wording.some(found, 'order')} broke in the last seven days", f"{findings.listed_by(broke)}, whatever the period above.")
    for _, row in broke.iterrows():
        page.order_link(row, findings.broken_order(row))
    if found > LISTED:
        st.caption(findings.listed_first(LISTED, found, "order"))
with open_column:
    ages = overview.open_overdue(view)
    page.finding(findings.open_overdue(ages), f"As of {wording.day(view.as_of)}, whatever the period above.")
    if not ages.empty:
        page.chart(charts.overdue_ages(ages))
        st.page_link(
            page.BROKEN,
            label="Read them in the worklist",
            icon=":material/list:",
            query_params=filters.link(view.replaced(period="all"), outcome="overdue_open"),
        )
    early = overview.broken_before_due(view, LISTED)
    found = 0 if early.empty else early["found_count"].iloc[0]
    page.finding(f"{wording.some(found, 'order')} already broken, not yet due", "In no rate yet: there is time to tell the customer.")
    for _, row in early.iterrows():
        page.order_link(row, findings.broken_order(row))
    if found > LISTED:
        st.caption(findings.listed_first(LISTED, found, "order"))
