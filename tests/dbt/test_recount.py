"""Every mart of counts and rates is what its rows add up to, in every row and every column."""

from datetime import date

import pytest
import worlds
from recount import (
    Recount,
    assert_all_counted,
    assert_recounted,
    distinct,
    every,
    known,
    middle,
    rate,
    rows,
    those,
    those_known,
    total,
    unknown,
    wilson,
)

from data.synthetic import world as synthetic

AS_OF = date(2022, 7, 18)
MARTS = [
    "fct_kept_rates", "fct_order_rates", "fct_perfect_rates", "fct_definition_ladder", "fct_notice_rates", "fct_contact_rates",
    "fct_episode_rates", "fct_contact_cause_counts", "fct_attribution_rates", "fct_over_promise_rates", "fct_journey_steps",
]  # fmt: skip

COMPANY = {"company": None}
PROMISES = COMPANY | {
    "seller": "seller_id",
    "partner": "partner_id",
    "step": "step",
    "customer_type": "customer_type",
    "product_group": "product_group",
    "region": "region",
}
OUTCOMES = {f"{outcome}_count": those(outcome=outcome) for outcome in
            ("early", "on_time", "kept_attempted", "late", "overdue_open", "cancelled_broken", "pending", "excluded", "not_measured")}  # fmt: skip
KEPT = {"due_count": those(is_due=True), "kept_count": those(is_kept=True)} | OUTCOMES
LATEST = {
    "kept_later_count": those(is_due=True, is_kept=False, is_kept_latest=True), "moved_ahead_count": those(is_moved_ahead=True),
    "broken_both_count": those(is_due=True, is_kept=False, is_kept_latest=lambda kept: not kept, is_moved_ahead=False),
}  # fmt: skip
KEPT_RATES = {
    "kept_rate": rate("kept_count", "due_count"),
    "masking_gap_rate": rate("kept_later_count", "due_count"),
    "kept_latest_rate": lambda counts: (
        (counts["kept_count"] + counts["kept_later_count"]) / counts["due_count"] if counts["due_count"] else None
    ),
}


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    feeds = worlds.unspoilt(synthetic.build(2022, days=400, lines=3000, end=AS_OF))
    for row in feeds["contacts"][::7]:
        row["reason"] = "a reason that nobody has classified"
    return models.run(tmp_path_factory.mktemp("recounted"), feeds, AS_OF, MARTS)


def test_kept_rates_are_what_the_promises_add_up_to(marts):
    recount = Recount(
        "fct_kept_rates", PROMISES, periods=("day", "week", "month"), day="due_date", keys=("promised_to",),
        counts={"promises_count": every} | KEPT | LATEST | {
            "committed_count": those(partner_outcome=known), "partner_due_count": those(is_partner_due=True), "partner_kept_count": those(is_partner_kept=True),
        },
        rates=KEPT_RATES | {"partner_kept_rate": rate("partner_kept_count", "partner_due_count")},
    )  # fmt: skip
    expected = recount.expected(row for row in rows(marts, "marts.fct_promises") if row["due_date"])
    assert_all_counted(expected, never=["not_measured_count"])
    assert_recounted(marts, recount.mart, expected)


def looked_at(counts):
    """What was not in time and in full is known not to be perfect; of the rest only what somebody looked at is asked."""
    otif, perfect = rate("otif_count", "otif_due_count")(counts), rate("perfect_count", "observed_count")(counts)
    return None if otif is None or perfect is None else otif * perfect


def failure_share(counts):
    classified = counts["failure_count"] + counts["value_count"]
    return counts["failure_count"] / classified if classified else None


def test_order_rates_are_what_the_orders_add_up_to(marts):
    recount = Recount(
        "fct_order_rates", COMPANY | {"seller": "seller_id", "pacing_partner": "pacing_partner_id", "customer_type": "customer_type", "region": "region"},
        periods=("day", "week", "month"), day="due_date",
        counts={"orders_count": every} | KEPT | {"broken_before_due_count": those(is_broken_before_due=True)} | LATEST | {
            # a call brings nothing that could be in full
            "otif_due_count": those(is_otif=known),
            # a customer who was not there has nothing: kept, and not in full
            "otif_count": those(is_otif=True, is_kept=True, outcome=lambda outcome: outcome != "kept_attempted"),
            "observed_count": those(is_otif=True, is_quality_observed=True),
            "perfect_count": those(is_otif=True, is_quality_observed=True, is_perfect=True),
            "completed_count": those(fulfilled_date=known),
            "split_count": those(fulfilled_date=known, delivery_dates_count=lambda dates: dates > 1),
            "several_partners_count": those(fulfilled_date=known, partners_count=lambda partners: partners > 1),
            "span_days": total("delivery_span_days"),
        },
        rates=KEPT_RATES | {"perfect_rate": looked_at, "split_rate": rate("split_count", "completed_count")},
    )  # fmt: skip
    expected = recount.expected(row for row in rows(marts, "marts.fct_orders") if row["due_date"])
    assert_all_counted(expected, never=["not_measured_count"])
    assert_recounted(marts, recount.mart, expected)


def test_perfect_rates_are_what_the_due_promises_add_up_to(marts):
    promises = [row for row in rows(marts, "marts.fct_promises") if row["is_due"]]
    for row in promises:
        row["is_observed"] = row["is_otif"] and row["is_documents_ok"] is not None and row["is_condition_ok"] is not None
        row["is_as_requested"] = bool(row["requested_date"] and row["fulfilled_date"] and row["fulfilled_date"] <= row["requested_date"])
    recount = Recount(
        "fct_perfect_rates", PROMISES, periods=("month",), day="due_date", keys=("promised_to",),
        counts={
            "due_count": every, "otif_due_count": those(is_otif=known), "otif_count": those(is_otif=True),
            "documents_measured_count": those(is_documents_ok=known), "documents_ok_count": those(is_documents_ok=True),
            "condition_measured_count": those(is_condition_ok=known), "condition_ok_count": those(is_condition_ok=True),
            "observed_count": those(is_observed=True), "perfect_count": those(is_otif=True, is_documents_ok=True, is_condition_ok=True),
            "requested_count": those(requested_date=known), "requested_kept_count": those(is_as_requested=True),
            "requested_promise_kept_count": those(is_kept=True, requested_date=known),
        },
        rates={
            "otif_rate": rate("otif_count", "otif_due_count"), "documents_ok_rate": rate("documents_ok_count", "documents_measured_count"),
            "condition_ok_rate": rate("condition_ok_count", "condition_measured_count"), "perfect_rate": looked_at,
            "requested_kept_rate": rate("requested_kept_count", "requested_count"),
        },
    )  # fmt: skip
    expected = recount.expected(promises)
    assert_all_counted(expected)
    assert_recounted(marts, recount.mart, expected)


def test_the_ladder_is_what_the_promises_and_the_orders_add_up_to(marts):
    promises = [row for row in rows(marts, "marts.fct_promises") if row["promised_to"] == "customer"]
    orders = rows(marts, "marts.fct_orders")
    arrived = [row for row in promises if row["fulfilled_date"]]
    asked = [row for row in promises if row["requested_date"]]
    first = those(is_kept=True), those(is_due=True)

    def latest(lines):
        return sum(row["is_kept"] or bool(row["is_kept_latest"]) for row in lines if row["is_due"]), first[1](lines)

    rules = {
        "orders_first_promise": [count(orders) for count in first],
        "lines_first_promise": [count(promises) for count in first],
        "lines_open_dropped": [count([row for row in promises if row["outcome"] != "overdue_open"]) for count in first],
        "lines_delivered_only": [count(arrived) for count in first],
        "lines_latest_promise": latest(promises),
        "lines_latest_promise_delivered_only": latest(arrived),
        "orders_latest_promise": latest(orders),
        "lines_requested_date": [
            sum(bool(row["is_due"] and row["fulfilled_date"] and row["fulfilled_date"] <= row["requested_date"]) for row in asked),
            first[1](asked),
        ],
        "lines_first_promise_where_requested": [count(asked) for count in first],
    }
    assert len(set(map(tuple, rules.values()))) == 9
    assert_recounted(marts, "fct_definition_ladder", {
        (("position", position), ("rule", rule)): {"kept_count": kept, "due_count": due, "kept_rate": kept / due}
        for position, (rule, (kept, due)) in enumerate(rules.items(), start=1)
    })  # fmt: skip


def test_notice_rates_are_what_the_notices_add_up_to(marts):
    kinds = ("in_time", "short", "day_before", "on_the_day", "after", "never")
    recount = Recount(
        "fct_notice_rates", COMPANY | {"seller": "seller_id", "partner": "partner_id", "step": "step"}, periods=("week", "month"), day="due_date",
        counts={"promises_count": every, "broken_count": those(is_broken=True), "measured_count": those(is_broken=True, notice=known)}
        | {f"{kind}_count": those(is_broken=True, notice=kind) for kind in kinds}
        | {f"{who}_count": those(**{f"{who}_at": known}) for who in ("partner_warned", "company_knew", "customer_told")}
        | {
            "changes_count": total("changes_count"), "dateless_changes_count": total("dateless_changes_count"),
            "new_date_count": those(new_date_at=known), "still_waiting_count": those(is_still_waiting=True),
        },
        rates={
            "in_time_rate": rate("in_time_count", "measured_count"), "dateless_rate": rate("dateless_changes_count", "changes_count"),
            "unannounced_rate": lambda row: (row["after_count"] + row["never_count"]) / row["measured_count"] if row["measured_count"] else None,
        },
    )  # fmt: skip
    expected = recount.expected(rows(marts, "marts.fct_notices"))
    assert_all_counted(expected, never=["on_the_day_count", "still_waiting_count"])
    assert_recounted(marts, recount.mart, expected)


def test_contact_rates_are_what_the_orders_and_their_contacts_add_up_to(marts):
    contacts: dict[str, list] = {}
    for row in rows(marts, "marts.fct_inbound_contacts"):
        contacts.setdefault(row["order_id"], []).append(row)
    promises: dict[str, list] = {}
    for row in rows(marts, "marts.fct_promises"):
        if row["promised_to"] == "customer":
            promises.setdefault(row["order_id"], []).append(row)
    orders = [row for row in rows(marts, "marts.fct_orders") if row["is_due"]]
    for row in orders:
        about = contacts.get(row["order_id"], [])
        row["promises_due"] = those(is_due=True)(promises[row["order_id"]])
        row["inbound"], row["failures"], row["values"] = len(about), those(demand="failure")(about), those(demand="value")(about)
        row["unclassified"] = those(demand="unclassified")(about)
        row["waited"] = total("wait_minutes")(about)
        row["is_contact_free"] = (
            None if row["is_perfect"] is None and not row["failures"] else bool(row["is_perfect"]) and not row["failures"]
        )
        row["is_observed"] = row["is_otif"] and row["is_quality_observed"]
    recount = Recount(
        "fct_contact_rates", COMPANY | {"seller": "seller_id", "customer_type": "customer_type", "region": "region"}, periods=("week", "month"), day="due_date",
        counts={
            "orders_due_count": every, "promises_due_count": total("promises_due"), "contacts_count": total("inbound"), "failure_count": total("failures"),
            "value_count": total("values"), "unclassified_count": total("unclassified"), "broken_count": those(is_kept=lambda kept: not kept),
            "wait_minutes": total("waited"), "otif_due_count": those(is_otif=known), "otif_count": those(is_otif=True),
            "contact_free_observed_count": those(is_observed=True, is_contact_free=known), "contact_free_perfect_count": those(is_observed=True, is_contact_free=True),
        },
        rates={
            "failure_per_promise": rate("failure_count", "promises_due_count"), "failure_share": failure_share,
            "contact_free_perfect_rate": lambda row: looked_at({
                "otif_count": row["otif_count"], "otif_due_count": row["otif_due_count"],
                "perfect_count": row["contact_free_perfect_count"], "observed_count": row["contact_free_observed_count"],
            }),
        },
    )  # fmt: skip
    expected = recount.expected(orders)
    assert_all_counted(expected)
    assert_recounted(marts, recount.mart, expected)


def test_episode_rates_are_what_the_episodes_and_their_contacts_add_up_to(marts):
    sellers = {row["order_id"]: row["seller_id"] for row in rows(marts, "marts.fct_orders")}
    types = {row["customer_id"]: row["type"] for row in rows(marts, "marts.dim_customers")}
    contacts: dict[str, list] = {}
    for row in rows(marts, "marts.fct_inbound_contacts"):
        contacts.setdefault(row["episode_id"], []).append(row)
    episodes = rows(marts, "marts.fct_episodes")
    for row in episodes:
        row |= {
            "seller_id": sellers.get(row["order_id"]),
            "customer_type": types.get(row["customer_id"]),
            "inside": contacts[row["episode_id"]],
        }

    def inside(**wanted):
        return lambda group: sum(those(**wanted)(row["inside"]) for row in group)

    recount = Recount(
        "fct_episode_rates", COMPANY | {"channel": "first_channel", "reason": "first_reason", "seller": "seller_id", "customer_type": "customer_type"},
        periods=("month",), day="first_contact_date",
        counts={
            "episodes_count": every, "contacts_count": total("contacts_count"),
            "matured_contacts_count": inside(is_recontacted=known), "recontacted_count": inside(is_recontacted=True),
            "matured_count": those(is_first_contact_resolved=known), "resolved_count": those(is_first_contact_resolved=True),
            "ping_pong_measured_count": those(is_ping_pong=known), "ping_pong_count": those_known("is_ping_pong"),
            "one_point_measured_count": those(is_one_point_of_contact=known), "one_point_count": those(is_one_point_of_contact=True),
            "several_channels_count": those(channels_count=lambda channels: channels > 1), "redirects_count": total("redirects_count"),
            "soon_matured_count": inside(is_recontacted_soon=known), "soon_recontacted_count": inside(is_recontacted_soon=True),
            "late_matured_count": inside(is_recontacted_late=known), "late_recontacted_count": inside(is_recontacted_late=True),
        },
        rates={
            "soon_recontact_rate": rate("soon_recontacted_count", "soon_matured_count"), "late_recontact_rate": rate("late_recontacted_count", "late_matured_count"),
            "recontact_rate": rate("recontacted_count", "matured_contacts_count"), "first_contact_resolution_rate": rate("resolved_count", "matured_count"),
            "ping_pong_rate": rate("ping_pong_count", "ping_pong_measured_count"), "one_point_rate": rate("one_point_count", "one_point_measured_count"),
        },
    )  # fmt: skip
    expected = recount.expected(episodes)
    assert_all_counted(expected)
    assert_recounted(marts, recount.mart, expected)


def test_contacts_are_charged_to_what_had_broken_when_they_came(marts):
    orders = {row["order_id"]: row for row in rows(marts, "marts.fct_orders")}
    causes = {row["order_id"]: row for row in rows(marts, "marts.fct_order_attribution")}
    details = {row["contact_id"]: row for row in rows(marts, "marts.fct_contacts")}
    broken: dict[tuple, date] = {}
    for row in rows(marts, "marts.fct_promises"):
        if row["promised_to"] == "customer" and row["is_kept"] is False and row["order_id"]:
            key = row["order_id"], row["is_required"]
            broken[key] = min(row["due_date"], broken.get(key, date.max))
    groups: dict[tuple, list] = {}
    for row in rows(marts, "marts.fct_inbound_contacts"):
        order = orders.get(row["order_id"])
        since = broken.get((row["order_id"], True)) if order else None
        beside = broken.get((row["order_id"], False)) if order else None
        if since and order["first_notice_date"]:
            since = min(since, order["first_notice_date"])
        cause, partner = "nothing_broken", None
        if not order:
            cause = "no_order"
        elif since and row["started_date"] >= since:
            why = causes.get(row["order_id"])
            cause = "not_late" if not why or why["unattributed_because"] in ("not_late", "call_not_kept") else why["primary_cause"]
            partner = why["primary_partner_id"] if why else None
        elif beside and row["started_date"] >= beside:
            cause = "other_promise"
        elif since or beside:
            cause = "before_the_break"
        key = {"month": row["started_date"].replace(day=1), "cause": cause, "cause_partner_id": partner} | {
            name: row[name] for name in ("reason", "demand", "team")
        }
        groups.setdefault(tuple(key.items()), []).append(details[row["contact_id"]] | row)
    counts = {
        "contacts_count": every, "orders_count": distinct("order_id"), "matured_count": those(is_recontacted=known), "recontacted_count": those(is_recontacted=True),
        "wait_minutes": total("wait_minutes"), "credit": total("credit"), "customer_cost": total("customer_cost"),
    }  # fmt: skip
    assert {dict(key)["cause"] for key in groups} >= {
        "no_order",
        "before_the_break",
        "not_late",
        "other_promise",
        "nothing_broken",
        "partner",
    }
    assert_recounted(
        marts, "fct_contact_cause_counts", {key: {name: count(group) for name, count in counts.items()} for key, group in groups.items()}
    )


def test_attribution_rates_are_what_the_delays_add_up_to(marts):
    causes = ["over_promise", "internal", "partner", "customer", "excused", "coordination"]
    delays = [row | {"due_month": row["due_date"].replace(day=1)} for row in rows(marts, "marts.fct_delay_attribution")]
    recount = Recount(
        "fct_attribution_rates",
        COMPANY | {"seller": "seller_id", "partner": "partner_id", "step": "step"},
        keys=("due_month",),
        counts={"late_count": every, "provisional_count": those(is_provisional=True), "imputed_count": those(is_commitment_imputed=True)}
        | {f"{cause}_count": those(primary_cause=cause) for cause in [*causes, "unattributed"]}
        | {"within_the_day_count": those(delay_days=0), "contested_count": those(is_cause_robust=False), "delay_days": total("delay_days")}
        | {f"{cause}_days": total(f"{cause}_days") for cause in [*causes, "unexplained"]},
        rates={
            "unattributed_rate": rate("unattributed_count", "late_count"),
            "contested_rate": rate("contested_count", "late_count"),
            "unexplained_rate": rate("unexplained_days", "delay_days"),
        },
    )
    expected = recount.expected(delays)
    assert_all_counted(expected, never=["excused_count", "excused_days", "customer_count", "customer_days"])
    assert_recounted(marts, recount.mart, expected)


def test_over_promises_are_what_the_offers_add_up_to(marts):
    orders = {
        "committed_orders_count": distinct("order_id", is_before_commitment=known),
        "before_commitment_orders_count": distinct("order_id", is_before_commitment=True),
    }
    recount = Recount(
        "fct_over_promise_rates", COMPANY | {"seller": "seller_id", "partner": "partner_id", "step": "step", "product_group": "product_group"},
        periods=("all", "month"), day="offered_date",
        counts={
            "promises_count": every, "scored_count": those(over_promise_index_business_days=known), "over_promised_count": those(is_over_promised=True),
            "too_thin_count": those(p90_status="too_thin"), "no_lead_count": those(p90_status="too_thin".__ne__, lead_business_days=unknown),
            "not_reached_count": those(p90_status="not_reached", over_promise_index_business_days=known),
            "unknown_count": those(over_promise_index_business_days=known, is_over_promised=unknown),
            "over_promise_index_business_days": middle("over_promise_index_business_days", 0.5),
            "transit_missing_count": those(is_before_commitment=known, is_transit_missing=True),
            "committed_count": those(is_before_commitment=known), "before_commitment_count": those(is_before_commitment=True),
        } | orders,
        rates={
            f"{part}_rate{end}": (rate(f"{part}_count", whole) if not end else lambda row, part=part, whole=whole, sign=sign: wilson(row[f"{part}_count"], row[whole], sign))
            for part, whole in (("over_promised", "scored_count"), ("before_commitment", "committed_count"), ("before_commitment_orders", "committed_orders_count"))
            for end, sign in (("", 0), ("_low", -1), ("_high", 1)) if not (end and part == "before_commitment")
        } | {"over_promised_rate_high": lambda row: wilson(row["over_promised_count"] + row["unknown_count"], row["scored_count"], 1)},
    )  # fmt: skip
    expected = recount.expected(rows(marts, "marts.fct_promise_leads"))
    # the calendar is long and a transit time agreed everywhere: the unit test of the mart has those
    assert_all_counted(expected, never=["no_lead_count", "transit_missing_count"])
    assert_recounted(marts, recount.mart, expected)


def test_steps_are_covered_where_they_have_promises_and_an_owner(marts):
    promises: dict[str, list] = {}
    for row in rows(marts, "marts.fct_promises"):
        promises.setdefault(row["step"], []).append(row)
    expected = {}
    for step in rows(marts, "marts.dim_steps"):
        of = promises.get(step["step"], [])
        due, kept = those(is_due=True)(of), those(is_kept=True)(of)
        described = {name: step[name] for name in ("name", "journey", "position", "owner", "is_moment_of_truth", "expectation", "playbook")}
        expected[(("step", step["step"]),)] = described | {
            "promises_count": len(of), "due_count": due, "kept_count": kept, "dateless_count": those(due_date=lambda day: day is None)(of),
            "kept_rate": kept / due if due else None, "is_measured": bool(of), "is_owned": bool(step["owner"]), "is_covered": bool(of and step["owner"]),
        }  # fmt: skip
    assert_all_counted(expected)
    assert len({(row["is_measured"], row["is_owned"]) for row in expected.values()}) >= 3
    assert_recounted(marts, "fct_journey_steps", expected)
