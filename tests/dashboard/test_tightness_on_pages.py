"""How soon sellers promise, on their page."""

from pathlib import Path

import pandas as pd
from homes import open_current
from pages import opened, words

from dashboard.words import tightness


def test_who_promises_sooner_than_it_keeps_is_named_as_in_the_mart(home: Path):
    with open_current(home) as marts:
        rows = marts.execute(
            "select member_id, tightness, reason, quoted_count from marts.fct_promise_tightness where dimension = 'seller'"
        ).df()
    app = opened("sellers")
    shown = words(app)
    bold = rows[rows["tightness"] == "bold"]
    assert all(reason in shown for reason in bold["reason"])
    table = next(each.value for each in app.dataframe if "Promised, days" in each.value)
    assert len(table) == (rows["quoted_count"] > 0).sum() > 0
    assert sorted(table["Of"]) == sorted(rows[rows["quoted_count"] > 0]["quoted_count"])
    thin = table[table["Verdict"] == "Too little data"]
    assert list(thin["Seller"]) == sorted(thin["Seller"], key=str.lower), "thin samples stand by name"
    assert list(table.index[table["Verdict"] == "Too little data"]) == list(table.index[len(table) - len(thin) :])
    reasons = rows[rows["member_id"] == "store-oslo"]["reason"]
    one_seller = words(opened("sellers", member="store-oslo"))
    assert len(reasons) and all(reason in one_seller for reason in reasons)
    assert "How soon" not in words(opened("partners"))


def test_the_sentence_can_be_read_aloud():
    def finding(*rows: tuple[str, str]) -> str:
        return tightness.finding(pd.DataFrame(rows, columns=["name", "tightness"]))

    fair, thin = ("Oslo", "fair"), ("Umeå", "too_little_data")
    assert finding(("Malmö", "bold"), fair, thin) == "1 seller promises sooner than it keeps: Malmö"
    assert finding(("Malmö", "bold"), ("Team 3", "bold"), fair) == "2 sellers promise sooner than they keep: Malmö and Team 3"
    assert finding(fair, thin) == "No seller promises sooner than it keeps, by more than chance"
    assert finding(thin) == finding() == "Whether sellers promise too soon is not known: too little data"
