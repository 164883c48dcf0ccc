"""What is really so: written beside the feeds and never mapped into them, so that later judgement can be scored."""

from datetime import date, datetime, timedelta
from statistics import fmean
from typing import Any

from . import cast
from .cast import Partner, Seller, Turns
from .fates import Event
from .orders import day_of
from .rows import Row


def turns(first: date, days: int) -> Turns:
    """Weeks start on a Monday, so that a weekly chart shows a change where it happened."""

    def monday(share: float) -> date:
        day = first + timedelta(days=int(days * share))
        return day - timedelta(days=day.weekday())

    strike, short_staffed = monday(0.45), monday(0.62)
    return Turns(monday(0.72), strike, strike + timedelta(days=11), short_staffed, short_staffed + timedelta(days=27))


def events(turns: Turns) -> list[dict[str, Any]]:
    degraded = next(partner.partner_id for partner in cast.PARTNERS if partner.degraded_chance)
    return [
        {"event": "partner_degraded", "who": degraded, "from": turns.degraded_from, "to": None},
        {"event": "carrier_strike", "who": "every carrier", "from": turns.strike_from, "to": turns.strike_to},
        {"event": "short_staffed", "who": "customer service", "from": turns.short_staffed_from, "to": turns.short_staffed_to},
        {"event": "worst_step", "who": "callback", "from": None, "to": None},
        {"event": "remedy_gap", "who": "those who would complain have a new date sooner", "from": None, "to": None},
    ]


def of_commitment(
    partner_due: date | datetime, late_chance: float, is_late: bool, cancelled: Event | None = None, done_at: datetime | None = None
) -> Row:
    """A partner's own date, how likely it was to miss it, and whether it did; empty where others called it off before that day was over."""
    if cancelled and cancelled.cancelled_by != "partner" and cancelled.occurred_at.date() <= day_of(partner_due):
        counts = done_at is not None and done_at < cancelled.occurred_at
    else:
        counts = True
    return {
        "partner_due_date": day_of(partner_due), "partner_late_chance": round(late_chance, 4) if counts else None,
        "is_partner_late": is_late if counts else None,
    }  # fmt: skip


def of_partner(partner: Partner, turns: Turns, promises: list[Row], end: date) -> Row:
    """`planted_late_share` is the mean of its chances, week by week: the rate that a fair judge would find in endlessly many lines."""
    commitments = [
        row for row in promises
        if row["partner_id"] == partner.partner_id and row.get("is_partner_late") is not None and row["partner_due_date"] < end
    ]  # fmt: skip
    chances = [row["partner_late_chance"] for row in commitments]
    return {
        "partner_id": partner.partner_id, "type": partner.type, "is_bad": partner.is_bad, "is_unlucky": partner.is_unlucky,
        "late_chance": partner.late_chance, "degraded_chance": partner.degraded_chance,
        "degraded_from": turns.degraded_from if partner.degraded_chance else None, "damage_chance": partner.damage_chance,
        "commitments_count": len(commitments), "planted_late_share": round(fmean(chances), 4) if chances else None,
        "late_count": sum(row["is_partner_late"] for row in commitments) if chances else None,
    }  # fmt: skip


def of_seller(seller: Seller) -> Row:
    return {
        "seller_id": seller.seller_id, "over_promises": seller.seller_id in cast.OVER_PROMISERS,
        "over_promise_chance": seller.over_promise_chance, "buffer_days": seller.buffer_days,
    }  # fmt: skip
