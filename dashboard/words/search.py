"""What a search came to, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w

KINDS = {"order": "Order", "customer": "Customer", "promise": "Promise"}
HOW = "Type the number of an order or of a promise, or the number or name of a customer; a part of it is enough."


def title(text: str, hits: pd.DataFrame) -> str:
    if not text:
        return "Find an order or a customer"
    if hits.empty:
        return f"Nothing is called “{text}”"
    totals = hits.groupby("kind")["total_count"].max()
    many = w.listed(w.plural(totals[kind], kind) for kind in KINDS if kind in totals)
    return f"“{text}”: {many}"


def nothing(text: str, example: str | None) -> str:
    """What could be tried."""
    looks = "" if example is None else f" Orders in this data look like {w.escaped(example)}."
    return f"No order, customer or promise has “{w.escaped(text)}” in its number or name. {HOW}{looks}"


def listed(shown: int, hits: pd.DataFrame) -> str:
    total = int(hits.groupby("kind")["total_count"].max().sum())
    return f"The {w.count(shown)} nearest of {w.count(total)}; type more of it to see fewer." if total > shown else ""


def row(hit) -> str:
    """A hit behind its number: whose it is, what, when due, and its outcome."""
    parts = [KINDS[hit.kind].lower() if hit.kind != "order" else ""]
    if hit.kind == "customer":
        parts.append(orders(hit))
        if not w.is_missing(hit.due_date):
            parts.append(f"last due {w.day(hit.due_date)}")
    else:
        parts += ["" if w.is_missing(hit.name) else hit.name, "" if w.is_missing(hit.what) else w.readable(hit.what)]
        parts.append("no date given" if w.is_missing(hit.due_date) else f"due {w.day(hit.due_date)}")
        parts.append(verdict(hit))
    return " · ".join(part for part in parts if part)


def name(hit) -> str:
    """What stands first: of a customer the name, of anything else its number."""
    return hit.id if hit.kind != "customer" or w.is_missing(hit.name) else hit.name if hit.name == hit.id else f"{hit.name} ({hit.id})"


def orders(hit) -> str:
    if not hit.orders_count:
        return "no order"
    counted = [(hit.kept_count, "kept"), (hit.broken_count, "broken")]
    parts = [f"{w.count(number)} {came}" for number, came in counted if number]
    return f"{w.plural(hit.orders_count, 'order')}{': ' + ', '.join(parts) if parts else ''}"


def verdict(hit) -> str:
    if w.is_missing(hit.is_kept):
        return w.OUTCOMES[hit.outcome]
    came = "kept" if hit.is_kept else "broken"
    return came if hit.outcome in ("cancelled_broken",) else f"{came}, {w.OUTCOMES[hit.outcome]}"
