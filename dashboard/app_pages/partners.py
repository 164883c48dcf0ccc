"""Which partner to act on; one up close: bad, unlucky, or blamed for what was promised without it."""

import streamlit as st

from dashboard.parts import partner, partners

if member := st.query_params.get("member"):
    partner.show(member)
else:
    partners.show()
