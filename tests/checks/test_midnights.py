"""A feed whose due times are all midnight promised days, and is said to."""

import pytest
from landings import land, verdict, world

from checks.judging import judge


@pytest.mark.parametrize(
    ("due", "status"),
    [
        ("2022-07-14 00:00:00", "failed"),
        ("2022-07-14T00:00:00Z", "failed"),
        # midnight in Oslo, as a browser writes it
        ("2022-07-13T22:00:00.000Z", "failed"),
        ("2022-07-14", "passed"),
        ("2022-07-14 12:00", "passed"),
        ("2022-07-14T00:30:00Z", "passed"),
    ],
)
def test_midnight_is_a_day_that_was_meant(tmp_path, monkeypatch, due, status):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path))
    feeds = world("promises", lines=3)
    feeds["promises"] = [row | {"due_at": due} for row in feeds["promises"] if row["promise_id"] != "new"]
    land(tmp_path, feeds)
    judge()
    judged = verdict(tmp_path, "promises", "due_times_meant")
    assert judged["status"] == status
    assert ("(…)::date" in f"{judged['sentence']}") and (judged["example"] == "No due time is another.") == (status == "failed")
