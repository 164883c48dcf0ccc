"""The address under which the page of trust stood before."""

import streamlit as st

st.switch_page("app_pages/trust.py")
