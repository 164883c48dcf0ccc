"""What links, and how late it was recorded, is what the rows of the feeds add up to."""

from datetime import date

import pytest
import worlds
from recount import Recount, assert_all_counted, assert_recounted, every, known, middle, rows, those

from data.synthetic import world as synthetic

AS_OF = date(2022, 7, 18)
MARTS = ["fct_promises", "fct_link_coverage", "fct_recording_delay"]


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    feeds = worlds.unspoilt(synthetic.build(2022, days=400, lines=3000, end=AS_OF))
    # an order that nobody knows of: what was delivered serves no promise
    lost = next(row["order_id"] for row in reversed(feeds["deliveries"]) if row["order_id"])
    feeds["promises"] = [row for row in feeds["promises"] if row["order_id"] != lost]
    # some promises name no order, others no customer
    nameless = sorted({row["promise_id"] for row in feeds["promises"] if row["promised_to"] != "company"})
    for row in feeds["promises"]:
        if row["promise_id"] in nameless[::40]:
            row["order_id"] = row["line"] = None
        if row["promise_id"] in nameless[::41]:
            row["customer_id"] = None
    # of some deliveries only the day of the record is known
    for row in feeds["deliveries"][::5]:
        row["recorded_at"] = row["recorded_at"] and row["recorded_at"].date()
    return models.run(tmp_path_factory.mktemp("recounted"), feeds, AS_OF, MARTS)


def test_links_cover_what_the_rows_name(marts):
    promises = [row for row in rows(marts, "marts.fct_promises") if row["promised_to"] == "customer"]
    voices = {row["contact_id"] for row in rows(marts, "marts.fct_contacts") if row["demand"] == "none"}
    links = rows(marts, "intermediate.int_contact_links")
    # who answers a question of ours has not had to come to us
    contacts, answers = ([row for row in links if (row["contact_id"] in voices) is voice] for voice in (False, True))
    served: dict[str, list] = {}
    for row in rows(marts, "marts.fct_deliveries"):
        served.setdefault(row["delivery_id"], []).append(row["recording_delay_days"] is not None)
    deliveries = [{"is_served": True, "is_recorded": any(recorded)} for recorded in served.values()]
    deliveries += [{"is_served": False, "is_recorded": False} for _ in rows(marts, "marts.fct_orphan_deliveries")]
    feeds = {
        "promises": (promises, {
            "first_date": those(due_date=known), "order": those(order_id=known), "customer": those(customer_id=known), "partner": those(partner_id=known),
            "partner_commitment": those(partner_due_date=known), "requested_date": those(requested_date=known),
        }),
        "contacts": (contacts, {f"contact_{name}": those(link_kind=kind) for name, kind in (("named", "named"), ("named_unknown", "named_unknown"), ("by_customer", "customer_and_time"), ("unlinked", "none"))}),
        "survey_answers": (answers, {"survey_answer_named": those(link_kind="named")}),
        "deliveries": (deliveries, {"delivery_promise": those(is_served=True), "delivery_recorded_at": those(is_recorded=True)}),
    }  # fmt: skip
    expected = {
        (("feed", feed), ("link", link)): {"rows_count": len(of), "covered_count": count(of), "covered_share": count(of) / len(of)}
        for feed, (of, counts) in feeds.items() for link, count in counts.items()
    }  # fmt: skip
    # promises within the company, deliveries that serve nothing, and contacts that nobody can place are there to be distinguished from the others
    assert len(promises) < len(rows(marts, "marts.fct_promises")) and not all(row["is_served"] for row in deliveries)
    assert_all_counted(expected)
    partly = {link for ((_, feed), (_, link)), row in expected.items() if row["covered_count"] < row["rows_count"]}
    assert partly >= {"order", "customer", "delivery_promise", "contact_named"}, "a count without its filter would show"
    assert_recounted(marts, "fct_link_coverage", expected)


def test_recording_delay_is_reported_of_the_events_that_even_the_slow_would_have_recorded(marts):
    ((hold,),) = marts.execute("select longest_hold_days from intermediate.int_thresholds").fetchall()
    events = {row["delivery_id"]: row for row in rows(marts, "marts.fct_deliveries") if not row["is_duplicate"]}
    for row in events.values():
        hours, days, is_matured = row["recording_delay_hours"], row["recording_delay_days"], (AS_OF - row["occurred_date"]).days > hold
        row["matured_hours"] = hours if is_matured else None
        row["matured_days"] = (days if hours is None else hours / 24) if is_matured else None
    recount = Recount(
        "fct_recording_delay", {"feed": None, "event": "event", "partner": "partner_id"},
        counts={
            "events_count": every, "measured_count": those(recording_delay_days=known), "matured_count": those(matured_days=known),
            "timed_count": those(matured_hours=known), "p50_days": middle("matured_days", 0.5), "p95_days": middle("matured_days", 0.95),
            "p50_hours": middle("matured_hours", 0.5), "p95_hours": middle("matured_hours", 0.95),
        },
    )  # fmt: skip
    expected = {(("feed", "deliveries"), *key): row for key, row in recount.expected(events.values()).items()}
    assert any(row["matured_count"] < row["measured_count"] for row in expected.values())
    for feed, mart in (("promises", "fct_promise_versions"), ("contacts", "fct_contacts")):
        # these feeds say when it was, not when it was written down
        nothing = {
            "events_count": len(rows(marts, f"marts.{mart}")),
            "measured_count": 0,
            "matured_count": 0,
            "timed_count": 0,
            "p50_days": None,
            "p95_days": None,
            "p50_hours": None,
            "p95_hours": None,
        }
        expected[("feed", feed), ("dimension", "feed"), ("member_id", "all")] = nothing
    assert_recounted(marts, recount.mart, expected)
