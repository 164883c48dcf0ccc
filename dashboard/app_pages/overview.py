"""Do we keep what we promise? The answer, what hurts most, what is new; below it, the outcomes and the journey."""

import streamlit as st

from dashboard.parts import answer, elements, filters, journey, lead
from dashboard.queries import kept
from dashboard.words import overview as words

view = filters.current()
if not kept.promises(view)["due_count"].sum():
    st.title(words.QUESTION(), anchor=False)
    elements.nothing_due(view, "customer")
    st.stop()

# the first screen
answer.show()
lead.cards()
lead.news()
# below it
answer.outcomes()
journey.show()
journey.unplanned()
