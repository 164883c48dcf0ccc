"""Every seller: who promises too soon, who is let down, and the table. Whoever has too little data is never ranked."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.charts.members import DOTS
from dashboard.parts import elements, filters, members
from dashboard.queries import kept
from dashboard.queries import sellers as asked
from dashboard.queries import standings as judged
from dashboard.queries import tightness as dates
from dashboard.words import broken, formats
from dashboard.words import kept as sentences
from dashboard.words import sellers as words
from dashboard.words import tightness as date_words
from dashboard.words.language import say

NAMED = 6
MEANING = {"bold": "late", "let_down": "overdue_open", "worse": "overdue_open"}


def show() -> None:
    rows = asked.rates(filters.current(), DOTS)
    if rows.empty:
        st.title(say("{Sellers}"), anchor=False)
        members.nobody("seller")
        return
    out = rows[rows["verdict"].isin(MEANING)]
    names = {verdict: list(some["name"]) for verdict, some in out.groupby("verdict", sort=False)}
    is_judged = dates.is_anyone_judged() or not judged.standings("seller").empty
    st.title(formats.escaped(words.title(names, is_judged)), anchor=False)
    how = "before_commitment" if rows["all_committed_count"].iloc[0] else "over_promised"
    who, picture = st.columns([5, 6], gap="large")
    with who:
        _out(out, is_judged)
    with picture:
        _boldness(rows, how)
    _table(rows.head(members.LISTED), how)
    members.sure("seller")
    for note in (sentences.too_little(int(rows["few_count"].iloc[0]), "seller", kept.thresholds()), date_words.undated(dates.undated())):
        if note:
            st.caption(note)
    members.unstated("seller")


def _out(out: pd.DataFrame, is_judged: bool) -> None:
    """Who is bold and who is let down, each with the reasons of the marts."""
    elements.finding(
        say("Who stands out") if len(out) else say("Nobody stands out") if is_judged else say("Nobody can be judged yet"), words.WHAT()
    )
    shown = out.head(NAMED)
    reasons = judged.reasons(list(shown["member"]))
    for _, row in shown.iterrows():
        why = words.standing_out(row["verdict"], reasons[reasons["member"] == row["member"]])
        label = f"**{formats.escaped(row['name'])}** {formats.escaped(why)}"
        st.page_link(members.PAGES["seller"], label=label, query_params=filters.link(member=row["member"]))
    if len(out) > NAMED:
        st.caption(say("{out} more stand first in the table.", out=formats.count(len(out) - NAMED)))
    st.page_link("app_pages/honest_date.py", label=say("Which date can be kept?"), icon=":material/event_available:")


def _boldness(rows: pd.DataFrame, how: str) -> None:
    """How bold, and how well kept."""
    rows = rows.assign(bold_rate=rows[f"{how}_rate"].astype(float))
    plotted = rows[rows["is_enough"] & rows["bold_rate"].notna()]
    elements.finding(say("Bold, or let down?"))
    if plotted.empty:
        st.caption(words.NOTHING_TO_PLOT())
        return
    plotted = plotted.assign(
        meaning=[MEANING.get(verdict, "on_time") for verdict in plotted["verdict"]],
        verdict=[words.VERDICTS[verdict]() for verdict in plotted["verdict"]],
    )
    first = rows.iloc[0]
    house = pd.Series({"bold_rate": float(first[f"house_{how}_rate"]), "kept_rate": float(first["house_kept_rate"])})
    columns = ["name", "due_count", "kept_rate", "low", "high", "bold_rate", "meaning", "verdict"]
    elements.chart(charts.boldness, plotted[columns], words.HOW[how](), house, key="boldness")
    st.caption(f"{words.UNDER[how]()} {words.READ()}")
    if note := words.unplotted(rows, how, DOTS):
        st.caption(note)


def _table(rows: pd.DataFrame, how: str) -> None:
    """Everyone: those who stand out first; those of whom little is known last, by name."""
    total = int(rows["total_count"].iloc[0])
    elements.finding(say("Every {seller}: {total}", total=formats.count(total)), words.TABLE_UNDER())
    columns = {
        say("{Seller}"): rows["name"],
        say("Verdict"): [words.VERDICTS[verdict]() for verdict in rows["verdict"]],
        say("Due"): rows["due_count"],
        say("Kept"): 100 * rows["kept_rate"].astype(float),
        words.COLUMNS[how](): 100 * rows[f"{how}_rate"].astype(float),
        say("{Partners}' days"): 100 * rows["partner_days_share"].astype(float),
    }
    columns = {name: values for name, values in columns.items() if not pd.Series(values).isna().all()}
    place = members.opens(
        pd.DataFrame(columns),
        alt=say("Every {seller} with its verdict and what it kept"),
        settings={
            say("{Seller}"): st.column_config.TextColumn(width=190),
            say("Verdict"): st.column_config.TextColumn(help=words.WHAT()),
            say("Due"): st.column_config.NumberColumn(format="localized", help=say("Promises to {customers} due in the period.")),
            say("Kept"): st.column_config.NumberColumn(format="%.1f %%", help=say("By the first date the {customer} was given (FCD).")),
            words.COLUMNS[how](): st.column_config.NumberColumn(format="%.1f %%", help=f"{words.HOW[how]()}."),
            say("{Partners}' days"): st.column_config.NumberColumn(
                format="%.0f %%", help=say("Of the days late, those that were {partners}'.")
            ),
        },
    )
    if more := broken.listed_first(len(rows), total, "seller"):
        st.caption(more)
    if place is not None:
        st.switch_page(members.PAGES["seller"], query_params=filters.link(member=rows.iloc[place]["member"]))
