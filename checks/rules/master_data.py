"""Sellers, partners, customers and steps: who and what the other feeds name."""

from checks.rule import Rule
from checks.rules.every_feed import zone_known


def context(feed: str) -> str:
    return f"select * from typed_{feed}"


def rules(feed: str) -> tuple[Rule, ...]:
    if feed == "steps":
        return (
            Rule(
                "position_counts_from_one",
                "warning",
                "position < 1",
                "position must count from 1, or the journey is drawn in the wrong order.",
                ("position",),
            ),
        )
    # An error, although it costs the row its name: a zone that no calendar knows would stop the build further in.
    return (zone_known("hours and days at their desk are counted by it"),)
