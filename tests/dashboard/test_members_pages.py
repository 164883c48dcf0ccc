"""Sellers and partners: everyone with the number behind the rate, nobody ranked on too little."""

from pathlib import Path

import pytest
from homes import open_current
from pages import LAST_26_WEEKS, one, opened, words

from dashboard.words import formats


def test_a_rate_of_nothing_is_written_as_not_measured():
    assert (formats.percent(None), formats.percent(float("nan")), formats.interval(None, None)) == ("not measured",) * 3
    assert formats.percent(0.0) == "0.0 %"


def test_a_partner_has_its_rate_with_the_denominator(home: Path):
    due, kept, ours, ours_kept = one(
        home,
        f"""
        select
            count(*) filter (where promised_to = 'customer'), count(*) filter (where promised_to = 'customer' and is_kept),
            count(*) filter (where promised_to = 'company'), count(*) filter (where promised_to = 'company' and is_kept)
        from marts.fct_promises where is_due and partner_id = 'hvitlager' and {LAST_26_WEEKS}
        """,
    )
    text = words(opened("partners", member="hvitlager"))
    assert f"{kept} of {due} promises due were kept" in text
    assert f"To the company: {100 * ours_kept / ours:.1f} % kept, {ours_kept} of {ours} promises due." in text
    row = opened("partners").dataframe[0].value.set_index("Name").loc["Hvitlager appliances"]
    assert (row["Due"], round(row["Kept"], 6), row["To the company: due"]) == (due, round(100 * kept / due, 6), ours)


@pytest.mark.parametrize("kind", ["seller", "partner"])
def test_who_has_too_little_data_is_shown_and_never_ranked(home: Path, kind: str):
    with open_current(home) as marts:
        thin = {
            name
            for (name,) in marts.execute(
                f"""
                select dim.name from marts.fct_promises join marts.dim_{kind}s as dim using ({kind}_id)
                where is_due and promised_to = 'customer' and {LAST_26_WEEKS} group by 1
                having count(*) < (select value from marts.dim_thresholds where name = 'minimum_sample')
                """
            ).fetchall()
        }
    assert thin, "the small world has someone of whom little is known"
    rows = next(table.value for table in opened(f"{kind}s").dataframe if "Enough data" in table.value)
    messages = rows[rows["Enough data"] == "too little data"]
    assert thin <= set(messages["Name"])
    ranked = rows[rows["Enough data"] == "yes"]
    assert list(rows["Name"]) == [*ranked["Name"], *messages["Name"]]
    assert ranked["Kept"].is_monotonic_increasing
    assert list(messages["Name"]) == sorted(messages["Name"])


def test_without_a_new_date_on_record_there_is_no_gap_to_the_latest(alone: Path):
    for text in (words(opened("overview")), words(opened("sellers")), words(opened("sellers", member="store-oslo"))):
        assert "No new dates are on record, so the gap to the latest promise is not measured." in text
        assert "would look" not in text and "diamond" not in text
    table = opened("sellers").dataframe[0].value
    assert table[["Gap, points", "By the latest date"]].isna().all(axis=None)
    assert "latest-date view" not in words(opened("broken_promises", order="o-late"))
