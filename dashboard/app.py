"""The frame: pages, what is looked at, how true it is. Start it with `make run`."""

from pathlib import Path

import streamlit as st

from dashboard import filters, warehouse, wording
from dashboard.queries import choices

PAGES = [
    st.Page("app_pages/overview.py", title="Overview", icon=":material/home:", default=True),
    st.Page("app_pages/broken_promises.py", title="Broken promises", icon=":material/heart_broken:"),
    st.Page("app_pages/sellers.py", title="Sellers", icon=":material/storefront:"),
    st.Page("app_pages/partners.py", title="Partners", icon=":material/handshake:"),
    st.Page("app_pages/data_quality.py", title="Data quality", icon=":material/fact_check:"),
]

HERE = Path(__file__).parent
MARK = str(HERE / "mark.svg")

# our own mark: an icon by name would be fetched from the network
st.set_page_config(page_title="Holdt", page_icon=MARK, layout="wide")
st.logo(MARK, size="large")
st.html(HERE / "style.css")
page = st.navigation(PAGES, position="top")

newest = warehouse.open_newest()
refused = wording.refused(warehouse.refresh_state(), newest and newest.stem)
if refused:
    st.warning(refused, icon=":material/warning:")
if newest is None:
    st.title("Nothing to show yet", anchor=False)
    st.markdown(
        "No build has been published. Type `make build` in the project's folder to read, check and model the sample world, "
        "or `make build SOURCES=path/to/mapping.toml` for your own promises; then load this page again."
    )
    st.stop()

view = filters.bar(page.url_path)
freshness = choices.freshness()
st.caption(f"{wording.chosen(view, choices.members())}  \n{wording.as_of(choices.build(), freshness)}")
stale = wording.stale(freshness)
if stale:
    st.caption(f":material/schedule: {stale}")
page.run()
