"""The light dirt of real life: about three rows in a thousand that somebody typed wrong. Each is written down in the truth."""

from random import Random

from .rows import Row

#: feed, column, what it became, share of the feed's rows, why
SLIPS = (
    ("deliveries", "partner_id", "ukjent-frakt", 0.0012, "a partner that nobody has entered"),
    ("deliveries", "quantity", "to", 0.0008, "a number in words"),
    ("deliveries", "occurred_at", "31.06.2022", 0.0005, "a day that does not exist"),
    ("deliveries", "condition", "skadet", 0.0005, "a word outside the list"),
    ("contacts", "wait_minutes", "-4", 0.0015, "a clock that was set back"),
    ("contacts", "started_at", "i går", 0.0008, "a date in words"),
    ("promises", "value", "ca. 12 000", 0.0005, "an estimate where a number belongs"),
)  # fmt: skip


def soil(dice: Random, feeds: dict[str, list[Row]]) -> list[Row]:
    slips = []
    for feed, column, became, share, why in SLIPS:
        rows = [row for row in feeds[feed] if row.get(column) not in (None, "") and "_dirt" not in row]
        key = {"deliveries": "delivery_id", "contacts": "contact_id", "promises": "promise_id"}[feed]
        for row in dice.sample(rows, min(len(rows), round(len(feeds[feed]) * share))):
            slips.append(
                {
                    "feed": feed,
                    "id": row[key],
                    "version": row.get("version"),
                    "column_name": column,
                    "was": row[column],
                    "became": became,
                    "why": why,
                }
            )
            row |= {column: became, "_dirt": True}
    return slips
