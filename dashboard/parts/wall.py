"""`?wall=1`: the overview for a screen on the wall. Nothing to press; it turns over to the changes and back, and follows a new build."""

import streamlit as st

from dashboard.parts import answer, build, elements, filters, lead
from dashboard.queries import choices, kept, signals
from dashboard.queries import lead as news
from dashboard.words import header as words
from dashboard.words import lead as sentences
from dashboard.words import overview
from dashboard.words import signals as changes
from dashboard.words.language import say

#: seconds that a side stays
TURN = 30
SIDES = ("answer", "changes")
#: letters as large as the screen is wide: the first screen of the overview fills it
STYLE = """<style>
html { font-size: max(16px, 1.12vw); }
.stAppHeader, .stAppToolbar { display: none; }
.stMain .stPageLink, .stMain a { pointer-events: none; }
.stMain .stPageLink:has([data-testid="stIconMaterial"]) { display: none; }
</style>"""


def is_asked() -> bool:
    return st.query_params.get("wall") == "1"


def show() -> None:
    st.html(STYLE)
    _side()


@st.fragment(run_every=TURN)
def _side() -> None:
    if build.open_newest() is None:
        st.title(say("Nothing to show yet"), anchor=False)
        return
    view = filters.by_address()
    side = st.session_state.get("wall_side", SIDES[0])
    st.session_state["wall_side"] = SIDES[(SIDES.index(side) + 1) % len(SIDES)]
    if not kept.promises(view)["due_count"].sum():
        st.title(overview.QUESTION(), anchor=False)
        elements.nothing_due(view, "customer")
    elif side == "answer":
        answer.show()
        lead.cards()
    else:
        board = lead.watched()
        st.title(changes.finding(board, news.new_standings(), signals.first_watched() if board.empty else None), anchor=False)
        reasons = [changes.changed(row) for _, row in board[board["is_signal"] | board["is_better"]].iterrows()]
        st.markdown("\n".join(f"- {line}" for line in [*reasons, sentences.broke(news.broken_in_weeks(view))]))
        lead.risks_alone()
    notes = (words.as_of(choices.build()), words.chosen(view, names=choices.members()), words.stale(choices.freshness()))
    st.caption(" · ".join(note for note in notes if note))
