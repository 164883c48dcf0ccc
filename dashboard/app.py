"""The frame: which pages there are, and the header above each. Start it with `make run`."""

import gc
from contextlib import suppress
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from dashboard.parts import build, header, wall
from dashboard.words.language import say


@st.cache_resource(max_entries=20, show_spinner=False)
def kept_for_good(page: str) -> None:
    """What a page has loaded stays to the end: gone through again whenever Python looks for garbage, it took some reader 100 ms."""
    gc.collect()
    gc.freeze()


newest = build.open_newest()

PAGES = [
    st.Page("app_pages/overview.py", title=say("Overview"), icon=":material/home:", default=True),
    st.Page("app_pages/this_week.py", title=say("This week"), icon=":material/event_note:"),
    st.Page("app_pages/broken_promises.py", title=say("Broken promises"), icon=":material/heart_broken:"),
    st.Page("app_pages/honest_date.py", title=say("Honest date"), icon=":material/event_available:"),
    st.Page("app_pages/sellers.py", title=say("{Sellers}"), icon=":material/storefront:"),
    st.Page("app_pages/partners.py", title=say("{Partners}"), icon=":material/handshake:"),
    st.Page("app_pages/contacts.py", title=say("Contacts"), icon=":material/call:"),
    st.Page("app_pages/trust.py", title=say("Trust"), icon=":material/fact_check:"),
    st.Page("app_pages/order.py", title=say("{Order}"), icon=":material/package_2:", visibility="hidden"),
    st.Page("app_pages/data_quality.py", title=say("Data quality"), visibility="hidden"),
]

HERE = Path(__file__).parent
MARK = str(HERE / "mark.svg")

# our own mark: an icon by name would be fetched from the network
st.set_page_config(page_title="Holdt", page_icon=MARK, layout="wide")
st.logo(MARK, size="large")
st.html(HERE / "style.css")
page = st.navigation(PAGES, position="hidden" if wall.is_asked() else "top")
if wall.is_asked():
    wall.show()
    st.stop()
end = header.show(page.url_path, newest)
# a page may end early, where there is nothing more to say
with suppress(StopException):
    page.run()
header.finish(end, page.title)
kept_for_good(page.url_path)
