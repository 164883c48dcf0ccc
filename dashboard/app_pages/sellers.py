"""Who promises too soon and who is let down; one up close: the outcome of its promises."""

import streamlit as st

from dashboard.parts import seller, sellers

if member := st.query_params.get("member"):
    seller.show(member)
else:
    sellers.show()
