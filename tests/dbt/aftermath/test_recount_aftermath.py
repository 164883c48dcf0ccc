"""What broken orders caused, as it stands in the marts, worked out once more in plain Python from the orders, in every row and every column."""

import math
import statistics
from datetime import date

import pytest
import worlds
from recount import Recount, Z, assert_all_counted, assert_recounted, every, known, middle, rate, rows, those, total, wilson

from data.synthetic import world as synthetic

AS_OF = date(2022, 7, 18)
MARTS = ["fct_excess_rates", "fct_reaction_rates", "fct_repurchase_rates", "fct_recovery_rates", "fct_remedy_gaps"]
#: so many kept orders make a kind of order that can be compared with
ENOUGH = 10
MEASURES = {
    "contacts": "contacts", "episodes": "episodes", "own_contacts": "contacts", "redirects": "times sent on", "wait_minutes": "minutes",
    "handling_cost": "money", "credits": "money", "cost": "money", "customer_cost": "money", "low_ratings": "orders",
}  # fmt: skip
BREAKS = {"company": None, "seller": "seller_id", "partner": "broken_partner_id", "step": "broken_step", "customer_type": "customer_type",
          "product_group": "product_group", "region": "region", "lateness": "lateness", "cause": "cause", "preparation": "preparation", "month": "month"}  # fmt: skip


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    made = synthetic.build(2022, days=400, lines=4000, end=AS_OF)
    return models.run(tmp_path_factory.mktemp("recounted"), worlds.unspoilt(made), AS_OF, MARTS)


@pytest.fixture(scope="module")
def orders(marts):
    """Every order as it was watched, with what its break was and whether the customer came back."""
    causes = {row["promise_id"]: row["primary_cause"] for row in rows(marts, "marts.fct_delay_attribution")}
    again = {row["order_id"]: row for row in rows(marts, "intermediate.int_repurchases")}
    actual = rows(marts, "intermediate.int_order_exposures")
    for row in actual:
        row["is_bought_again"] = again[row["order_id"]]["is_bought_again"] if row["order_id"] in again else None
        row["is_watched"] = row["order_id"] in again and again[row["order_id"]]["is_matured"]
        row["cause"] = causes.get(row["broken_promise_id"], "no delay")
        row["preparation"] = "prepared" if row["is_prepared"] else "nothing known"
        row["month"] = f"{row['first_due_date'].replace(day=1)}"
    return actual


def kinds(orders, measure):
    """What the kept orders of a kind saw, for every kind of which there are enough."""
    kept: dict[tuple, list] = {}
    for order in orders:
        if order["is_matured"] and not order["is_broken"]:
            for level in (1, 2, 3):
                kept.setdefault((level, order[f"stratum_{level}"]), []).append(order[measure])
    return {kind: values for kind, values in kept.items() if len(values) >= ENOUGH}


def kind_of(order, kept):
    return next((kind for level in (1, 2, 3) if (kind := (level, order[f"stratum_{level}"])) in kept), None)


def compared(group, kept, measure):
    """The broken orders of a group that have their like among the kept: kind → what they saw."""
    actual: dict[tuple, list] = {}
    for order in group:
        if order["is_matured"] and (kind := kind_of(order, kept)):
            actual.setdefault(kind, []).append(order[measure])
    return actual


def newcombe(a, a_ends, b, b_ends):
    if None in (a, b, *a_ends, *b_ends):
        return None, None
    return a - b - math.hypot(a - a_ends[0], b_ends[1] - b), a - b + math.hypot(a_ends[1] - a, b - b_ends[0])


def ends(part, whole):
    return tuple(None if part is None else wilson(part, whole, sign) for sign in (-1, 1))


def grouped(members, counted):
    """dimension and member → the rows"""
    groups: dict[tuple, list] = {}
    for row in counted:
        for dimension, column in members.items():
            groups.setdefault((("dimension", dimension), ("member_id", row[column] if column else "all")), []).append(row)
    return groups


def test_the_costs_of_breaks_are_the_excess_over_kept_orders_of_the_same_kind(marts, orders):
    broken = grouped(BREAKS, [order for order in orders if order["is_broken"]])
    due = [order["first_due_date"] for order in orders if order["is_matured"]]
    days = (max(due) - min(due)).days + 1
    assert days >= 90
    expected = {}
    for measure, unit in MEASURES.items():
        kept = kinds(orders, measure)
        for key, group in broken.items():
            of = compared(group, kept, measure)
            seen = [value for values in of.values() for value in values]
            counts = {
                "unit": unit, "broken_count": those(is_matured=True)(group), "covered_count": len(seen),
                "coarsened_count": sum(len(values) for (level, _), values in of.items() if level > 1), "waiting_count": those(is_matured=False)(group),
            }  # fmt: skip
            observed = sum(seen) if seen else None
            like = sum(len(values) * statistics.fmean(kept[kind]) for kind, values in of.items()) if seen else None
            excess = observed - like if seen else None
            error = None
            if len(seen) >= 2:
                spread = len(seen) * statistics.variance(seen) + sum(
                    len(values) ** 2 * statistics.variance(kept[kind]) / len(kept[kind]) for kind, values in of.items()
                )
                error = math.sqrt(spread)
            low, high = (None if error is None else excess + sign * Z * error for sign in (-1, 1))
            expected[(*key, ("measure", measure))] = counts | {
                "observed": observed, "expected": like, "excess": excess, "standard_error": error, "excess_low": low, "excess_high": high,
                "excess_per_break": excess / len(seen) if seen else None, "per_break_low": None if low is None else low / len(seen),
                "per_break_high": None if high is None else high / len(seen), "excess_per_year": excess * 365 / days if seen else None,
            }  # fmt: skip
    assert_all_counted(expected)
    assert any(row["covered_count"] < row["broken_count"] for row in expected.values())
    rounded(marts, expected)
    assert_recounted(marts, "fct_excess_rates", expected)


def rounded(marts, expected):
    """A variance of equal numbers is zero, but for the last digit, and its root is not small."""
    for row in expected.values():
        if row["standard_error"] is not None and row["standard_error"] < 1e-4:
            row["standard_error"], row["excess_low"], row["excess_high"] = 0.0, row["excess"], row["excess"]
            row["per_break_low"] = row["per_break_high"] = row["excess_per_break"]


def test_reactions_to_breaks_are_compared_with_kept_orders_of_the_same_kind(marts, orders):
    kept = kinds(orders, "contacted")
    expected = {}
    for key, group in grouped(BREAKS, [order for order in orders if order["is_broken"] and order["is_matured"]]).items():
        of = compared(group, kept, "contacted")
        covered, came = sum(map(len, of.values())), sum(map(sum, of.values())) if of else None
        like = sum(len(values) * statistics.fmean(kept[kind]) for kind, values in of.items()) if of else None
        spread = sum(len(values) ** 2 * statistics.variance(kept[kind]) / len(kept[kind]) for kind, values in of.items())
        contacted, would = (None, None) if not covered else (came / covered, like / covered)
        # as many kept orders as would give the same certainty by themselves
        size = like * (covered - like) / spread if spread else covered
        low, high = newcombe(contacted, ends(came, covered), would, ends(None if would is None else would * size, size))
        weights = {kind: len(values) * len(kept[kind]) / (len(values) + len(kept[kind])) for kind, values in of.items()}
        pooled = sum(weights[kind] * (statistics.fmean(values) - statistics.fmean(kept[kind])) for kind, values in of.items())
        silent = [order for order in group if order["contacted"] == 0]
        matured, again = those(is_bought_again=known)(silent), those(is_bought_again=True)(silent)
        expected[key] = {
            "broken_count": len(group), "covered_count": covered, "coarsened_count": sum(len(values) for (level, _), values in of.items() if level > 1),
            "contacted_count": total("contacted")(group),
            "covered_contacted_count": came, "expected_count": like, "contacted_rate": contacted, "expected_rate": would,
            "difference": contacted - would if covered else None, "difference_low": low, "difference_high": high,
            "pooled_difference": pooled / sum(weights.values()) if covered else None,
            "no_contact_count": len(silent), "no_contact_share": len(silent) / len(group), "no_contact_value": total("value")(silent),
            "no_contact_matured_count": matured, "no_contact_bought_again_count": again, "no_contact_bought_again_rate": again / matured if matured else None,
        }  # fmt: skip
    assert_all_counted(expected)
    assert any(not order["is_matured"] for order in orders if order["is_broken"])
    assert_recounted(marts, "fct_reaction_rates", expected)


def test_who_ordered_again_is_compared_between_broken_and_kept_orders(marts, orders):
    journeys = {row["step"]: row["journey"] for row in rows(marts, "staging.stg_steps")}
    recovered = {
        row["order_id"]: {True: "recovered", False: "not recovered"}.get(row["is_recovered"]) for row in rows(marts, "marts.fct_recoveries")
    }
    both = {"company": None, "seller": "seller_id", "customer_type": "customer_type", "product_group": "product_group", "region": "region",
            "step": "step", "journey": "journey", "month": "last_month"}  # fmt: skip
    broken_only = {"partner": "broken_partner_id", "lateness": "lateness", "reaction": "reaction", "recovery": "recovery"}
    watched = [
        order | {"journey": journeys.get(order["step"]), "last_month": f"{order['last_due_date'].replace(day=1)}", "recovery": recovered.get(order["order_id"]),
                 "reaction": {0: "no_contact", 1: "contacted"}.get(order["contacted"])}
        for order in orders if order["is_watched"]
    ]  # fmt: skip
    broken = grouped(both | broken_only, [order for order in watched if order["is_broken"]])
    kept = grouped(both, [order for order in watched if not order["is_broken"]])
    all_kept = kept[("dimension", "company"), ("member_id", "all")]
    expected = {}
    for key in {**broken, **kept}:
        let_down, beside = broken.get(key, []), all_kept if key[0][1] in broken_only else kept.get(key, [])
        sides, again = {}, those(is_bought_again=True)
        for side, group in (("broken", let_down), ("kept", beside)):
            sides |= {
                f"{side}_count": len(group),
                f"{side}_bought_again_count": again(group),
                f"{side}_repurchase_rate": again(group) / len(group) if group else None,
            }
        strata = {order["type_and_product"]: ([], []) for order in [*let_down, *beside]}
        for order in let_down:
            strata[order["type_and_product"]][0].append(order)
        for order in beside:
            strata[order["type_and_product"]][1].append(order)
        weight = sum(len(a) * len(b) / (len(a) + len(b)) for a, b in strata.values())
        pooled = sum((again(a) * len(b) - again(b) * len(a)) / (len(a) + len(b)) for a, b in strata.values())
        a, b = sides["broken_repurchase_rate"], sides["kept_repurchase_rate"]
        low, high = newcombe(a, ends(again(let_down), len(let_down)), b, ends(again(beside), len(beside)))
        expected[key] = sides | {
            "difference": None if None in (a, b) else a - b,
            "difference_low": low,
            "difference_high": high,
            "pooled_difference": pooled / weight if weight else None,
        }
    assert_all_counted(expected)
    assert_recounted(marts, "fct_repurchase_rates", expected)


def kaplan_meier(group):
    """By which day half of the orders, and nine in ten, were complete; a cancelled one waits for ever."""
    waits = [(row["recovery_days"] if row["is_complete"] else None if row["is_cancelled"] else row["waiting_days"], row["is_complete"])
             for row in group if not (row["is_complete"] and row["recovery_days"] is None)]  # fmt: skip
    share, actual = 1.0, {}
    for day in sorted({days for days, came in waits if came}):
        share *= 1 - sum(came and days == day for days, came in waits) / sum(days is None or days >= day for days, _ in waits)
        for name, left in (("recovery_p50_days", 0.5), ("recovery_p90_days", 0.1)):
            if share <= left + 1e-12:
                actual.setdefault(name, day)
    return {name: actual.get(name) for name in ("recovery_p50_days", "recovery_p90_days")}


def test_recovery_rates_are_what_the_recoveries_add_up_to(marts):
    recoveries = [row | {"month": f"{row['due_date'].replace(day=1)}"} for row in rows(marts, "marts.fct_recoveries")]
    members = {
        "company": None,
        "seller": "seller_id",
        "partner": "partner_id",
        "step": "step",
        "customer_type": "customer_type",
        "month": "month",
    }
    counts = {
        "broken_count": every, "complete_count": those(is_complete=True), "cancelled_count": those(is_cancelled=True, is_complete=False),
        "open_count": those(is_complete=False, is_cancelled=False), "matured_count": those(is_matured=True),
        "measured_count": those(is_recovered=known), "recovered_count": those(is_recovered=True),
        "new_date_count": those(has_new_date=True), "new_date_due_count": those(is_new_date_kept=known), "new_date_kept_count": those(is_new_date_kept=True),
        "follow_up_due_count": those(is_matured=True, is_followed_up=known), "followed_up_count": those(is_matured=True, is_followed_up=True),
        "content_measured_count": those(is_content=known), "content_count": those(is_content=True),
    }  # fmt: skip
    rates = {
        "recovery_rate": rate("recovered_count", "measured_count"), "new_date_kept_rate": rate("new_date_kept_count", "new_date_due_count"),
        "follow_up_rate": rate("followed_up_count", "follow_up_due_count"), "content_rate": rate("content_count", "content_measured_count"),
        "open_share": rate("open_count", "broken_count"),
        "recovery_rate_low": lambda row: wilson(row["recovered_count"], row["measured_count"], -1),
        "recovery_rate_high": lambda row: wilson(row["recovered_count"], row["measured_count"], 1),
    }  # fmt: skip
    expected = Recount("fct_recovery_rates", members, counts, rates).expected(recoveries)
    for key, group in grouped(members, recoveries).items():
        expected[key] |= kaplan_meier(group)
        # of nothing that was measured no part is known
        for part, whole in (("recovered", "measured"), ("followed_up", "follow_up_due"), ("content", "content_measured")):
            if not expected[key][f"{whole}_count"]:
                expected[key][f"{part}_count"] = None
    assert_all_counted(expected)
    assert_recounted(marts, "fct_recovery_rates", expected)


def test_many_and_few_contacts_are_compared_in_the_same_lateness_and_sign(marts):
    members = {"company": None, "customer_type": "customer_type", "seller": "seller_id", "sign": "sign"}
    remedies = [
        row for row in rows(marts, "marts.fct_remedies") if row["is_matured"] and row["contact_level"] and row["sign"] != "new_date"
    ]
    expected = {}
    for key, group in grouped(members, remedies).items():
        sides = {
            contact_level: [row for row in group if row["contact_level"] == contact_level]
            for contact_level in ("many_contacts", "few_contacts")
        }
        counts = {}
        for contact_level, side in sides.items():
            counts |= {
                f"{contact_level}_count": len(side), f"{contact_level}_waiting_count": those(is_still_waiting=True)(side),
                f"{contact_level}_hours": middle("dateless_hours", 0.5)(side), f"{contact_level}_complete_hours": middle("complete_hours", 0.5)(side),
            }  # fmt: skip
        strata: dict[tuple, dict] = {}
        for row in sides["many_contacts"] + sides["few_contacts"]:
            strata.setdefault((row["lateness"], row["sign"]), {"many_contacts": [], "few_contacts": []})[row["contact_level"]].append(
                math.log(max(row["dateless_hours"], 1))
            )
        pairs = [(each["many_contacts"], each["few_contacts"]) for each in strata.values() if min(map(len, each.values())) >= 2]
        weights = [len(loud) * len(quiet) / (len(loud) + len(quiet)) for loud, quiet in pairs]
        ratios = dict.fromkeys(
            ("ratio", "ratio_low", "ratio_high", "compared_many_contacts_hours", "compared_few_contacts_hours", "hours_sooner")
        )
        if pairs:
            middles = sum(
                weight * (statistics.fmean(loud) - statistics.fmean(quiet)) for weight, (loud, quiet) in zip(weights, pairs, strict=True)
            ) / sum(weights)
            spread = sum(
                weight**2 * (statistics.variance(loud) / len(loud) + statistics.variance(quiet) / len(quiet))
                for weight, (loud, quiet) in zip(weights, pairs, strict=True)
            )
            error = Z * math.sqrt(spread) / sum(weights)
            hours = [
                math.exp(sum(weight * statistics.fmean(pair[side]) for weight, pair in zip(weights, pairs, strict=True)) / sum(weights))
                for side in (0, 1)
            ]
            ratios = {
                "ratio": math.exp(middles), "ratio_low": math.exp(middles - error), "ratio_high": math.exp(middles + error),
                "compared_many_contacts_hours": hours[0], "compared_few_contacts_hours": hours[1], "hours_sooner": hours[1] - hours[0],
            }  # fmt: skip
        expected[key] = counts | ratios | {
            "compared_many_contacts_count": sum(len(loud) for loud, _ in pairs), "compared_few_contacts_count": sum(len(quiet) for _, quiet in pairs),
        }  # fmt: skip
    assert_all_counted(expected, never=["many_contacts_waiting_count", "few_contacts_waiting_count"])
    assert_recounted(marts, "fct_remedy_gaps", expected)
