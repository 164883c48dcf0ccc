"""What is counted of an order, of an episode and of a channel is what its lines, events and contacts add up to."""

from datetime import date, timedelta

import pytest
import worlds
from recount import assert_all_counted, assert_recounted, distinct, every, known, middle, rows, those, total

from data.synthetic import world as synthetic

AS_OF = date(2022, 7, 18)
MARTS = ["fct_orders", "fct_episodes", "fct_wait_times", "fct_deliveries"]


@pytest.fixture(scope="module")
def marts(models, tmp_path_factory):
    feeds = worlds.unspoilt(synthetic.build(2022, days=400, lines=3000, end=AS_OF))
    # some letters wait for their answer; of some deliveries the hour is not known, of others not when they were recorded
    for row in feeds["contacts"][::5]:
        row["answered_at"] = None
    for row in feeds["deliveries"][::7]:
        row["recorded_at"] = None
    for row in feeds["deliveries"][::9]:
        row["recorded_at"] = row["recorded_at"] and row["recorded_at"] + timedelta(1)
        row["occurred_at"] = date(row["occurred_at"].year, row["occurred_at"].month, row["occurred_at"].day)
    return models.run(tmp_path_factory.mktemp("recounted"), feeds, AS_OF, MARTS)


def by(name: str, actual: list[dict]) -> dict[str, list[dict]]:
    groups: dict[str, list[dict]] = {}
    for row in actual:
        groups.setdefault(row[name], []).append(row)
    return groups


def test_an_order_counts_its_lines_its_versions_and_the_contacts_about_it(marts):
    lines = by("order_id", [row for row in rows(marts, "marts.fct_promises") if row["promised_to"] == "customer" and row["order_id"]])
    # a survey answer is not a contact
    contacts = by("order_id", [row for row in rows(marts, "marts.fct_contacts") if row["demand"] != "none"])
    versions = by("promise_id", rows(marts, "marts.fct_promise_versions"))
    expected = {}
    for order_id, of in lines.items():
        needed = [line for line in of if line["is_required"]]
        beside = {line["promise_id"] for line in of if not line["is_required"]}
        judged = [line for line in needed if line["outcome"] != "excluded" and line["due_date"]]
        about = contacts.get(order_id, [])
        inbound = [row for row in about if row["direction"] == "inbound"]
        # news of a lamp, or of a call, is none of the kitchen
        notices = [row for row in about if row["direction"] == "outbound" and row["reason"] == "delay" and row["promise_id"] not in beside]
        first_notice = min((row["started_at"] for row in notices), default=None)
        new_dates = [
            row["recorded_at"] for line in needed for row in versions[line["promise_id"]] if row["is_repromise"] and row["due_date"]
        ]
        waiting = [row for row in inbound if first_notice and new_dates and first_notice < row["started_at"] < min(new_dates)]
        expected[(("order_id", order_id),)] = {
            "lines_count": len(needed), "judged_count": len(judged), "excluded_count": those(outcome="excluded")(needed),
            "broken_count": those(is_kept=False)(judged), "kept_count": those(is_kept=True)(judged), "kept_latest_count": those(is_kept_latest=True)(judged),
            "repromises_count": total("repromises_count")(needed), "other_lines_count": len(of) - len(needed),
            "partners_count": distinct("partner_id")(needed), "delivery_dates_count": distinct("fulfilled_date")(needed),
            "contacts_count": len(inbound), "redirects_count": those(outcome="redirected")(about), "contacts_before_new_date_count": len(waiting),
            "first_notice_date": min((row["started_date"] for row in notices), default=None),
        }  # fmt: skip
    assert_all_counted(expected)
    assert_recounted(marts, "fct_orders", expected, every_column=False)


def test_an_episode_counts_its_contacts(marts):
    expected = {}
    for episode_id, of in by("episode_id", rows(marts, "marts.fct_inbound_contacts")).items():
        first = min(of, key=lambda row: row["contact_number"])
        outcomes = [row for row in of if row["outcome"]]
        expected[(("episode_id", episode_id),)] = {
            "first_contact_at": min(row["started_at"] for row in of), "first_contact_date": first["started_date"], "first_channel": first["channel"],
            "first_reason": first["reason"], "first_demand": first["demand"], "contacts_count": len(of), "failure_count": those(demand="failure")(of),
            "redirects_count": those(outcome="redirected")(of) if outcomes else None, "channels_count": distinct("channel")(of),
            "teams_count": distinct("team")(of) or None, "wait_minutes": total("wait_minutes")(of),
        }  # fmt: skip
    assert_all_counted(expected)
    assert any(row["teams_count"] and row["teams_count"] < row["contacts_count"] for row in expected.values())
    assert_recounted(marts, "fct_episodes", expected, every_column=False)


def test_a_wait_on_the_telephone_is_by_the_clock_and_a_written_one_by_the_desk(marts):
    ((long_wait, long_written),) = marts.execute(
        "select long_wait_minutes, long_written_wait_minutes from intermediate.int_thresholds"
    ).fetchall()
    groups: dict[tuple, list[dict]] = {}
    for row in rows(marts, "marts.fct_inbound_contacts"):
        row["lived_minutes"] = None if row["is_written"] else row["wait_minutes"]
        key = (("channel", row["channel"]), ("month", row["started_date"].replace(day=1)), ("is_written", row["is_written"]))
        groups.setdefault(key, []).append(row)
    expected = {}
    for key, of in groups.items():
        is_written = of[0]["is_written"]
        waited, limit = ("wait_business_minutes", long_written) if is_written else ("lived_minutes", long_wait)
        expected[key] = {
            "contacts_count": every(of), "measured_count": those(lived_minutes=known)(of) + those(wait_business_minutes=known)(of),
            "abandoned_count": those(outcome="abandoned")(of) if those(outcome=known)(of) else None,
            "unanswered_count": sum(row["answered_at"] is None for row in of) if is_written else None,
            "long_count": sum(row[waited] > limit for row in of if row[waited] is not None) if those(**{waited: known})(of) else None,
            "p50_minutes": middle("lived_minutes", 0.5)(of), "p90_minutes": middle("lived_minutes", 0.9)(of),
            "p50_business_minutes": middle("wait_business_minutes", 0.5)(of), "p90_business_minutes": middle("wait_business_minutes", 0.9)(of),
        }  # fmt: skip
    assert_all_counted(expected)
    assert_recounted(marts, "fct_wait_times", expected)


def test_a_recording_delay_is_in_hours_where_both_ends_have_a_time_of_day_and_in_days_in_any_case(marts):
    events = {row["delivery_id"]: row for row in rows(marts, "intermediate.int_delivery_events")}
    actual = {
        row["delivery_id"]: (row["recording_delay_hours"], row["recording_delay_days"]) for row in rows(marts, "marts.fct_deliveries")
    }
    expected = {
        name: (
            pytest.approx((row["recorded_at"] - row["occurred_at"]).total_seconds() / 3600, abs=1 / 3600)
            if row["has_recorded_at"] and row["occurred_has_time"] and row["recorded_has_time"] else None,
            (row["recorded_date"] - row["occurred_date"]).days if row["has_recorded_at"] else None,
        )
        for name, row in events.items()
    }  # fmt: skip
    assert len({(hours is None, days is None) for hours, days in actual.values()}) == 3
    assert actual == expected
