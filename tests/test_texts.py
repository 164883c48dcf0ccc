"""Every figure in a text is computed; a number that nobody computes fails. What was measured once says when."""

import re
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import erf, sqrt
from zoneinfo import ZoneInfo

import duckdb
import pytest
from homes import open_current
from texts import DECISIONS, JUDGING, MEASURED, MONTH, SCALE, WORDS, Figure, documents, numbers

from data.contract import places
from data.contract.feeds import FEEDS

OLIST = places.ROOT.parent / "shared" / "data" / "olist"
#: a day of the public data, before which all of it is known
OLIST_DAY = date(2018, 9, 1)
Computed = Callable[[duckdb.DuckDBPyConnection], tuple]

# ── what the figures are computed from ──


def threshold(marts: duckdb.DuckDBPyConnection, name: str) -> float:
    return marts.execute("select value from marts.dim_thresholds where name = ?", [name]).fetchone()[0]


def of(name: str, times: float = 1) -> Computed:
    return lambda marts: (f"{threshold(marts, name) * times:g}",)


def both(first: str, second: str) -> Computed:
    return lambda marts: (f"{threshold(marts, first):g}", f"{threshold(marts, second):g}")


def source(path: str) -> str:
    return (places.ROOT / path).read_text()


def written(pattern: str, path: str) -> str:
    """What stands in a file of the code."""
    return re.search(pattern, source(path), re.M)[1]


def word(number: int) -> str:
    return WORDS[number]


def interval(_) -> tuple:
    """The share of a normal distribution that lies within the deviate of the intervals."""
    z = float(written(r"macro z90\(\) -%}\s+([\d.]+)E0", "dbt/macros/rates.sql"))
    return (f"{100 * erf(z / sqrt(2)):.0f}",)


def night_shift(_) -> tuple:
    """From ten in the evening to six, over the nights on which the clock changes."""
    place = ZoneInfo("Europe/Oslo")
    ends = [
        (datetime(2022, month, day, 22, tzinfo=place), datetime(2022, month, day + 1, 6, tzinfo=place))
        for month, day in ((3, 26), (10, 29))
    ]
    return tuple(f"{(end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(hours=1):g}" for start, end in ends)


def commands(_) -> tuple:
    """How many a reader is told to type."""
    messages = source("README.md").split("commands\n")[1].split("\n## ")[0]
    return (word(len(re.findall(r"^ {4}make ", messages, re.M))).capitalize(),)


def story(marts) -> tuple:
    """The order that the product was built to tell."""
    dates, partners = marts.execute(
        "select delivery_dates_count, partners_count from marts.fct_orders where order_id = 'order-svein' and not is_kept"
    ).fetchone()
    return word(dates).capitalize(), word(partners)


def late_and_early(marts) -> tuple:
    """How the sign of a deviation is read, of that order's worktop and of whatever came a day early."""
    (late,) = marts.execute(
        "select min(fulfilled_date - due_date) from marts.fct_promises where order_id = 'order-svein' and outcome = 'late'"
    ).fetchone()
    (early,) = marts.execute("select max(deviation_days) from marts.fct_promises where fulfilled_date = due_date - 1").fetchone()
    return f"+{late}", word(late), f"−{-early}"


def largest_measured(_) -> tuple:
    return (word(max(int(number.replace(",", "")) for number in re.findall(r"^At ([\d,]+) promises", source(SCALE), re.M)) // 1_000_000),)


@cache
def olist() -> dict[str, float]:
    """Plain counts of the public files: of all of them, and as of the day."""
    if not OLIST.is_dir():
        pytest.skip("the public Olist files are not beside the repository; their licence forbids shipping them")
    counted = duckdb.sql(f"""
        with orders as (
            select
                order_id, order_status as status, order_estimated_delivery_date as promised, order_delivered_customer_date as came,
                case when came < timestamp '{OLIST_DAY}' then came::date end as came_by_then,
                order_purchase_timestamp < timestamp '{OLIST_DAY}' and promised::date < date '{OLIST_DAY}' as was_due
            from '{OLIST}/olist_orders_dataset.csv'
        )
        select
            count(*) filter (where status = 'delivered' and came::date > promised::date) as late,
            count(*) filter (where status = 'delivered' and came > promised) as late_by_midnight,
            count(*) filter (where status = 'canceled' and came is not null) as cancelled_and_delivered,
            count(*) filter (where order_id not in (select order_id from '{OLIST}/olist_order_items_dataset.csv')) as without_items,
            count(*) filter (where was_due) as due,
            count(*) filter (where was_due and came_by_then <= promised::date) as kept,
            count(*) filter (where was_due and came_by_then > promised::date) as late_by_then,
            count(*) filter (where was_due and came_by_then is null and status in ('canceled', 'unavailable')) as cancelled,
            count(*) filter (where was_due and came_by_then is null and status not in ('canceled', 'unavailable')) as overdue,
            100 * late_by_then / (late_by_then + kept) as broken_of_finished,
            100 - 100 * kept / due as broken
        from orders
    """)
    return dict(zip(counted.columns, counted.fetchone(), strict=True))


def public(*names: str) -> Computed:
    return lambda _: tuple(f"{olist()[name]:.2f}" if isinstance(olist()[name], float) else f"{olist()[name]:,}" for name in names)


# ── the sentences ──

FIGURES = [
    # what a stranger reads first
    Figure(
        r"as of (\d+ \w+ \d+) (\S+) % of Olist's orders were broken by a report of finished ones; they are (\S+) %",
        lambda _: (f"{OLIST_DAY:%-d %B %Y}", *public("broken_of_finished", "broken")(_)),
    ),
    Figure(r"(\w+) dates from (\w+) suppliers", story),
    Figure(r"signed calendar days: (\S+) is (\w+) days late, (\S+) a day early", late_and_early),
    Figure(r"## (\w+) commands", commands),
    Figure(r"Python (\S+) or newer", lambda _: (tomllib.loads(source("pyproject.toml"))["project"]["requires-python"].removeprefix(">="),)),
    Figure(
        r"retailer of (\w+) months",
        lambda _: (word(round(int(written(r'"--days", type=int, default=(\d+)', "data/synthetic/__main__.py")) / 30.4)),),
    ),
    Figure(r"needs Java (\d+)", lambda _: (written(r"Java (\d+) or newer", "data/refresh/dbt.py"),)),
    Figure(r"costs at a million and at (\w+) million promises", largest_measured),
    Figure(r"Holdt reads (\w+) feeds", lambda _: (word(len(FEEDS)),)),
    Figure(r"joins (\w+) sources", lambda _: (word(len(tomllib.loads(source("data/mappings/olist.toml"))["sources"])),)),
    # the definitions, by their thresholds
    Figure(r"(\d+) × (\d+) hours", lambda marts: (f"{threshold(marts, 'recontact_hours') / 24:g}", "24")),
    Figure(r"[Ff]rom (\d+) days before the\s+first to (\d+) days after", both("cost_days_before", "cost_days_after")),
    Figure(
        r"from (\d+) days before (?:due|its first due date)\s+to (\d+) (?:days )?after",
        both("link_days_before_due", "link_days_after_close"),
    ),
    Figure(r"keep it on until (\d+)\s+days after", of("link_days_after_close")),
    Figure(r"rat(?:ed|ing of) (\d+) or less", of("low_rating")),
    Figure(r"fewer than (\d+) kept (?:orders|ones) are of that kind", of("cost_kept_orders")),
    Figure(r"within (\d+) business days after it was complete", of("follow_up_business_days")),
    Figure(r"within (\d+) days is (\d+) or more", both("recovery_contact_free_days", "good_rating")),
    Figure(r"in those (\d+) days", of("recovery_contact_free_days")),
    Figure(r"(\d+) days (?:have passed since it was complete|after its day)", of("recovery_contact_free_days")),
    Figure(r"rating within (\d+) days after", of("recovery_contact_free_days")),
    Figure(r"(?:less than|at least) (\d+) days (?:ago|old)", of("recovery_contact_free_days")),
    Figure(r"\((\d+) contacts or more", of("many_contacts")),
    Figure(r"\((\d+) or none\)", of("few_contacts")),
    Figure(r"(?:at most|Within) (\d+) days after (?:it|an order's last)", of("repurchase_days")),
    Figure(r"(\d+) days have passed since that d", of("repurchase_days")),
    Figure(r"at least (\d+) completed", of("lead_minimum_completed")),
    Figure(r"\bP(\d+)\b", of("lead_quantile", 100)),
    Figure(
        r"× 365 ÷ days over which the compared orders were due; null under (\d+) days",
        of("year_from_days"),
        ("dbt/models/marts/aftermath/fct_excess_rates.yml",),
    ),
    Figure(r"(\d+) % interval", interval),
    Figure(r"interval is of (\d+) %", interval),
    Figure(r"(\d+) hours\s+long when clocks go forward(?: and (\d+) when they go back)?", night_shift),
    # the public data, whose counts do not move
    Figure(r"What was delivered counts: (\d+) cancelled orders of Olist", public("cancelled_and_delivered")),
    Figure(r"(\d+) orders list no items", public("without_items")),
]
#: no figure, but a name, a scale or an example: what it is
NOT_FIGURES = {
    r"never 0(?:,| or) (?:never )?100 %": "what a rate that is not measured must not say: tests/dbt/test_absent_feeds.py",
    r"\bsay 0 %": "what a rate that is not measured must not say: tests/dbt/test_absent_feeds.py",
    r"\b0 = (?:on the day|within (?:it|the window(?: or on the minute)?)|late by hours|complete by the order's day|due the day the clock start|closed all day)": "how a sign is read",
    r"\b1 = told the day before": "how a sign is read",
    r"[Bb]elow [01]\b|errs towards 1|not against 0|index is below 0|more than 0|out of 5": "the middle or the end of a scale",
    r"\b0 where\b": "how a zero is read",
    r"\b0 to 1\b|\b1 exactly where\b|than was promised is 1\b": "a scale",
    r"1 = most(?: alike)?, 3 = least": "a scale",
    r"1 with an? (?:inbound contact|rating)|else 0|1 where (?:it begins|none is given)": "a flag that is added up",
    r"(?:counting |place[^.]*, |subject, )?from 1\b|line 1\b|^1 for the first|\b1 for the first": "a count begins",
    r"[Ss]tage [12]\b": "a name",
    r"SCOR RL\.1\.1|ISO 3166|UTF-8|Apache-2\.0": "a name",
    r"(?:Newcombe|Haenszel|Rothman|SERVQUAL,|since) \d{4}": "a year",
    r"10, 50 and 90 of 100|90th percentile|95th percentile|95 of 100": "the name of a percentile",
    r"× 365 ÷": "the days of a year",
    r"to be kept below 10 %": "an aim: tests/dbt/delay/test_recovery_delay.py",
    r"is one row with +installer and +2\.": "an example",
    r"1,000,000 = called off": "longer than anything: dbt/macros/never_days.sql",
}  # fmt: skip


# ── the tests ──


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.pattern[:40])
def test_a_figure_is_what_is_computed(figure, built_home):
    actual = [(document, match) for document, text in documents().items() for match in figure.actual(document, text)]
    assert actual, "no text says this any more"
    with open_current(built_home) as marts:
        computed = figure.computed(marts)
    for document, match in actual:
        message = tuple(group for group in match.groups() if group is not None)
        assert message == computed[: len(message)], f"{document}: {match[0]}"


def test_every_number_in_a_text_is_computed_or_is_no_figure():
    unknown, used = [], set()
    for document, text in documents().items():
        if document in (DECISIONS, *JUDGING):
            # it argues with examples in passing: what it measured is dated, and what it says of thresholds and of the public files computed
            continue
        spans = [
            match.span(group)
            for figure in FIGURES
            for match in figure.actual(document, text)
            for group in range(1, len(match.groups()) + 1)
        ]
        for pattern in NOT_FIGURES:
            actual = [match.span() for match in re.finditer(pattern, text, re.M)]
            used |= {pattern} if actual else set()
            spans += actual
        for number in numbers(document, text):
            if not any(start <= number.start() and number.end() <= end for start, end in spans):
                line = text.count("\n", 0, number.start()) + 1
                unknown.append(f"{document}:{line}: {' '.join(text[max(number.start() - 50, 0) : number.end() + 40].split())}")
    assert unknown == []
    assert set(NOT_FIGURES) - used == set()


def test_what_was_measured_says_in_which_month_and_on_what():
    text = "".join(map(source, (DECISIONS, *JUDGING)))
    message = re.findall(rf"{MEASURED}.{{0,40}}", text)
    assert len(message) > 10
    assert [each for each in message if not re.match(rf"{MEASURED} in {MONTH} ", each)] == []
    # and nothing else tells of the sample as it is now
    assert re.findall(r"(?i)(?<!20\d\d )on the sample", text) == []
    # the head tells the reader what to take a measurement for, and SCALE which run it tells of
    assert "as measured in the month that stands beside them" in " ".join(text.split("\n## ")[0].split())
    assert re.search(rf"Measured in {MONTH}", source(SCALE).split("\n## ")[0])
