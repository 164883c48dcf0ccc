"""Dates and times."""

from datetime import datetime

from .fault import HELD, Fault, Row, delivered, every, moved, put, rewrite, some


def day_first(value: str) -> str:
    return ".".join(reversed(value[:10].split("-"))) + value[10:]


def swapped(value: str) -> str:
    return f"{value[:4]}-{value[8:10]}-{value[5:7]}{value[10:]}"


def serial(value: str) -> str:
    return str((datetime.fromisoformat(value[:10]) - datetime(1899, 12, 30)).days)


def dated(row: Row) -> bool:
    return bool(row["due_at"]) and row["version"] == "1"


FAULTS = (
    Fault(
        "day_first_dates",
        "The export follows the desk's own date format.",
        "promises",
        every("promises", rewrite("due_at", day_first)),
        "refused",
        HELD,
        ("due_at_readable", "promises.csv"),
    ),
    Fault(
        "day_and_month_swapped",
        "A spreadsheet read American dates and wrote them back.",
        "promises",
        every("promises", rewrite("due_at", swapped)),
        "refused",
        HELD,
        ("due_at_readable", "promises.csv"),
    ),
    Fault(
        "spreadsheet_day_numbers",
        "A spreadsheet lost the column's date format.",
        "promises",
        every("promises", rewrite("due_at", serial)),
        "refused",
        HELD,
        ("due_at_readable", "promises.csv"),
    ),
    Fault(
        "mixed_date_formats",
        "One of several desks types dates its own way.",
        "promises",
        some("promises", rewrite("due_at", day_first), dated),
        "quarantined",
        "due_at_readable",
        ("promises.csv", "due_at '"),
    ),
    Fault(
        "one_clock_shifted",
        "The recording system moves to UTC and drops the offset, the scanner does not.",
        "deliveries",
        every("deliveries", moved(-9, "recorded_at")),
        "refused",
        HELD,
        ("recorded_after_it_happened", "deliveries.csv"),
    ),
    Fault(
        "every_clock_shifted",
        "All times of one system are an hour off after the clocks changed.",
        "deliveries",
        every("deliveries", moved(1, "recorded_at", "occurred_at")),
        "accepted",
        because="Within one file an hour's shift of everything looks like life; only another record of the same event could tell, "
        "and dates, by which most promises are judged, hardly move.",
    ),
    Fault(
        "unknown_zone",
        "Somebody types the zone by hand.",
        "promises",
        some("promises", put(zone="Oslo/CEST")),
        "quarantined",
        "zone_known",
        ("promises.csv", "zone 'Oslo/CEST'"),
    ),
    Fault(
        "placeholder_due_date",
        "The order screen demands a date and the seller has none.",
        "promises",
        some("promises", put(due_at="9999-12-31"), dated),
        "warned",
        "due_within_reach",
        ("promises.csv", "9999-12-31"),
    ),
    Fault(
        "promise_written_afterwards",
        "Orders are typed in once the goods have left.",
        "promises",
        some("promises", put(due_at="2020-01-02", due_from=""), dated),
        "quarantined",
        "made_before_due",
        ("promises.csv", "2020-01-02"),
    ),
    Fault(
        "window_reversed",
        "From and to change places.",
        "promises",
        some("promises", put(due_from="2022-12-31"), dated),
        "quarantined",
        "window_in_order",
        ("promises.csv", "due_from '2022-12-31'"),
    ),
    Fault(
        "delivery_before_the_order",
        "A delivery is booked on last year's date.",
        "deliveries",
        some("deliveries", put(occurred_at="2019-03-01 10:00"), delivered),
        "quarantined",
        "delivered_after_the_promise",
        ("deliveries.csv", "2019-03-01 10:00"),
    ),
    Fault(
        "delivery_in_the_future",
        "The year is mistyped.",
        "deliveries",
        some("deliveries", put(occurred_at="2099-06-17 10:00"), delivered),
        "quarantined",
        "happened_by_now",
        ("deliveries.csv", "2099-06-17"),
    ),
    Fault(
        "recorded_before_it_happened",
        "The driver ticks off tomorrow's round tonight.",
        "deliveries",
        some("deliveries", put(recorded_at="2022-01-01 08:00"), lambda row: delivered(row) and row["occurred_at"] > "2022-02"),
        "quarantined",
        "recorded_after_it_happened",
        ("deliveries.csv", "2022-01-01 08:00"),
    ),
)
