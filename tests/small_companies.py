"""Small companies, cut out of the sample world: what their own systems would export, with a mapping that reads it."""

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from data.contract import places

Row = dict[str, str]
MAPPING = places.ROOT / "data" / "mappings" / "sample.toml"
AS_OF = date(2022, 7, 18)
CARRIERS = ("rask-frakt", "norrfrakt", "fjordbud")
TRADES = ("kjolehuset", "rask-frakt", "rett-montering")


def rows_of(world: Path, feed: str) -> list[Row]:
    with open(world / f"{feed}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, feed: str, columns: list[str], rows: list[Row]) -> None:
    with open(folder / f"{feed}.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def cut(world: Path, folder: Path, is_ours: Callable[[Row], bool], unmapped: tuple[str, ...] = ()) -> Path:
    """A company that made only the promises of `is_ours`: with what was delivered and asked of them, and whom they name. The mapping of it."""
    folder.mkdir(parents=True, exist_ok=True)
    feeds = {feed: rows_of(world, feed) for feed in ("promises", "deliveries", "contacts", "sellers", "partners", "customers", "steps")}
    columns = {feed: list(rows[0]) for feed, rows in feeds.items()}
    promises = feeds["promises"] = [row for row in feeds["promises"] if is_ours(row)]
    ids = {row["promise_id"] for row in promises}
    orders = {row["order_id"] for row in promises} - {""}
    lines = {(row["order_id"], row["line"]) for row in promises}
    feeds["deliveries"] = [
        row
        for row in feeds["deliveries"]
        if row["promise_id"] in ids or (not row["promise_id"] and (row["order_id"], row["line"]) in lines)
    ]
    feeds["contacts"] = [row for row in feeds["contacts"] if row["promise_id"] in ids or row["order_id"] in orders]
    for feed, key in (("sellers", "seller_id"), ("partners", "partner_id"), ("customers", "customer_id"), ("steps", "step")):
        named = {row[key] for row in promises}
        feeds[feed] = [row for row in feeds[feed] if row[key] in named]
    for feed, rows in feeds.items():
        write(folder, feed, columns[feed], rows)
    mapping = folder / "mapping.toml"
    text = MAPPING.read_text(encoding="utf-8")
    mapping.write_text(re.sub(rf"(?m)^({'|'.join(unmapped)}) = .*\n", "", text) if unmapped else text, encoding="utf-8")
    return mapping


def three_carriers(world: Path, folder: Path) -> Path:
    """Three partners, that do the same."""
    return cut(world, folder, lambda row: row["partner_id"] in CARRIERS)


def three_trades(world: Path, folder: Path) -> Path:
    """Three partners, of which each does something else."""
    return cut(world, folder, lambda row: row["partner_id"] in TRADES)


def four_weeks(world: Path, folder: Path) -> Path:
    """A company whose records begin four weeks ago."""
    first = (AS_OF - timedelta(days=28)).isoformat()
    earlier = {row["order_id"] for row in rows_of(world, "promises") if row["recorded_at"] < first}
    return cut(world, folder, lambda row: row["order_id"] not in earlier)


def no_regions_no_groups(world: Path, folder: Path) -> Path:
    return cut(world, folder, lambda row: True, unmapped=("region", "product_group"))


def ten_orders(world: Path, folder: Path) -> Path:
    """Ten orders of the last half year."""
    placed: dict[str, str] = {}
    for row in rows_of(world, "promises"):
        placed[row["order_id"]] = min(placed.get(row["order_id"], "9999"), row["recorded_at"])
    lately = sorted((at, order) for order, at in placed.items() if order and at >= (AS_OF - timedelta(days=182)).isoformat())
    ours = {order for _, order in lately[:: len(lately) // 10][:10]}
    return cut(world, folder, lambda row: row["order_id"] in ours)


COMPANIES = {
    "three carriers": three_carriers,
    "three trades": three_trades,
    "four weeks": four_weeks,
    "no regions, no product groups": no_regions_no_groups,
    "ten orders": ten_orders,
}
