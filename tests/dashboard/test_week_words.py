"""The sentences of the weekly meeting, of made-up counts."""

from datetime import date

import pandas as pd

from dashboard.words import calls, not_told, ownerless
from dashboard.words import this_week as sentences


def test_a_step_without_owner_or_playbook_says_so():
    steps = pd.DataFrame(
        [("a", "First", None, "Ring.", None), ("b", "Second", "Sales", None, "A date"), ("c", "Third", None, None, None)],
        columns=["step", "name", "owner", "playbook", "expectation"],
    )
    assert sentences.what_to_do(steps, {"a", "b", "c"}).split("  \n") == [
        "**Role:** nobody yet (First). **Do:** Ring.",
        "**Role:** Sales (Second). **Do:** no playbook says. **Expected:** A date.",
        "**Role:** nobody yet (Third). **Do:** no playbook says.",
    ]
    assert sentences.what_to_do(steps.assign(owner=None, playbook=None), {"a"}) == "", "where nobody wrote down either"


def test_open_promises_without_a_date_are_deliveries_and_calls():
    def heading(number: int, calls: int) -> str:
        return sentences.dateless(pd.Series({"has_dateless": True, "dateless_count": number, "dateless_call_count": calls}))

    assert heading(9, 2) == "9 open promises have no date, the customer waits for one: 7 deliveries and 2 promised calls"
    assert heading(1, 1) == "1 open promise has no date, the customer waits for one: 1 promised call"


def test_what_is_watched_is_named_and_what_is_not():
    rows = pd.DataFrame({"dimension": "region", "is_signal": [True] * 4 + [False] * 3, "is_better": [False] * 4 + [True] + [False] * 2})
    note = sentences.changed_note(rows, 5, 6, True)
    assert note.startswith("First 5 of 6 changes. Watched: 7 series (regions), 2 of them as usual. Partners and sellers ")
    assert note.endswith(sentences.OF_ALL()) and sentences.changed_note(rows.head(0), 0, 0, True) == ""


def test_every_change_says_who_acts():
    steps = pd.DataFrame([("a", "First", "Sales", "Ring.", None)], columns=["step", "name", "owner", "playbook", "expectation"])
    listed = pd.DataFrame({"dimension": ["step", "region"], "member": ["a", "Oslo"], "name": ["First", "Orders (Oslo)"]})
    step, region = sentences.changed_to_do(listed, steps).split("  \n")
    assert step == "**Role:** Sales (First). **Do:** Ring." and region.startswith(
        f"**Role:** {sentences.LEADER()}. **Do:** read what was broken of Orders (Oslo) since then"
    )


def test_a_backlog_grows_or_shrinks_or_stays():
    def heading(now: int, before: int) -> str:
        return not_told.overdue(pd.Series({"has_deliveries": True, "overdue_count": now, "week_ago_overdue_count": before}))

    assert heading(3, 1) == "3 deliveries are overdue, 1 a week ago: the backlog grew by 2"
    assert heading(1, 2) == "1 delivery is overdue, 2 a week ago: the backlog shrank by 1"
    assert heading(2, 2).endswith("the backlog stays as it is") and heading(0, 0) == "No delivery is overdue"


def test_a_quiet_week_is_said_so():
    quiet, none = {"changed": 0, "not-told": 0, "about-to-break": 0}, pd.DataFrame()
    assert sentences.title(quiet, 0, 2, none) == "This week: nothing new, every customer has been told, nothing is about to break"
    assert sentences.title(quiet, 0, 0, none).endswith("no delivery is overdue, nothing is about to break")
    risky = pd.DataFrame({"last_date": [date(2022, 7, 22)]})
    assert sentences.title({"changed": 1, "not-told": 1, "about-to-break": 1}, 1, 1, risky) == (
        "This week: 1 new change, 1 customer has not been told, 1 promise will probably break by 22 July 2022"
    )
    counts = pd.Series({"has_callbacks": True, "call_count": 0, "call_due_count": 1, "call_due_steps": {"back": 1}})
    named = pd.DataFrame({"step": ["back", "after"], "name": ["Call back", "Call afterwards"]})
    assert calls.finding(counts, named) == "No promised call is overdue; 1 is due this week: Call back 1"
    late = pd.Series({"has_callbacks": True, "call_count": 3, "call_steps": {"back": 1, "after": 2}, "call_due_count": 0})
    assert calls.finding(late, named) == "3 promised calls were not made: Call afterwards 2 and Call back 1; none is due this week"
    nobody = pd.DataFrame([("delivery", "x", 1, "")], columns=["kind", sentences.WHAT(), "number", sentences.WHICH()])
    owned = pd.Series({"has_step_owners": True})
    assert ownerless.finding(nobody, owned) == "1 delivery matches no promise"
    assert ownerless.finding(nobody.head(0), owned) == "Everything has an owner"
    assert sentences.few(list("abcdef")) == "a, b, c, d and 2 more"


def test_all_the_calls_are_a_click_away_where_not_all_are_listed():
    counts = pd.Series({"has_callbacks": True, "call_count": 30, "call_steps": {"back": 10, "after": 20}})
    assert calls.note(counts, 5, "there").startswith("First 5 of 30 calls. [See all 30 calls](there). Moments of truth first")
    assert "See all" not in calls.note(counts, 30, "there")
