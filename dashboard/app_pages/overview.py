"""Do we keep what we promise? The answer, what hurts most, what is new; below it, the outcomes and the journey."""

import streamlit as st

from dashboard import charts
from dashboard.parts import answer, elements, filters, journey, lead
from dashboard.queries import kept
from dashboard.words import overview as words

view = filters.current()
promised = kept.promises(view)
if not promised["due_count"].sum():
    st.title(words.QUESTION, anchor=False)
    elements.nothing_due(view, "customer")
    st.stop()

# ---------- the first screen: the answer, its trend, what hurts most, what is new

answer.show(view)
lead.cards(view)
lead.news(view)

# ---------- the outcome of every promise

promised = promised.iloc[0]
elements.finding(words.outcomes(promised))
elements.chart(charts.outcomes, promised)
st.markdown(words.outcome_legend(promised))
with st.container(horizontal=True, gap="small"):
    for outcome, label in words.broken_links(promised):
        st.page_link(elements.BROKEN, label=label, icon=":material/list:", query_params=filters.link(view, outcome=outcome))
st.caption(words.outcome_notes(promised))

# ---------- the journey, planned and met

journey.show()
journey.unplanned()
