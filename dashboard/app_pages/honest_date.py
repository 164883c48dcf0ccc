"""Which date could be promised and kept: a basket, its date with the back-test, or what is missing for one."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import charts
from dashboard.parts import basket, elements, filters
from dashboard.queries import honest_date, kept
from dashboard.words import broken as lists
from dashboard.words import honest_date as words
from dashboard.words import members as member_words
from dashboard.words.language import say

LISTED = 200

thresholds = kept.thresholds()
longest_days, weeks = thresholds["honest_longest_days"], thresholds["record_weeks"]
places = honest_date.places(filters.current())


def show() -> None:
    if not places["offered_count"].any():
        st.title(words.NOTHING_CHOSEN(), anchor=False)
        st.info(words.nothing_to_choose(int(places["kinds_count"].sum()), thresholds["honest_window_weeks"]), icon=":material/event_busy:")
        return
    # the answer stands above what it is the answer to
    answer_place = st.container()
    chosen = basket.choose(places)
    if chosen.lines.empty:
        offer(chosen, answer_place)
    else:
        answer(chosen, answer_place)


def offer(chosen: basket.Basket, answer_place: DeltaGenerator) -> None:
    """Nothing is chosen yet: what there is."""
    with answer_place:
        st.title(words.NOTHING_CHOSEN(), anchor=False)
        st.markdown(words.HOW())
    everywhere = words.everywhere(honest_date.everywhere(filters.current(), chosen.share), chosen.share)
    under = " ".join(note for note in (everywhere, words.DAYS_UNTIL()) if note)
    elements.finding(words.offer(chosen.offered, chosen.share, chosen.region), under)
    rows = chosen.offered.head(LISTED)
    picked = elements.table(
        words.offer_table(rows, chosen.share),
        column_config={
            say("What"): st.column_config.TextColumn(width=105),
            say("{Partner}"): st.column_config.TextColumn(width=120),
            **{words.often(date["share"]): st.column_config.NumberColumn(width=65) for date in rows["dates"].iloc[0]},
            words.KEPT_LATELY(): st.column_config.TextColumn(help=words.kept_lately_help(chosen.share, weeks)),
        },
        on_select="rerun",
        selection_mode="single-row",
        height="content" if len(rows) < 15 else 560,
        alt=say("What can be promised, one kind of {order} a row"),
    )
    more = lists.listed_first(LISTED, len(chosen.offered), "kind") or (member_words.more_below(15, len(rows)) if len(rows) > 15 else None)
    st.caption(" ".join(note for note in (more, words.OF_WHAT()) if note))
    if picked.selection.rows:
        basket.open_with(rows.iloc[picked.selection.rows[0]]["line"])


def answer(chosen: basket.Basket, answer_place: DeltaGenerator) -> None:
    """The date, what it rests on, or what is missing for one."""
    answers = honest_date.answers(chosen.lines)
    is_asked = answers["share"] == chosen.share
    asked = answers[is_asked].iloc[0]
    lines = honest_date.lines(chosen.lines, chosen.share)
    dated = lines[lines["is_quotable"]]
    has_date = answers[is_asked]["days"].notna().all()
    with answer_place:
        st.title(words.title(asked), anchor=False)
        st.markdown(words.under(asked, answers[~is_asked]))

    # ---------- what it rests on, or what is missing

    if not has_date:
        elements.finding(say("What is missing"))
        for sentence in words.refusal(asked, lines, longest_days):
            st.markdown(sentence)
    if not dated.empty:
        elements.finding(words.kept_lately(lines, chosen.share, weeks), words.BACK_TEST())
        if len(lines) > 1:
            st.markdown(words.baskets_kept(honest_date.baskets_kept(chosen.share), chosen.share, weeks))
        for _, line in dated.iterrows():
            if len(lines) > 1:
                st.markdown(words.line(line, chosen.share, weeks))
            st.caption(words.read_from(line, longest_days))
    if len(dated) == len(lines):
        elements.finding(say("How long such {orders} take"), words.CURVE())
        curve = honest_date.curve(chosen.lines, chosen.share)
        elements.chart(charts.lead_times, curve, int(asked["days"]) if has_date else None, chosen.share)


show()
