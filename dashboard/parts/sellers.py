"""Every seller: who promises too soon, who is let down, and the table. Whoever has too little data is never ranked."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters, members
from dashboard.queries import kept
from dashboard.queries import sellers as asked
from dashboard.queries import standings as judged
from dashboard.queries import tightness as dates
from dashboard.words import broken, formats
from dashboard.words import kept as sentences
from dashboard.words import sellers as words
from dashboard.words import tightness as date_words

NAMED = 6
MEANING = {"bold": "late", "let_down": "overdue_open"}
ORDER = list(words.VERDICTS)


def show() -> None:
    rows = asked.rates(filters.current())
    if rows.empty:
        st.title("Sellers", anchor=False)
        members.nobody("seller")
        return
    tightness, standings = dates.tightness(), judged.standings("seller")
    known = words.verdicts(tightness, standings)
    rows = rows.assign(verdict=[_verdict(row, known) for row in rows.itertuples()])
    bold, let_down = (list(rows[rows["verdict"] == verdict]["name"]) for verdict in ("bold", "let_down"))
    is_judged = (tightness["tightness"] != "too_little_data").any() or standings["standing"].isin(("act", "watch", "none")).any()
    st.title(formats.escaped(words.title(bold, let_down, bool(is_judged))), anchor=False)
    how = "before_commitment" if rows["committed_count"].sum() else "over_promised"
    who, picture = st.columns([5, 6], gap="large")
    with who:
        _out(rows, tightness, standings, bool(is_judged))
    with picture:
        _boldness(rows, how)
    _table(rows, how)
    members.sure(rows, "seller")
    for note in (sentences.too_little(rows, "seller", kept.thresholds()), date_words.undated(tightness)):
        if note:
            st.caption(note)
    members.unstated("seller")


def _verdict(row, known: dict[str, str]) -> str:
    if row.member in known:
        return known[row.member]
    return "none" if row.is_enough else "too_little_data"


def _out(rows: pd.DataFrame, tightness: pd.DataFrame, standings: pd.DataFrame, is_judged: bool) -> None:
    """Who is bold and who is let down, each with the reasons of the marts."""
    out = rows[rows["verdict"].isin(MEANING)].assign(
        place=lambda out: out["verdict"].map(ORDER.index), broken=lambda out: out["due_count"] - out["kept_count"]
    )
    out = out.sort_values(["place", "broken"], ascending=[True, False])
    elements.finding("Who stands out" if len(out) else "Nobody stands out" if is_judged else "Nobody can be judged yet", words.WHAT)
    for _, row in out.head(NAMED).iterrows():
        reasons = [
            *tightness[(tightness["member"] == row["member"]) & (tightness["tightness"] == "bold")]["reason"],
            *standings[(standings["member"] == row["member"]) & standings["standing"].isin(("act", "watch"))]["reason"],
        ]
        label = f"**{formats.escaped(row['name'])}** {words.VERDICTS[row['verdict']].lower()}. {formats.escaped(' '.join(reasons))}"
        st.page_link(members.PAGES["seller"], label=label, query_params=filters.link(member=row["member"]))
    if len(out) > NAMED:
        st.caption(f"{formats.count(len(out) - NAMED)} more stand first in the table.")
    st.page_link("app_pages/honest_date.py", label="Which date can be kept?", icon=":material/event_available:")


def _boldness(rows: pd.DataFrame, how: str) -> None:
    """How bold, and how well kept."""
    rows = rows.assign(
        bold_rate=rows[f"{how}_rate"].astype(float),
        meaning=[MEANING.get(verdict, "on_time") for verdict in rows["verdict"]],
        verdict=[words.VERDICTS[verdict] for verdict in rows["verdict"]],
    )
    plotted = rows[rows["is_enough"] & rows["bold_rate"].notna()]
    elements.finding("Bold, or let down?")
    if plotted.empty:
        st.caption(words.NOTHING_TO_PLOT)
        return
    first = rows.iloc[0]
    house = pd.Series({"bold_rate": float(first[f"house_{how}_rate"]), "kept_rate": float(first["house_kept_rate"])})
    columns = ["name", "due_count", "kept_rate", "low", "high", "bold_rate", "meaning", "verdict"]
    elements.chart(charts.boldness, plotted[columns], words.HOW[how], house, key="boldness")
    st.caption(f"{words.UNDER[how]}{words.READ}")
    if note := words.unplotted(rows, how):
        st.caption(note)


def _table(rows: pd.DataFrame, how: str) -> None:
    """Everyone: those who stand out first; those of whom little is known last, by name."""
    few = rows["verdict"] == "too_little_data"
    rows = rows.assign(
        place=[ORDER.index(verdict) for verdict in rows["verdict"]],
        rate=rows["kept_rate"].where(~few, 0.0),
        sort_name=rows["name"].str.lower(),
    ).sort_values(["place", "rate", "sort_name"])
    shown = rows.head(members.LISTED)
    elements.finding(
        f"Every seller: {formats.count(len(rows))}", "Select a row to see one up close. Those with too little data stand last, by name."
    )
    columns = {
        "Seller": shown["name"],
        "Verdict": [words.VERDICTS[verdict] for verdict in shown["verdict"]],
        "Due": shown["due_count"],
        "Kept": 100 * shown["kept_rate"].astype(float),
        words.COLUMNS[how]: 100 * shown[f"{how}_rate"].astype(float),
        "Over-promise index": shown["index_days"].astype(float),
        "Partners' days": 100 * shown["partner_days_share"].astype(float),
    }
    columns = {name: values for name, values in columns.items() if not pd.Series(values).isna().all()}
    place = members.opens(
        pd.DataFrame(columns),
        alt="Every seller with its verdict and what it kept",
        settings={
            "Seller": st.column_config.TextColumn(pinned=True),
            "Verdict": st.column_config.TextColumn(help=words.WHAT),
            "Due": st.column_config.NumberColumn(format="localized", help="Promises to customers due in the period."),
            "Kept": st.column_config.NumberColumn(format="%.1f %%", help="By the first date the customer was given (FCD)."),
            words.COLUMNS[how]: st.column_config.NumberColumn(format="%.1f %%", help=f"{words.HOW[how]}."),
            "Over-promise index": st.column_config.NumberColumn(format="%+.0f", help=words.INDEX),
            "Partners' days": st.column_config.NumberColumn(format="%.0f %%", help="Of the days late, those that were partners'."),
        },
    )
    if more := broken.listed_first(members.LISTED, len(rows), "seller"):
        st.caption(more)
    if place is not None:
        st.switch_page(members.PAGES["seller"], query_params=filters.link(member=shown.iloc[place]["member"]))
