"""The page that sellers and partners share: everyone beside their interval, nobody ranked on too little, one member up close."""

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.parts import elements, filters, tightness
from dashboard.queries import choices, delay, kept, members
from dashboard.queries import standings as judged
from dashboard.queries.members import Kind
from dashboard.words import broken, formats
from dashboard.words import kept as sentences
from dashboard.words import standings as verdicts
from dashboard.words.members import member as member_sentences

PLOTTED = 25
LISTED = 200


def show(kind: Kind, title: str) -> None:
    view = filters.current()
    everyone = rated(kind)
    member = st.query_params.get("member")
    if member:
        _member(kind, member, everyone)
        return

    st.title(title, anchor=False)
    stated = everyone[everyone["due_count"] > 0]
    only_ours = everyone[everyone["due_count"] == 0]
    if stated.empty and only_ours.empty:
        if not choices.members()[kind]:
            column = "partner_id" if kind == "partner" else "seller_id"
            st.info(f"Not measured: no promise names its {kind}. Map the column `{column}` of the promises feed to see this page.")
        else:
            elements.nothing_due(view, None if kind == "partner" else "customer")
        return

    _standings(kind)
    if kind == "seller":
        thresholds = kept.thresholds()
        tightness.of_all(thresholds["honest_share"], thresholds["record_weeks"])
    enough = stated[stated["is_enough"]].sort_values(["kept_rate", "due_count"], ascending=[True, False])
    has_new_dates = kept.has_new_dates()
    diamond = "the diamond is the rate by the latest date (LCD), " if has_new_dates else ""
    elements.finding(
        sentences.worst_member(stated, kind),
        None
        if enough.empty
        else f"Promises to the customer kept by the first date (FCD), with the 90 % interval; {diamond}"
        "the upright mark is the target. Where intervals overlap, there is no telling who is worse.",
    )
    if not has_new_dates:
        st.caption(sentences.NO_NEW_DATES)
    if not enough.empty:
        elements.chart(charts.intervals, enough.head(PLOTTED), kind)
    notes = (broken.listed_first(PLOTTED, len(enough), kind), sentences.too_little(stated, kind, kept.thresholds()))
    st.caption(" ".join(note for note in notes if note))

    elements.finding(f"Every {kind}", f"Select a row to see one {kind} up close. Those with too little data stand last, by name.")
    few = stated[~stated["is_enough"]].sort_values("name")
    _table(kind, pd.concat([enough, few, only_ours.sort_values("name")]))
    _unstated(kind)


def _standings(kind: Kind) -> None:
    """Who is worse than its peers, each with the reason; then nobody else."""
    rows = judged.standings(kind)
    elements.finding(verdicts.finding(rows, kind), verdicts.COMPARED)
    out = rows[rows["standing"].isin(("act", "watch"))]
    for _, row in out.iterrows():
        label = f"**{formats.escaped(row['name'])}** {formats.escaped(verdicts.listed(row))}"
        st.page_link(PAGES[kind], label=label, query_params=filters.link(member=row["member"]))
    for note in (verdicts.uncounted(rows, kind), verdicts.young(rows)):
        if note:
            st.caption(note)


def _standing(kind: Kind, member: str) -> None:
    """How one member stands in each step, and the funnel of its peers."""
    everyone = judged.standings(kind)
    mine = everyone[everyone["member"] == member]
    if mine.empty:
        return
    elements.finding("Beside its peers", verdicts.COMPARED)
    for _, row in mine.iterrows():
        st.markdown(verdicts.of_member(row))
        if place := verdicts.place(row):
            st.caption(place)
            peers = everyone[everyone["step"] == row["step"]]
            elements.chart(charts.funnel, peers, member, key=f"funnel-{row['step']}")
            st.caption(
                "At the mix of all. Pale: where 95, and paler where 998 of 1,000, lie by chance and by what commonly differs between peers."
            )


def rated(kind: Kind) -> pd.DataFrame:
    """Rates of promises to the customer, and for partners those of promises to the company, with names and types."""
    view = filters.current()
    rates = kept.promises(view, kind)
    everyone = members.described(kind).merge(rates[rates["member"].notna()], on="member", how="left" if kind == "partner" else "inner")
    if kind == "partner":
        ours = kept.promises(view, kind, promised_to="company")[["member", "due_count", "kept_count", "kept_rate"]]
        everyone = everyone.merge(ours.add_suffix("_company").rename(columns={"member_company": "member"}), on="member", how="left")
        delays = members.recording_delay()
        everyone = everyone.merge(delays, on="member", how="left").assign(is_delay_measured=delays["measured_count"].sum() > 0)
        has_any = everyone["due_count"].notna() | everyone["due_count_company"].notna()
        everyone = everyone[has_any | everyone["member"].isin(view.partner)]
    everyone = everyone.merge(delay.median_deviations(view, kind), on="member", how="left")
    everyone = everyone.merge(delay.median_minutes(view, kind), on="member", how="left")
    counts = [name for name in everyone.columns if name.endswith("_count") or name.endswith("_count_company")]
    everyone[counts] = everyone[counts].fillna(0).astype(int)
    everyone["is_enough"] = everyone["is_enough"].eq(True)
    return everyone.reset_index(drop=True)


def _table(kind: Kind, rows: pd.DataFrame) -> None:
    shown = rows.head(LISTED)
    columns = {
        "Name": shown["name"],
        "Type": [formats.NOT_STATED if formats.is_missing(value) else formats.readable(value) for value in shown["type"]],
        "Kept": 100 * shown["kept_rate"].astype(float),
        "Due": shown["due_count"],
        "90 % interval": [formats.interval(low, high) for low, high in zip(shown["low"], shown["high"], strict=True)],
        "Enough data": [_enough(row) for row in shown.itertuples()],
        "By the latest date": 100 * shown["kept_latest_rate"].astype(float),
        "Gap, points": 100 * shown["masking_gap"].astype(float),
        "Median, days late": shown["median_deviation_days"].astype(float),
    }
    settings = {
        "Name": st.column_config.TextColumn(pinned=True),
        "Kept": st.column_config.NumberColumn(format="%.1f %%", help="By the first date the customer was given (FCD)."),
        "By the latest date": st.column_config.NumberColumn(format="%.1f %%", help="By the last date given (LCD), of the same promises."),
        "Gap, points": st.column_config.NumberColumn(format="%+.1f", help="How much better the latest date makes it look."),
        "Median, days late": st.column_config.NumberColumn(
            format="%.0f",
            help="By then half of what was due had come; negative is early. What is still open is counted as waiting.",
        ),
    }
    if shown["median_deviation_minutes"].notna().any():
        columns["Median, minutes late"] = shown["median_deviation_minutes"].astype(float)
        settings["Median, minutes late"] = st.column_config.NumberColumn(
            format="%.0f", help="The same of those whose every promise has a time of day; 0 = within the window."
        )
    if kind == "partner":
        columns |= {
            "To the company: kept": 100 * shown["kept_rate_company"].astype(float),
            "To the company: due": shown["due_count_company"],
            "Recorded after, median days": shown["p50_days"].astype(float),
            "95 of 100 within, days": shown["p95_days"].where(shown["matured_count"] >= kept.thresholds()["minimum_sample"]).astype(float),
        }
        settings |= {
            "To the company: kept": st.column_config.NumberColumn(format="%.1f %%", help="Promises to the company, such as a hand-over."),
            "Recorded after, median days": st.column_config.NumberColumn(
                format="%.2f",
                help="From delivery to its record; the newest deliveries are left out. Empty = not measured.",
            ),
            "95 of 100 within, days": st.column_config.NumberColumn(format="%.2f"),
        }
    picked = st.dataframe(
        pd.DataFrame(columns),
        column_config=settings,
        hide_index=True,
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
        height="content" if len(shown) < 15 else 560,
        alt=f"Every {kind} with what it kept",
    )
    if len(rows) > LISTED:
        st.caption(broken.listed_first(LISTED, len(rows), kind))
    if picked.selection.rows:
        st.switch_page(PAGES[kind], query_params=filters.link(member=shown.iloc[picked.selection.rows[0]]["member"]))


def _enough(row) -> str:
    if not row.due_count:
        return "none due to the customer"
    return "yes" if row.is_enough else "too little data"


PAGES = {"seller": "app_pages/sellers.py", "partner": "app_pages/partners.py"}


def _unstated(kind: Kind) -> None:
    """Promises that name nobody: they belong to someone, and are in no bar above."""
    rates = kept.promises(filters.current(), kind)
    nobody = rates[rates["member"].isna() & (rates["due_count"] > 0)]
    if not nobody.empty:
        row = nobody.iloc[0]
        due = f"{formats.plural(row['due_count'], 'due promise')} {'names' if row['due_count'] == 1 else 'name'} no {kind}"
        st.caption(f"{due}: {formats.percent(row['kept_rate'])} kept.")


def _member(kind: Kind, member: str, everyone: pd.DataFrame) -> None:
    view = members.narrowed(filters.current(), kind, member)
    st.page_link(PAGES[kind], label=f"Back to all {kind}s", icon=":material/arrow_back:", query_params=filters.link() or None)
    known = members.described(kind).set_index("member")
    if member not in known.index:
        st.title(f"No such {kind}", anchor=False)
        st.info(f"The data has no {kind} “{member}”. Choose one from the list.")
        return
    about = known.loc[member]
    st.title(formats.escaped(about["name"]), anchor=False)
    described = [formats.capital(formats.readable(about["type"])) if not formats.is_missing(about["type"]) else ""]
    described.append(f"answered for by {about['owner']}" if not formats.is_missing(about["owner"]) else "")
    described.append("" if about["is_known"] else f"not in the {kind}s feed")
    st.caption(formats.escaped(" · ".join(part for part in described if part)))

    mine = everyone[everyone["member"] == member]
    if mine.empty or not (mine["due_count"].iloc[0] or (kind == "partner" and mine["due_count_company"].iloc[0])):
        elements.nothing_due(view, None if kind == "partner" else "customer", is_one=True)
        return
    now = mine.iloc[0]
    number, trend = st.columns([2, 3], gap="large")
    with number:
        st.metric("Promises to the customer kept", formats.percent(now["kept_rate"]) if now["due_count"] else "none due")
        for sentence in member_sentences(now, kind, kept.thresholds()):
            st.markdown(sentence)
        if broken_count := now["due_count"] - now["kept_count"]:
            st.page_link(
                elements.BROKEN,
                label=f"Its {formats.plural(broken_count, 'broken promise')}",
                icon=":material/heart_broken:",
                query_params=filters.link(view),
            )
    with trend:
        period = st.segmented_control(
            "By", ["week", "month"], default="month", required=True, key="member_period", label_visibility="collapsed"
        )
        by: kept.By = "week" if period == "week" else "month"
        rates = kept.promises(view, by)
        elements.finding(f"Promises kept, by the {period} they were due")
        if rates["due_count"].sum():
            elements.chart(charts.kept_by_period, rates, now["target_kept_rate"], "promises", period=period)
            st.caption(sentences.provisional(kept.hold_days()))
        else:
            st.caption("No promise to a customer was due.")
    _standing(kind, member)
    if kind == "seller":
        tightness.of_one(member)
    steps, groups = st.columns(2, gap="large")
    for place, by, what in ((steps, "step", "journey step"), (groups, "product_group", "product group")):
        with place:
            rates = elements.named(kept.promises(view, by), choices.members()[by])
            if not rates["due_count"].sum():
                continue
            elements.finding(sentences.worst_of(rates, what))
            if rates["member"].notna().any():
                elements.chart(charts.kept_by_member, rates, what)
            elif choices.members()[by]:
                st.caption(f"No promise of it has a {what}.")
            else:
                st.caption(f"Not measured: no promise has a {what}. Map the column `{by}` of the promises feed.")
