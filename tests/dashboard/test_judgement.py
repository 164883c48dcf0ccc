"""What the pages say of who is worse than its peers and of what is about to break, against the marts."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from homes import open_current
from pages import one, opened, words

from dashboard.words import at_risk, standings


@pytest.mark.parametrize("kind", ["partner", "seller"])
def test_who_stands_out_is_named_with_the_reason_of_the_mart(home: Path, kind: str):
    with open_current(home) as marts:
        rows = marts.execute("select member_id, standing, reason from marts.fct_standings where kind = $1", [kind]).df()
    shown = words(opened(f"{kind}s"))
    out = rows[rows["standing"].isin(["act", "watch"])]
    assert all(reason in shown for reason in out["reason"])
    assert sum(reason in shown for reason in rows["reason"]) >= len(out)
    judged = rows["standing"].isin(["act", "watch", "none"]).any()
    assert ("can be compared with its peers yet" in shown) == (not judged)


def test_a_member_reads_how_it_stands_in_each_step_that_it_is_judged_in(home: Path):
    with open_current(home) as marts:
        rows = marts.execute(
            "select reason, standing from marts.fct_standings where kind = 'partner' and member_id = 'hvitlager'"
        ).fetchall()
    shown = words(opened("partners", member="hvitlager"))
    judged = [row for row in rows if row[1] != "too_little_data"] or rows
    assert judged
    for reason, standing in rows:
        assert ((standings.STANDINGS[standing]() in shown) and (reason in shown)) == ((reason, standing) in judged)


def standing(name: str, verdict: str) -> dict:
    return {"name": name, "standing": verdict}


def test_the_sentence_can_be_read_aloud():
    def finding(*rows: dict) -> str:
        return standings.finding(pd.DataFrame(rows, columns=["name", "standing"]), "partner")

    quiet = standing("Rask frakt", "none")
    assert finding(standing("Fjordbud", "act"), quiet) == (
        "1 partner is worse than its peers by more than chance: Fjordbud; no other partner stands out"
    )
    both = finding(standing("Fjordbud", "act"), standing("Granitten", "act"), standing("Norrfrakt", "watch"), quiet)
    assert both == (
        "2 partners are worse than their peers by more than chance: Fjordbud and Granitten; "
        "1 partner to be watched: Norrfrakt; no other partner stands out"
    )
    assert finding(quiet) == "No partner stands out from its peers: what differs between them may be chance"
    assert finding(standing("Liten benk", "too_little_data")) == "No partner can be compared with its peers yet"
    # bad in one step and watched in another is named once
    assert "watched" not in finding(standing("Fjordbud", "act"), standing("Fjordbud", "watch"), quiet)


def test_what_is_about_to_break_is_the_list_of_the_mart(home: Path):
    known, risky, expected = one(
        home,
        "select count(probability), count(*) filter (where is_at_risk), sum(probability) filter (where is_at_risk) from marts.fct_at_risk",
    )
    shown = words(opened("broken_promises"))
    if not known:
        assert "What is about to break is not known" in shown
    elif not risky:
        assert f"None of {known:,} open promise" in shown
    else:
        assert f"{risky:,} promise{'s' if risky > 1 else ''} will probably break by " in shown
        assert f"They are those of {known:,} open promise" in shown
        assert f"About {round(expected):,} of them will" in shown


def test_a_list_says_what_it_was_worth_before():
    rows = pd.DataFrame({"total_count": [16], "expected_broken_count": [9.6], "last_date": [date(2022, 7, 22)], "owners": [["Logistics"]]})
    record = pd.Series({"named_count": 289, "named_broken_count": 198, "precision_rate": 198 / 289, "lists_count": 13})
    counts = pd.Series({"known_count": 985, "unknown_count": 0, "is_not_measured": False, "has_deliveries": True})
    rows["days"] = [{date(2022, 7, 19): 6, date(2022, 7, 22): 10}]
    assert at_risk.finding(rows, counts) == "16 promises will probably break by 22 July 2022: Logistics acts"
    assert at_risk.under(rows, record, counts) == (
        "Due: 6 on 19 July and 10 on 22 July. About 10 of them will, if nobody acts. Of 289 on the last 13 weekly lists, 69 % broke. They are those of 985 open promises before "
        f"their day that are likelier to break than to be kept, what is at stake first. {at_risk.CHANCE()}"
    )
    many = rows.assign(days=[{date(2022, 7, day): 1 for day in range(10, 20)}])
    assert at_risk.by_day(many).endswith("1 on 16 July and on 3 more days.")
    none = rows.head(0)
    one = pd.Series({**counts, "known_count": 1})
    assert at_risk.finding(none, one) == "None of 1 open promise is more likely to break than to be kept"
    assert at_risk.under(none, record * 0, counts) == ""


def test_what_is_not_known_of_open_promises_is_said_with_the_reason():
    def finding(known: int, unknown: int, is_not_measured: bool = False) -> str:
        counts = pd.Series(
            {"known_count": known, "unknown_count": unknown, "is_not_measured": is_not_measured, "has_deliveries": not is_not_measured}
        )
        nothing = pd.Series({"named_count": 0})
        return at_risk.finding(pd.DataFrame(), counts) + ". " + at_risk.under(pd.DataFrame(), nothing, counts)

    assert finding(0, 0) == "No open promise is still before its day. "
    assert finding(0, 0, is_not_measured=True) == "What is about to break is not measured. "
    assert finding(0, 7) == ("What is about to break is not known of 7 open promises: too few promises like them have come due so far. ")
    assert "no record of deliveries is kept" in finding(0, 7, is_not_measured=True)
    assert finding(6, 1) == (
        "None of 6 open promises is more likely to break than to be kept. "
        "Of 1 more open promise it is not known: too few like them have come due so far."
    )


def test_a_line_of_the_list_says_what_is_about_to_break_and_by_whom():
    row = {"what": "worktops", "partner_name": "Granitten", "probability": 0.654, "days_left": 3, "end_date": date(2022, 7, 21),
           "is_customer_informed": False, "lines_count": 1, "reason": "Of 31 similar promises still open at this age, 74 % broke."}  # fmt: skip
    assert at_risk.row(pd.Series(row)) == (
        "worktops by Granitten · 65 % likely to break · due 21 July 2022 · customer not told. Of 31 similar promises still open at this age, 74 % broke."
    )
    assert at_risk.row(pd.Series(row | {"lines_count": 4})).startswith("worktops by Granitten and 3 more lines · 65 %")
    assert at_risk.row(pd.Series(row | {"partner_name": None, "days_left": 0, "is_customer_informed": None})).startswith(
        "worktops · 65 % likely to break · due today. Of 31"
    )
