"""The data quality page."""

from pathlib import Path

from pages import one, opened, words


def test_rows_in_are_rows_accepted_and_held_back(home: Path):
    landed, accepted, held = one(home, "select sum(rows_landed), sum(rows_accepted), sum(rows_quarantined) from marts.fct_feed_counts")
    app = opened("data_quality")
    assert f"{landed:,} rows in = {accepted:,} accepted + {held:,} held back" in words(app)
    balance = app.dataframe[0].value
    assert (balance["Rows in"] == balance["= accepted"] + balance["+ held back"]).all()
    (promises,) = one(home, "select count(*) from marts.fct_promises")
    assert f"= {promises:,} promises" in words(app)
