"""One order, one customer, or what a reader searches for: `order?order=…`, `order?customer=…`, `order?search=…`."""

import streamlit as st

from dashboard.parts import customer, order, search

asked = st.query_params
if asked.get("order"):
    order.show(asked["order"])
elif asked.get("customer"):
    customer.show(asked["customer"])
else:
    search.show(asked.get("search", "").strip())
