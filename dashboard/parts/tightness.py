"""How soon sellers promise, beside what could be kept."""

import pandas as pd
import streamlit as st

from dashboard.parts import elements, filters
from dashboard.queries import tightness as asked
from dashboard.words import formats
from dashboard.words import tightness as words

SELLERS, HONEST_DATE = "app_pages/sellers.py", "app_pages/honest_date.py"


def of_all(share: float, weeks: float) -> None:
    """Who promises sooner than it keeps, each with the reason; everyone in a table, the thin last."""
    rows = asked.tightness()
    elements.finding(words.finding(rows), words.compared(share, weeks))
    for _, row in rows[rows["tightness"] == "bold"].iterrows():
        label = f"**{formats.escaped(row['name'])}** {formats.escaped(words.listed(row))}"
        st.page_link(SELLERS, label=label, query_params=filters.link(member=row["member"]))
    dated = rows[rows["quoted_count"] > 0]
    if not dated.empty:
        with st.expander("How soon each seller promises"):
            _table(dated)
    if note := words.undated(rows):
        st.caption(note)
    st.page_link(HONEST_DATE, label="Which date can be kept?", icon=":material/event_available:")


def of_one(member: str) -> None:
    """The dates of one seller, in a sentence per step."""
    rows = asked.tightness()
    mine = rows[rows["member"] == member]
    if mine.empty:
        return
    elements.finding("How soon it promises")
    for _, row in mine.iterrows():
        st.markdown(words.of_seller(row))


def _table(rows: pd.DataFrame) -> None:
    st.dataframe(
        words.table(rows),
        column_config={
            "Seller": st.column_config.TextColumn(pinned=True),
            "Promised, days": st.column_config.NumberColumn(format="%.0f", help="On average, from the order to the first date given."),
            "Honest, days": st.column_config.NumberColumn(format="%.0f", help="On average, the date that could have been kept."),
            "Kept": st.column_config.NumberColumn(format="%.0f %%"),
            "Of": st.column_config.NumberColumn(format="localized", help="Promises due for which an honest date was known."),
        },
        hide_index=True,
        placeholder="",
        height="content" if len(rows) < 15 else 440,
        alt="How soon each seller promises, and how often it keeps it",
    )
