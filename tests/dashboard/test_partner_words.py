"""What is said of one partner or seller, in sentences that can be read aloud."""

import pandas as pd

from dashboard import charts
from dashboard.charts.marks import legible
from dashboard.words import blame, formats, members, partners, review, standings


def test_a_rate_of_nothing_is_written_as_not_measured():
    assert (formats.percent(None), formats.percent(float("nan")), formats.interval(None, None)) == ("not measured",) * 3
    assert formats.percent(0.0) == "0.0 %"


def test_names_in_the_funnel_do_not_lie_across_each_other():
    rows = pd.DataFrame({"x": [100.0, 110.0, 900.0, 105.0], "y": [0.50, 0.51, 0.51, 0.20]}, index=list("abcd"))
    assert list(legible(rows, "x", "y", 8)) == [True, False, True, True]
    assert list(legible(rows, "x", "y", 1)) == [True, False, False, False]


def test_what_a_break_costs_is_said_or_why_not():
    row = {"measure": "contacts", "broken_count": 5, "covered_count": 5, "waiting_count": 0, "excess": None, "excess_low": None}
    assert review.cost_finding(pd.DataFrame([row])) == "What its breaks cost is not measured"
    assert "map the contacts feed" in review.no_costs(pd.DataFrame([row]))
    assert "map the contacts feed" in review.no_costs(pd.DataFrame([row]).head(0))
    young = row | {"broken_count": 0, "covered_count": 0, "waiting_count": 3}
    assert "3 broken orders of it can still bring contacts" in review.no_costs(pd.DataFrame([young]))
    assert "None of its 5 broken orders" in review.no_costs(pd.DataFrame([row | {"covered_count": 0}]))


def test_days_are_whole_and_still_add_up():
    assert blame.whole(pd.Series([2.4, 3.4, 4.2])) == [3, 3, 4]
    assert blame.whole(pd.Series([929.6, 73.07, 58.25, 28.08, 4.0])) == [930, 73, 58, 28, 4]
    assert blame.whole(pd.Series([0.5, 0.5])) in ([1, 0], [0, 1])


def test_whose_days_they_were_can_be_read_aloud():
    def finding(late: dict, kind: str, *parts: tuple) -> str:
        days = pd.DataFrame(parts, columns=["cause", "partner_id", "partner_name", "days"])
        return blame.finding(days, pd.Series(late), kind, "p")

    late = {"late_count": 4, "delay_days": 10, "imputed_count": 0}
    own, ours = ("partner", "p", "Fjordbud", 7.0), ("internal", None, None, 3.0)
    assert finding(late, "partner", own, ours) == "7 of 10 days late were its own"
    ours = ("over_promise", None, None, 9.0)
    assert finding(late, "partner", ours, ("partner", "p", "Fjordbud", 1.0)) == (
        "1 of 10 days late was its own; most, 9: promised too early"
    )
    other = ("partner", "q", "Norrfrakt", 9.0)
    assert finding(late, "partner", other, ("partner", "p", "Fjordbud", 1.0)) == "1 of 10 days late was its own; most, 9: Norrfrakt"
    assert finding({"late_count": 0, "delay_days": 0}, "partner") == "No delivery was late"
    assert finding({"late_count": 2, "delay_days": 0}, "partner") == "2 deliveries late by hours only"
    assert (
        finding(late, "seller", own, ("internal", None, None, 3.0))
        == "Of 10 days late, none were lost to dates promised too early and 7 to partners"
    )
    unknown = late | {"imputed_count": 4}
    assert finding(unknown, "seller", own) == "10 days late; how many were lost to dates promised too early is not known"


def test_days_on_what_others_deliver_are_added_in_words():
    assert blame.elsewhere(0.2) is None
    assert blame.elsewhere(12.4) == "On what others were to deliver, 12 more days were its own."


def test_many_partners_stand_together():
    parts = pd.DataFrame(
        [("partner", f"p{place}", f"Partner {place}", 30.0 - place) for place in range(20)] + [("over_promise", None, None, 50.0)],
        columns=["cause", "partner_id", "partner_name", "days"],
    ).assign(share=lambda rows: rows["days"] / rows["days"].sum())
    bars = blame.bars(parts, "seller", "s")
    assert len(bars) == 8 and bars["label"].iloc[-1] == "14 other partners"
    assert bars["days"].sum() == parts["days"].sum()


def test_how_soon_customers_were_told_adds_up_to_what_was_known():
    assert review.within(review.KNEW, 132, 20, 110, 108) == (
        "Of 132 breaks that we could know of, the customer was told of 108 within a business hour, 2 later, 2 before that and for 20 it is "
        "not on record."
    )
    assert review.within(review.KNEW, 1, 0, 1, 1) == (
        "Of 1 break that we could know of, the customer was told of 1 within a business hour."
    )
    notices = pd.Series({"customer_told_before_count": 87, "in_time_count": 44, "day_before_count": 34, "notice_days": 2.0})
    assert review.ahead(notices) == (
        "Of the 87 told before the day: 44 in good time (2 business days or more ahead), 34 the day before and 9 in between, over days off."
    )


def test_late_deliveries_are_named_in_parts_that_add_up():
    counts = {"late_count": 124, "open_count": 11, "cancelled_count": 5, "contested_count": 2, "imputed_count": 3}
    days = pd.DataFrame({"cause": ["partner", "over_promise"]})
    assert blame.under(days, pd.Series(counts)) == (
        "Of 124 late deliveries to customers: 108 came late, 11 still open (their days so far) and 5 cancelled after the day; "
        "the days add up to all of the delay. Ours: none. Promised too early: for sooner than the partner had agreed to. In 2 of them two causes weigh so alike that either may be the main one. "
        "For 3, no date agreed with a partner is on record: the customer's date is used instead."
    )
    ours = pd.DataFrame({"cause": ["partner", "internal"]})
    assert "Ours: none" not in blame.under(ours, pd.Series(counts))
    assert "Ours: none" not in blame.under(days, pd.Series(counts | {"imputed_count": 124})), "nobody can know"
    plain = blame.under(days, pd.Series(counts | {"open_count": 0, "cancelled_count": 0}))
    assert plain.startswith("Of 124 late deliveries to customers; the days")


def test_what_is_due_by_each_date_adds_up():
    now = pd.Series({"due_count": 474, "both_due_count": 463, "undated_count": 9, "own_due_count": 466})
    assert partners.due(now) == ("Due: 463 by both dates, 2 by the customer's only, 3 by its own only and 9 without a date of its own.")
    assert partners.due(pd.Series({"due_count": 10, "both_due_count": 10, "undated_count": 0, "own_due_count": 10})) is None
    assert partners.due(pd.Series({"due_count": 10, "both_due_count": 0, "undated_count": 10, "own_due_count": 0})) is None


def test_the_target_is_named_with_whose_it_is():
    def agreed(*rows: tuple) -> str:
        return partners.agreed(pd.DataFrame(rows, columns=["whose", "target_kept_rate", "transit_business_days", "due_count"]))

    house = ("house", 0.95, None, 60)
    assert agreed(house) == "No rate of its own is agreed: the house target of 95 % stands."
    assert agreed(("house", None, None, 60)) == "No rate of its own is agreed: no target is set."
    assert agreed(("type", 0.9, None, 40), house) == (
        "No rate of its own is agreed: the target for partners of its type, 90 % and the house target of 95 % stand."
    )
    assert agreed(("partner", 0.98, 3, 40), house) == (
        "Agreed with it: 98 % kept, for 40 of 100 due. For the others, the house target of 95 % stands. "
        "Agreed time for the transport: 3 business days."
    )
    assert agreed(("partner", None, 1, 40), house) == (
        "No rate of its own is agreed: the house target of 95 % stands. Agreed time for the transport: 1 business day."
    )


def test_one_without_a_standing_is_set_beside_the_others():
    step = {
        "step_name": "The call afterwards", "due_count": 196, "kept_count": 166, "kept_rate": 0.847, "others_due_count": 368, "others_kept_count": 321,
        "others_kept_rate": 0.872, "others_count": 1, "other_name": "Svarhuset", "seller_name": "Customer service", "sellers_count": 1, "clear": "alike",
    }  # fmt: skip
    rows = pd.DataFrame([step])
    assert partners.not_judged(rows, True) == "No clear difference to Svarhuset, by the customer's date"
    assert partners.not_judged(rows.assign(clear="fewer"), True) == "Keeps fewer than Svarhuset in The call afterwards, by more than chance"
    assert (
        partners.not_judged(rows.assign(others_count=0), True)
        == "Not judged: it agreed to no date of its own, and nobody else does the same"
    )
    (line,) = [partners.beside(row) for row in rows.itertuples()]
    assert line == "**The call afterwards**: kept 166 of 196 (84.7 %), Svarhuset 321 of 368 (87.2 %): may be chance."
    assert partners.whose_date(rows, True) == (
        "It agreed to no date of its own: the dates are those that Customer service gave the customer. "
        "A standing takes two peers or more: Svarhuset is the only other that does the same."
    )
    assert "our sellers gave the customer" in partners.whose_date(rows.assign(sellers_count=3, others_count=4), True)
    now, only = pd.Series({"is_enough": True}), "Svarhuset, the only other that does the same; no date was its own"
    assert partners.title(now, rows) == f"no clear difference to {only}"
    assert partners.title(now, rows.assign(clear="fewer")) == f"by more than chance fewer kept in The call afterwards than by {only}"
    assert partners.title(now, rows.assign(others_count=3)) == "no clear difference to the others; no date was its own"
    assert partners.title(now, rows.assign(others_count=0)) == "not judged: no date was its own, and nobody else does the same"
    assert partners.title(pd.Series({"is_enough": False}), rows) == partners.title(now, rows.assign(clear="few"))


def test_a_trend_names_the_weeks_that_it_compares():
    row = {
        "step_name": "Delivery", "due_count": 863, "recent_due_count": 309, "recent_broken_count": 116, "earlier_due_count": 554, "earlier_broken_count": 150,
        "trend": "worse",
    }  # fmt: skip
    rows = pd.DataFrame([row, {**row, "step_name": "The replacement", "due_count": 8, "trend": None}])
    assert standings.trend(rows, "partner") == (
        "Getting worse: 116 of 309 broken in the newest 13 settled weeks, 150 of 554 in the 26 before",
        "Delivery, by its own date, whatever the period. Chance alone makes such a difference once in a hundred.",
    )
    heading, under = standings.trend(rows.assign(trend="none"), "seller")
    assert (
        heading.startswith("No change beyond chance: ")
        and under == "Delivery, by the first date, whatever the period, with an honest date known or not."
    )
    assert standings.trend(rows.assign(trend=None), "partner") is None, "too little was due to tell"


def test_who_is_to_act_on_and_lies_in_the_band_is_named():
    rows = pd.DataFrame({"name": ["A", "B"], "standing": ["act", "act"], "peer_ratio": [5.0, 1.4], "funnel_high_95": [1.7, 1.7]})
    assert standings.inside(rows).startswith("In the band, and to act on all the same: B. ")
    assert standings.inside(rows.head(1)) is None


def test_how_long_it_has_stood_out_names_the_first_day_that_was_judged():
    row = pd.Series({"since_date": pd.Timestamp("2022-01-03").date(), "is_since_oldest_look": True})
    assert standings.since(row) == "It stood like this on 3 January 2022 already, the first day looked at."
    assert standings.since(pd.Series({**row, "is_since_oldest_look": False})) == "It has stood like this since 3 January 2022."


def test_every_dot_that_stands_out_is_named_beside_the_one_the_page_is_about():
    row = {"due_count": 700, "peer_ratio": 5.1, "standing": "act", "excess_broken_count": 200.0, "broken_count": 247}
    band = {f"funnel_{end}_{of}": 1.0 for end in ("low", "high") for of in ("95", "998")}
    rows = [
        {**row, **band, "member": "h", "name": "Hvitlager"},
        {**row, **band, "member": "g", "name": "Granitten", "due_count": 330, "peer_ratio": 4.5},
        {**row, **band, "member": "k", "name": "Quiet", "due_count": 1600, "peer_ratio": 0.3, "standing": "none"},
    ]
    for member in ("h", "k"):
        words = charts.funnel(pd.DataFrame(rows), member).description
        assert "Hvitlager" in words and "Granitten" in words and ("Quiet" in words) == (member == "k")


def test_how_late_it_is_recorded_is_said_in_hours():
    delays = pd.DataFrame(
        [{"member": "p", "measured_count": 50, "matured_count": 40, "p50_hours": 1.7, "p95_hours": 18.7, "p50_days": 0.0, "p95_days": 1.0}]
    )
    thresholds = {"minimum_sample": 20}
    assert (
        members.recording(delays, "p", thresholds) == "Its deliveries are on record after 1.7 hours (median), 95 of 100 within 18.7 hours."
    )
    assert members.recording(delays, "q", thresholds) == "It has no deliveries with a record date."
    few = delays.assign(matured_count=1)
    assert "1 delivery of it that is old enough" in members.recording(few, "p", thresholds)
    assert "not measured" in members.recording(delays.assign(measured_count=0), "p", thresholds)


def test_without_dates_of_its_own_the_page_says_which_column_brings_them():
    now = pd.Series({"own_due_count": 0, "has_partner_commitments": False})
    assert "partner_due_at" in partners.no_own_dates(now)
    assert partners.no_own_dates(pd.Series({"own_due_count": 3})) is None


def test_what_its_own_date_and_the_customers_say_of_the_same_promises():
    now = pd.Series({"both_due_count": 40, "only_own_kept_count": 3, "only_customer_kept_count": 5})
    assert partners.own_and_customer(now) == (
        "Of 40 promises due by both dates, 3 kept its own date and broke the customer's: not its fault; "
        "5 missed its own date and kept the customer's."
    )
    assert "each was kept by both or broken by both" in partners.own_and_customer(now * 0 + 2 * (now > 10))
    assert partners.own_and_customer(now * 0) is None
