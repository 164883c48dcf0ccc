"""The page of honest dates: the date of a basket with its back-test, or what is missing for one, as the marts say."""

import re
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from homes import open_current
from pages import one, opened, words

from dashboard.queries import honest_date as queries
from dashboard.view import View, as_one, split
from dashboard.words import formats
from dashboard.words import honest_date as sentences

KEYS = ("step", "partner_id", "product_group", "lane")
KIND = f"select {', '.join(KEYS)}, days, reason, judged_13w_count, kept_13w_count, promises_count from marts.fct_honest_dates"


def kinds(home: Path, where: str, limit: int = 1) -> list[dict]:
    """Kinds of the mart, the first in the order of their keys, each with its name in the address."""
    with open_current(home) as marts:
        rows = marts.execute(f"{KIND} where {where} order by {', '.join(KEYS)} nulls last limit {limit}").df().astype(object)
    rows = rows.where(rows.notna(), None).to_dict("records")
    return [row | {"line": as_one([row[key] for key in KEYS])} for row in rows]


def dated(home: Path, days: int) -> str:
    (as_of,) = one(home, "select as_of from marts.dim_build")
    return formats.weekday(as_of + timedelta(days=days))


@pytest.mark.parametrize(("share", "kept", "often"), [(0.9, {}, "9 of 10"), (0.95, {"kept": "95"}, "19 of 20")])
def test_the_heading_is_the_date_of_the_mart_and_below_stands_how_such_dates_were_kept(home: Path, share: float, kept: dict, often: str):
    for kind in kinds(home, f"is_quotable and quantile = {share} and judged_13w_count > 50", limit=3):
        app = opened("honest_date", line=kind["line"], **kept)
        assert app.title[0].value == f"Promise {kind['days']} days: {often} such orders come by then."
        shown = words(app)
        assert f"Promised on 18 July 2022, that is **{dated(home, kind['days'])}**." in shown
        assert f"{kind['kept_13w_count']:,} of {kind['judged_13w_count']:,} such dates were kept" in shown
        assert f"Judged by {kind['promises_count']:,} promises" in shown
        assert len(app.get("vega_lite_chart")) == 1


def test_where_there_is_no_date_the_page_says_what_is_missing_and_draws_none(home: Path):
    reasons = set()
    for because in ("too_many_not_complete", "too_few_promises"):
        (kind,) = kinds(home, f"quantile = 0.9 and refused_because = '{because}'")
        app = opened("honest_date", line=kind["line"])
        assert app.title[0].value == "No date can honestly be promised"
        assert kind["reason"] in words(app)
        assert not app.get("vega_lite_chart")
        reasons.add(kind["reason"])
    assert len(reasons) == 2


def test_a_basket_over_several_partners_has_the_date_by_which_all_of_it_is_there(home: Path):
    lines = kinds(home, "is_quotable and quantile = 0.9 and lane = 'Oslo' and step = 'customer_delivery'", limit=50)
    one_each = {line["partner_id"]: line for line in lines}
    lines = sorted(one_each.values(), key=lambda line: line["days"])[:2]
    with open_current(home) as marts:
        asked = ", ".join(f"('{line['partner_id']}', '{line['product_group']}')" for line in lines)
        (days,) = marts.execute(
            f"""
            select marts.basket_days(list({{'curve_id': curve_id, 'unit_days': unit_days}}), 0.9) from marts.fct_honest_dates
            where quantile = 0.9 and lane = 'Oslo' and step = 'customer_delivery' and (partner_id, product_group) in ({asked})
            """
        ).fetchone()
    assert days > max(line["days"] for line in lines)
    app = opened("honest_date", line=[line["line"] for line in lines])
    assert app.title[0].value == f"Promise {days} days: 9 of 10 such orders come by then."
    shown = words(app)
    for line in lines:
        assert f"{line['days']} days. Over the last 13 weeks {line['kept_13w_count']:,} of {line['judged_13w_count']:,} such dates" in shown


def test_one_line_without_a_date_leaves_the_basket_without_one_and_is_named(home: Path):
    (good,) = kinds(home, "is_quotable and quantile = 0.9 and lane = 'Oslo' and step = 'customer_delivery'")
    (bad,) = kinds(home, "not is_quotable and quantile = 0.9 and lane = 'Oslo'")
    app = opened("honest_date", line=[good["line"], bad["line"]])
    assert app.title[0].value == "No date can honestly be promised"
    assert bad["reason"] in words(app) and f": {good['days']} days. Over the last 13 weeks" in words(app)


def test_a_back_test_of_a_few_dates_is_no_proof(home: Path):
    (thin,) = kinds(home, "is_quotable and quantile = 0.9 and judged_13w_count < 20")
    assert f"{thin['kept_13w_count']} of {thin['judged_13w_count']} such dates were kept, too few to judge by" in words(
        opened("honest_date", line=thin["line"])
    )


def test_a_date_that_was_kept_less_often_than_it_should_says_so():
    line = {"judged_13w_count": 254, "kept_13w_count": 225, "kept_13w_rate": 225 / 254, "is_enough": True}
    sentence = "Over the last 13 weeks 225 of 254 such dates were kept"
    assert sentences.kept_lately(pd.DataFrame([line]), 0.9, 13) == f"{sentence}: fewer than 9 of 10, but not by more than chance"
    assert sentences.kept_lately(pd.DataFrame([line]), 0.85, 13) == sentence
    none = pd.DataFrame([line | {"judged_13w_count": None}])
    assert sentences.kept_lately(none, 0.9, 13) == "Over the last 13 weeks no such date fell due"


def test_a_basket_that_is_late_only_together_is_to_be_promised_apart():
    answer, lines = pd.Series({"share": 0.9}), pd.DataFrame({"is_quotable": [True, True]})
    (sentence,) = sentences.refusal(answer, lines, 60)
    assert "complete only after more than 60 days. Promise them apart" in sentence


def test_the_curve_is_that_of_the_mart_and_the_date_lies_on_it(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    (kind,) = kinds(home, "is_quotable and quantile = 0.9 and step = 'customer_delivery'")
    curve = queries.curve(pd.DataFrame([kind]), 0.9).set_index("days")["complete_probability"]
    assert curve.is_monotonic_increasing and list(curve.index) == list(range(61))
    assert curve[kind["days"]] >= 0.9 - 1e-9 > curve[kind["days"] - 1]
    with open_current(home) as marts:
        rows = marts.execute(
            """
            select cast(floor(times_unit * unit_days + 1e-6) as integer) as day, 1 - min(late_probability)
            from marts.fct_honest_dates inner join marts.fct_honest_curves using (curve_id)
            where quantile = 0.9 and is_quotable and (partner_id, product_group, lane) = ($1, $2, $3) group by 1 having day <= 60
            """,
            [kind["partner_id"], kind["product_group"], kind["lane"]],
        ).fetchall()
    assert len(rows) > 20 and all(curve[day] == pytest.approx(share) for day, share in rows)


def test_without_a_basket_everything_that_can_be_promised_there_is_listed(home: Path):
    with open_current(home) as marts:
        rows = marts.execute(
            """
            select count(*), count(days), min(days), max(days) from marts.fct_honest_dates where quantile = 0.9 and lane = 'Oslo'
            """
        ).fetchone()
    app = opened("honest_date", to="Oslo")
    table = app.dataframe[0].value
    assert (len(table), table["9 of 10"].count(), table["9 of 10"].min(), table["9 of 10"].max()) == rows
    assert f"To Oslo: 9 of 10 come within {rows[2]} to {rows[3]} days, depending on what is ordered" in words(app)
    assert app.query_params == {"to": "Oslo"}


def test_the_filters_narrow_what_there_is_to_choose_from(home: Path):
    app = opened("honest_date", partner="hvitlager", region="Oslo")
    assert set(app.dataframe[0].value["Partner"]) == {"Hvitlager appliances"}
    assert not [box for box in app.selectbox if box.label == "Where it goes"]
    (count,) = one(home, "select count(distinct (step, partner_id, product_group, lane)) from marts.fct_honest_dates")
    nothing = opened("honest_date", partner="hvitlager", product_group="worktops")
    assert f"None of the {count} kinds of order fits the filters above." in nothing.info[0].value


def test_every_choice_counts_and_stands_in_the_address(home: Path):
    first, second = kinds(home, "is_quotable and quantile = 0.9 and lane = 'Oslo' and step = 'customer_delivery'", limit=2)
    app = opened("honest_date", to="Oslo")
    for chosen in ([first["line"]], [first["line"], second["line"]]):
        app.multiselect(key="basket_lines").set_value(chosen).run()
        assert app.query_params == {"line": chosen if len(chosen) > 1 else chosen[0]}
    app.button_group(key="basket_kept").set_value("95").run()
    assert app.query_params["kept"] == "95"
    assert opened("honest_date", **app.query_params).title[0].value == app.title[0].value


def test_the_same_basket_can_be_sent_elsewhere(home: Path):
    (here,) = kinds(home, "is_quotable and quantile = 0.9 and lane = 'Oslo' and partner_id = 'hvitlager'")
    (there,) = kinds(home, "is_quotable and quantile = 0.9 and lane = 'Bergen' and partner_id = 'hvitlager'")
    app = opened("honest_date", line=here["line"])
    app.selectbox(key="basket_region").set_value("Bergen").run()
    assert app.query_params == {"line": there["line"]}
    assert app.title[0].value.startswith(f"Promise {there['days']} days")


@pytest.mark.parametrize(
    "query",
    [
        {"line": "nothing/of/the/kind"},
        {"line": ["'; drop table marts.fct_promises; --", "////", "", "%2F"]},
        {"to": "Atlantis"},
        {"to": ["Atlantis", "Oslo"]},
        {"kept": "100"},
        {"kept": "`0.9`"},
        {"line": "<script>alert(1)</script>", "to": "**", "kept": "9" * 400},
    ],
)
def test_what_the_address_asks_for_and_is_not_there_is_left_out_with_a_note(home: Path, query: dict):
    app = opened("honest_date", **query)
    assert "which is not in this basket's data" in words(app)
    assert app.query_params == {}


def test_a_line_of_another_region_is_no_part_of_the_basket(home: Path):
    (oslo,) = kinds(home, "is_quotable and quantile = 0.9 and lane = 'Oslo'")
    (bergen,) = kinds(home, "is_quotable and quantile = 0.9 and lane = 'Bergen'")
    app = opened("honest_date", line=[oslo["line"], bergen["line"]])
    assert app.query_params == {"line": oslo["line"]}
    assert f"“line={bergen['line']}”" in words(app)


def test_ids_with_strokes_are_not_taken_for_each_other():
    rows = [
        ("a/b", "c", "d", "e"),
        ("a", "b/c", "d", "e"),
        ("a%2Fb", "%", "/", "e"),
        ("a", None, "%252F", None),
        ("a/", "//", None, "Malmö"),
    ]
    names = [as_one(row) for row in rows]
    assert [tuple(split(name)) for name in names] == rows
    assert as_one(("step", float("nan"), None, "Malmö")) == "step///Malmö"


def test_a_source_without_regions_groups_and_partners_has_its_page(alone: Path):
    app = opened("honest_date")
    assert app.title[0].value == "Which date can be kept?"
    assert "## No date can honestly be promised yet: select a row" in words(app) and "not stated" not in words(app)
    (offers,) = app.dataframe
    assert list(offers.value.columns) == ["What", "Such dates kept", "Step"]
    assert "Export" in words(app)
    (reason,) = one(alone, "select any_value(reason) from marts.fct_honest_dates where quantile = 0.9")
    (kind,) = kinds(alone, "quantile = 0.9")
    shown = words(opened("honest_date", line=kind["line"]))
    assert reason in shown and re.search(r"\*\*Customer.delivery\*\*: No date", shown)


def test_every_kind_has_a_line_of_its_own(home: Path):
    st.session_state["warehouse"] = (home / "warehouse" / "current.duckdb").resolve()
    (as_of,) = one(home, "select as_of from marts.dim_build")
    view = View(as_of=as_of)
    places = queries.places(view)
    each = {row.region: queries.kinds(view, row.region) for row in places.itertuples()}
    assert {region: len(rows) for region, rows in each.items()} == dict(zip(places["region"], places["kinds_count"], strict=True))
    lines = pd.concat(each.values())
    assert lines["line"].is_unique and len(lines) > 100
    few = lines.sample(20, random_state=1).reset_index(drop=True)
    pd.testing.assert_frame_equal(queries.known(list(few["line"])), few)


def test_the_back_test_of_whole_orders_says_what_it_is_of():
    row = {"judged_count": 457, "kept_count": 422, "is_enough": True, "is_kept_too_seldom": False}
    sentence = sentences.baskets_kept(pd.DataFrame([row]), 0.9, 13)
    assert sentence.startswith("Dates of whole orders of several kinds: 422 of 457 would have been kept, of those promised in 13 weeks")
    assert "fewer than 9 of 10 by more than chance" in sentences.baskets_kept(pd.DataFrame([row | {"is_kept_too_seldom": True}]), 0.9, 13)
    assert "too few to judge by" in sentences.baskets_kept(pd.DataFrame([row | {"is_enough": False}]), 0.9, 13)
    assert "not known" in sentences.baskets_kept(pd.DataFrame(), 0.9, 13)


def test_the_span_of_all_places_stands_beside_that_of_one():
    of_all = pd.Series({"fewest_days": 14, "most_days": 60, "regions_count": 2})
    assert sentences.everywhere(of_all, 0.9) == (
        "Everywhere: 9 of 10 come within 14 to 60 days, depending on what is ordered and where it goes."
    )
    assert sentences.everywhere(pd.Series({**of_all, "fewest_days": None}), 0.9) is None, "no date is known"
    assert sentences.everywhere(pd.Series({**of_all, "regions_count": 1}), 0.9) is None, "one place has no other beside it"
