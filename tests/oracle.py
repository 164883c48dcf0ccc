"""What a kept promise is, once more: plain Python written from the definitions, not from the SQL.

Works on the rows of a small world as tests write them (see worlds.py). Slow and short on purpose.
"""

from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

HOUSE = {"policy_id": "house", "grace_days": 0, "early_tolerance_days": 0}
SCOPES = ("partner_id", "partner_type", "step", "product_group")
WORST_FIRST = ("overdue_open", "cancelled_broken", "late")
UNJUDGED = ("pending", "excluded", "not_measured")


class Moment:
    """A point in time at the delivery place: its local date, and the instant where a time of day is known."""

    def __init__(self, value: date | datetime, zone: str):
        place = ZoneInfo(zone)
        self.has_time = isinstance(value, datetime)
        if not isinstance(value, datetime):
            local = datetime.combine(value, time())
        elif value.tzinfo:
            local = value.astimezone(place).replace(tzinfo=None)
        else:
            local = value
        self.local, self.date, self.place = local, local.date(), place
        # of the two instants that an hour has when the clock goes back, or is skipped, the later
        given = isinstance(value, datetime) and value.tzinfo
        self.at = value.astimezone(UTC) if given else max(local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))

    def after(self, other: "Moment") -> bool:
        return self.at > other.at if self.has_time and other.has_time else self.date > other.date

    def shifted(self, days: int, minutes: int = 0) -> "Moment":
        """Days on the local clock, then minutes of real time; a date has no minutes."""
        moved = self.local + timedelta(days)
        moved = self if days == 0 and self.has_time else Moment(moved if self.has_time else moved.date(), self.place.key)
        return Moment(moved.at + timedelta(minutes=minutes), self.place.key) if minutes and self.has_time else moved


def moment(value, zone):
    return None if value is None else Moment(value, zone)


def policy_for(promise: dict, promised_on: date, policies: list[dict]) -> dict:
    def fits(policy):
        return policy["valid_from"] <= promised_on and all(policy[scope] in ("*", promise.get(scope) or "*") for scope in SCOPES)

    def preference(policy):
        return (*(policy[scope] != "*" for scope in SCOPES), policy["valid_from"])

    return max(filter(fits, policies), key=preference, default=HOUSE)


def known_versions(rows, zone, as_of):
    known = [row for row in rows if Moment(row["recorded_at"], zone).local < datetime.combine(as_of, time())]
    return sorted(known, key=lambda row: row["version"])


def first_and_latest(versions, zone):
    """The version judged by, the latest, and the first change that was not the customer's."""
    judged = latest = changed = None
    frozen = False
    for version in versions:
        due, by_customer = moment(version.get("due_at"), zone), version.get("initiated_by") == "customer"
        if latest is None:
            judged = latest = version if due else None
            continue
        if not by_customer:
            frozen, changed = True, changed or version
        elif due and Moment(version["recorded_at"], zone).date > Moment(latest["due_at"], zone).date:
            frozen = True
        if due:
            latest = version
            judged = judged if frozen else version
    return judged, latest, changed


def is_call(promise: dict, world: dict) -> bool:
    """Whether it is kept by a contact: a callback, a follow-up."""
    return any(step["step"] == promise["step"] and step.get("fulfilled_by") == "contact" for step in world.get("steps", []))


def calls_made(promise: dict, world: dict, zone: str, as_of: date) -> list[tuple[Moment, str]]:
    """Our contacts that name the promise, later than it was made."""
    made = Moment(promise["recorded_at"], zone)
    named = [
        contact
        for contact in world.get("contacts", [])
        if contact.get("promise_id") == promise["promise_id"] and contact.get("direction") == "outbound"
    ]
    started = [(Moment(contact["started_at"], zone), contact["contact_id"]) for contact in named]
    return [(at, name) for at, name in started if at.at > made.at and at.date < as_of]


def needed_of(promise):
    return promise["quantity"] if promise["quantity"] is not None else 1


def held_after(promise, events, zone, calls=None):
    """(moment, good pieces at hand) after each event that brings or takes pieces, and the moments at which an unknown number came; `calls` where it is kept by calling."""
    needed = needed_of(promise)
    fulfilling = ("handed_over", "delivered") if promise.get("promised_to") == "company" else ("delivered",)
    fulfilling = () if calls is not None else fulfilling
    moves, unknown = [(at, needed, "good", name) for at, name in calls or ()], []
    for event in events:
        condition, at = event.get("condition") or "ok", Moment(event["occurred_at"], zone)
        quantity = needed if event.get("quantity") is None else event["quantity"]
        if event["event"] == "returned" and condition != "ok":
            moves.append((at, -quantity, "back", event["delivery_id"]))
        elif event["event"] in fulfilling and (condition == "ok" or (condition == "short" and quantity < needed)):
            moves.append((at, quantity, "good", event["delivery_id"]))
        elif event["event"] in fulfilling and condition == "short":
            unknown.append(at)
        elif event["event"] in fulfilling:
            moves.append((at, quantity, "flawed", event["delivery_id"]))
    good, flawed, held = 0, 0, []
    for at, quantity, what, _ in sorted(moves, key=lambda move: (move[0].at, -move[1], move[3])):
        if what == "good":
            good += quantity
        elif what == "flawed":
            flawed += quantity
        else:
            # what goes back was among what came flawed, as far as that reaches
            from_good = max(-quantity - flawed, 0)
            flawed, good = max(flawed + quantity, 0), max(good - from_good, 0)
        held.append((at, good))
    return held, unknown


def complete_at(promise, events, zone, calls=None):
    """When the promise was complete for good."""
    full = None
    for at, good in held_after(promise, events, zone, calls)[0]:
        if good < needed_of(promise) - 1e-9:
            full = None
        elif full is None:
            full = at
    return full


def arrived_at(promise, events, zone):
    """When all of it had come, damaged or not: what came wrong, or short without a number, is not it."""
    held, total = [], 0
    for event in events:
        condition, quantity = event.get("condition") or "ok", event.get("quantity")
        is_unclear = condition == "short" and (quantity is None or quantity >= needed_of(promise))
        if event["event"] != "delivered" or condition == "wrong" or is_unclear:
            continue
        held.append((Moment(event["occurred_at"], zone), needed_of(promise) if quantity is None else quantity, event["delivery_id"]))
    for at, quantity, _ in sorted(held, key=lambda piece: (piece[0].at, -piece[1], piece[2])):
        total += quantity
        if total >= needed_of(promise) - 1e-9:
            return at
    return None


def cancellation(events, zone):
    """(moment, by whom) of the first one."""
    cancelled = [(Moment(event["occurred_at"], zone), event) for event in events if event["event"] == "cancelled"]
    at, event = min(cancelled, key=lambda pair: (pair[0].at, pair[1]["delivery_id"]), default=(None, {}))
    return at, event.get("cancelled_by")


def brought_by(handover, lines):
    """The promises to the customer that the goods of the hand-over come by."""
    brings = {}
    for line in sorted(lines, key=lambda line: (line["promised"].at, line["promise_id"])):
        brings.setdefault(line["line"], []).append(line)
    whole = brings.pop(None, [])
    whole = whole if len(whole) == 1 else []
    if handover["line"] is None:
        return [first for first, *_ in brings.values()] or whole
    return brings.get(handover["line"], [])[:1] or whole


def shown_by_the_customers_end(handover, lines):
    """(moment at which it had been handed over, cancellation), as far as what the customer got, or called off, says so."""
    ours = brought_by(handover, lines)
    if not ours or any(line["arrived"] is None and line["cancelled"][0] is None for line in ours):
        return None, (None, None)

    def here(at):
        return Moment(at.at if at.has_time else at.date, handover["zone"])

    arrived = [
        (line["arrived"].date, not line["arrived"].has_time, line["arrived"].at, line["arrived"]) for line in ours if line["arrived"]
    ]
    if arrived:
        return here(max(arrived, key=lambda each: each[:3])[3]), (None, None)
    at, by = min((line["cancelled"] + (line["promise_id"],) for line in ours), key=lambda each: (-each[0].at.timestamp(), each[2]))[:2]
    return None, (here(at), by)


def fill_rate(promise, events, end, zone):
    """The share that had come in order by the end of the promise, and was not given back later; None where nobody knows how many came."""
    held, unknown = held_after(promise, events, zone)
    in_time = [number for number, (at, _) in enumerate(held) if not at.after(end)]
    share = min(good for _, good in held[in_time[-1] :]) / needed_of(promise) if in_time else 0.0
    if share >= 1 - 1e-9:
        return 1.0
    return None if any(not at.after(end) for at in unknown) else share


def without_copies(events, zone):
    seen, kept = set(), []
    for event in sorted(events, key=lambda event: event["delivery_id"]):
        at = Moment(event["occurred_at"], zone)
        key = (event["event"], event.get("quantity"), event.get("condition") or "ok", at.at)
        if at.has_time and key in seen:
            continue
        if at.has_time:
            seen.add(key)
        kept.append(event)
    return kept


def outcome_of(version, kind, policy, full, events, changed, zone, as_of, called_off=(None, None)):
    due = moment(version["due_at"], zone) if version else None
    if due is None:
        return "pending"
    end = due.shifted(policy["grace_days"], policy.get("grace_minutes", 0))
    if not as_of > end.date:
        return "pending"
    window = moment(version.get("due_from"), zone)
    days, minutes = -policy["early_tolerance_days"], -policy.get("early_tolerance_minutes", 0)
    start = window.shifted(days, minutes) if window else Moment(due.date, zone).shifted(days)
    if full and not full.after(end):
        return "early" if full.date < start.date else "on_time"
    for event in events:
        if event["event"] == "attempted" and event.get("failed_because") == "customer_absent":
            at = Moment(event["occurred_at"], zone)
            if not at.after(end) and not start.after(at):
                return "kept_attempted"
    if full:
        return "late"
    at, by = cancellation(events, zone)
    if at is None:
        at, by = called_off
    if at is None:
        return "overdue_open"
    filled = False
    if changed:
        change = Moment(changed["recorded_at"], zone)
        filled = change.at <= at.at if at.has_time else change.date <= at.date
    return "excluded" if by == "customer" and not at.after(due) and not filled else "cancelled_broken"


def minutes_off(version, full, zone):
    """Minutes after the promised time or before the window, those begun counted; None where a date stands on either side."""
    due = moment(version["due_at"], zone) if version else None
    if not (due and full and due.has_time and full.has_time):
        return None
    opens = moment(version.get("due_from"), zone) or due
    if full.at > due.at:
        return ceil((full.at - due.at) / timedelta(minutes=1))
    return -ceil(max(opens.at - full.at, timedelta()) / timedelta(minutes=1))


def kept(outcome, kind):
    if outcome in UNJUDGED:
        return None
    return outcome in ("on_time", "kept_attempted") or (outcome == "early" and kind == "by_date")


def facts_of(world, as_of, default_zone):
    """What is on record of each promise by the as-of day."""
    facts, by_promise = {}, {}
    for row in world["promises"]:
        by_promise.setdefault(row["promise_id"], []).append(row)
    for promise_id, rows in by_promise.items():
        zone = min(rows, key=lambda row: row["version"]).get("zone") or default_zone
        versions = known_versions(rows, zone, as_of)
        if not versions:
            continue
        made = versions[0]
        first, latest, changed = first_and_latest(versions, zone)
        promise = made | {
            "quantity": (first or made).get("quantity") if (first or made).get("quantity") is not None else made.get("quantity")
        }
        events = [
            event
            for event in world.get("deliveries", [])
            if event.get("promise_id") == promise_id
            and Moment(event.get("recorded_at") or event["occurred_at"], zone).local < datetime.combine(as_of, time())
        ]
        events = without_copies(events, zone)
        calls = calls_made(made, world, zone, as_of) if is_call(made, world) else None
        facts[promise_id] = {
            "promise_id": promise_id, "made": made, "versions": versions, "zone": zone, "events": events, "promise": promise, "first": first, "latest": latest,
            "changed": changed, "is_call": calls is not None, "full": complete_at(promise, events, zone, calls), "arrived": arrived_at(promise, events, zone),
            "cancelled": cancellation(events, zone), "order_id": made.get("order_id"), "line": made.get("line"), "promised": Moment(made["recorded_at"], zone),
            "is_to_customer": made.get("promised_to") != "company",
        }  # fmt: skip
    return facts


def judge_promises(world, as_of, policies, default_zone, unread=frozenset()):
    """`unread`: what the source tells and nobody can read, of `deliveries` and `calls`."""
    judged_promises, lines = {}, {}
    partner_types = {row["partner_id"]: row.get("type") for row in world.get("partners", [])}
    facts = facts_of(world, as_of, default_zone)
    for one in facts.values():
        if one["is_to_customer"] and not one["is_call"]:
            lines.setdefault(one["order_id"], []).append(one)
    for promise_id, one in facts.items():
        made, zone, events, first, full = one["made"], one["zone"], one["events"], one["first"], one["full"]
        policy = policy_for(
            made | {"partner_type": partner_types.get(made.get("partner_id"))}, Moment(made["recorded_at"], zone).date, policies
        )
        end = moment(first["due_at"], zone).shifted(policy["grace_days"], policy.get("grace_minutes", 0)) if first else None
        fill, called_off, is_inferred = fill_rate(one["promise"], events, end, zone) if end else None, (None, None), False
        if not one["is_to_customer"] and not one["is_call"] and one["order_id"]:
            shown, called_off = shown_by_the_customers_end(one, lines.get(one["order_id"], []))
            if shown and not full and one["cancelled"][0] is None:
                full, is_inferred = shown, True
                fill = 1.0 if end and not full.after(end) else None
        answer = {"order_id": made.get("order_id"), "partner_id": made.get("partner_id"), "fulfilled_date": full.date if full else None}
        answer["facts"] = {name: one[name] for name in ("made", "versions", "zone", "events", "first", "is_call")} | {"full": full}
        answer |= {"fill_rate_at_due": None if one["is_call"] else fill, "is_handover_inferred": is_inferred}
        marked = made.get("is_required")
        answer["required"] = one["is_to_customer"] and (not one["is_call"] if marked is None else marked)
        for basis, version in (("", first), ("latest_", one["latest"])):
            kind = (version or made).get("kind") or "by_date"
            outcome = outcome_of(version, kind, policy, full, events, one["changed"], zone, as_of, called_off)
            if outcome != "pending" and ("calls" if one["is_call"] else "deliveries") in unread:
                outcome = "not_measured"
            answer[f"{basis}outcome"] = outcome
            answer[f"{basis}kept"] = kept(outcome, kind)
            answer[f"{basis}deviation_minutes"] = minutes_off(version, full, zone)
            answer[f"{basis}due_date"] = Moment(version["due_at"], zone).date if version else None
        judged_promises[promise_id] = answer
    return with_required_lines(judged_promises)


def with_required_lines(promises):
    """Where nothing in an order is marked as required all of its deliveries are, and where it has none all of its calls."""
    orders = {}
    for promise in promises.values():
        if promise["order_id"] and promise["facts"]["made"].get("promised_to") != "company":
            orders.setdefault(promise["order_id"], []).append(promise)
    for lines in orders.values():
        if not any(line["required"] for line in lines):
            deliveries = [line for line in lines if not line["facts"]["is_call"]]
            for line in deliveries or lines:
                line["required"] = True
    return promises


def needed(lines):
    """What the customer's order waits for."""
    return [line for line in lines if line["required"]]


def judge_orders(promises):
    orders = {}
    for promise in promises.values():
        orders.setdefault(promise["order_id"], []).append(promise)
    return {order_id: judge_order(needed(lines)) for order_id, lines in orders.items() if order_id and needed(lines)}


def order_minutes_off(lines, judged):
    """From the promise that was due last to the delivery that came last, where each is later than every date without a time of day."""
    if not judged or not all(line["facts"]["full"] for line in lines if line["outcome"] != "excluded"):
        return None
    zones = [(line["facts"]["first"], line["facts"]["zone"]) for line in judged]
    dues = [Moment(version["due_at"], zone) for version, zone in zones]
    opened = [moment(version.get("due_from"), zone) or due for (version, zone), due in zip(zones, dues, strict=True)]
    fulls = [line["facts"]["full"] for line in lines if line["facts"]["full"]]
    if any(not each.has_time and each.date == max(other.date for other in moments) for moments in (dues, fulls) for each in moments):
        return None
    last, opens, end = max(full.at for full in fulls), max(each.at for each in opened), max(due.at for due in dues)
    if last > end:
        return ceil((last - end) / timedelta(minutes=1))
    return -ceil(max(opens - last, timedelta()) / timedelta(minutes=1))


def judge_order(lines):
    judged = [line for line in lines if line["outcome"] != "excluded" and line["due_date"]]
    dates = {line["fulfilled_date"] for line in lines} - {None}
    answer = {"partners_count": len({line["partner_id"] for line in lines} - {None}), "delivery_dates_count": len(dates)}
    answer["due_date"] = max((line["due_date"] for line in judged or lines if line["due_date"]), default=None)
    answer["deviation_minutes"] = order_minutes_off(lines, judged)
    outcomes = [line["outcome"] for line in judged]
    broken = [line["outcome"] for line in judged if line["kept"] is False]
    if all(line["outcome"] == "excluded" for line in lines):
        outcome = "excluded"
    elif "not_measured" in outcomes:
        outcome = "not_measured"
    elif not judged or "pending" in outcomes:
        outcome = "pending"
    elif broken:
        outcome = next((worst for worst in WORST_FIRST if worst in broken), "early")
    elif "kept_attempted" in outcomes:
        outcome = "kept_attempted"
    else:
        outcome = "early" if set(outcomes) == {"early"} else "on_time"
    return answer | {"outcome": outcome, "kept": None if outcome in UNJUDGED else not broken}
