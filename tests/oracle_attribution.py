"""Why a promise was late, once more: plain Python written from dbt/docs/delay/attribution.md, not from the SQL.

Works on the rows of a small world as tests write them (see worlds.py); outcomes and moments come from oracle.py.
"""

from datetime import date, datetime, time, timedelta

from oracle import Moment, complete_at, first_and_latest, is_call, known_versions, outcome_of, policy_for, without_copies

from data.refresh.calendars import closed_days, country_of


def business_days_after(zone: str, day: date, count: int) -> date:
    while count:
        day += timedelta(1)
        closed, weekend = closed_days(country_of(zone), range(day.year, day.year + 1))
        count -= day.weekday() not in weekend and day not in closed
    return day


def facts(world, as_of, policies, default_zone):
    """Every promise on record, with its outcome."""
    steps = {step["step"]: step for step in world["steps"]}
    midnight = datetime.combine(as_of, time())
    actual = {}
    for promise_id in dict.fromkeys(row["promise_id"] for row in world["promises"]):
        rows = [row for row in world["promises"] if row["promise_id"] == promise_id]
        zone = rows[0].get("zone") or default_zone
        versions = known_versions(rows, zone, as_of)
        if not versions:
            continue
        first, _, changed = first_and_latest(versions, zone)
        made, step = versions[0], steps[versions[0]["step"]]
        events = [event for event in world["deliveries"] if event["promise_id"] == promise_id]
        events = without_copies(
            [event for event in events if Moment(event.get("recorded_at") or event["occurred_at"], zone).local < midnight], zone
        )
        policy = policy_for(made, Moment(made["recorded_at"], zone).date, policies)
        # nobody calls in these worlds: a promise to call stays open
        full = complete_at(made, events, zone, [] if is_call(made, world) else None)
        outcome = outcome_of(first, "by_date", policy, full, events, changed, zone, as_of)
        cancelled = sorted(
            (Moment(event["occurred_at"], zone).at, Moment(event["occurred_at"], zone).date)
            for event in events
            if event["event"] == "cancelled"
        )
        transit = policy.get("transit_business_days")
        actual[promise_id] = {
            "promise_id": promise_id, "zone": zone, "outcome": outcome, "events": events, "versions": versions,
            "order": made["order_id"], "line": made["line"], "partner": made.get("partner_id"), "region": made.get("region"),
            "step": made["step"], "journey": step.get("journey"), "position": step.get("position"),
            "transit": step.get("transit_days") if transit is None else transit,
            "to_us": made.get("promised_to") == "company", "is_required": made.get("is_required"), "is_call": is_call(made, world),
            "promised": Moment(made["recorded_at"], zone).date, "due": Moment(first["due_at"], zone).date if first else None,
            "full": full.date if full else None, "cancelled": cancelled[0][1] if cancelled else None, "commitment": commitment(versions, first, zone),
        }  # fmt: skip
        if actual[promise_id]["is_required"] is None:
            actual[promise_id]["is_required"] = not actual[promise_id]["is_call"]
    for order in {promise["order"] for promise in actual.values()}:
        lines = [promise for promise in actual.values() if promise["order"] == order and not promise["to_us"]]
        if not any(line["is_required"] for line in lines):
            for line in [line for line in lines if not line["is_call"]] or lines:
                line["is_required"] = True
    return actual


def commitment(versions, judged, zone):
    """The first one; where the customer chose the day that counts, the one given for that day."""
    given = [version["partner_due_at"] for version in versions if version.get("partner_due_at")]
    chosen = judged and judged is not next(version for version in versions if version.get("due_at"))
    if chosen and judged.get("partner_due_at"):
        given = [judged["partner_due_at"]]
    return Moment(given[0], zone).date if given else None


def handover_of(line, promises):
    """(plan, day, partner) of the hand-over that the line waited for, or None."""
    ours = [other for other in promises.values() if other["to_us"] and (other["order"], other["line"]) == (line["order"], line["line"])]
    if ours:
        far = date.max

        def lateness(other):
            called_off = other["full"] is None and other["cancelled"] is not None
            return (not called_off, other["full"] or far, other["due"] or date.min)

        last = max(sorted(ours, key=lambda other: other["promise_id"]), key=lateness)
        return last["due"], last["full"], last["partner"]
    seen = [event for event in line["events"] if event["event"] == "handed_over"]
    if seen:
        last = max(sorted(seen, key=lambda event: event["delivery_id"]), key=lambda event: Moment(event["occurred_at"], line["zone"]).at)
        return None, Moment(last["occurred_at"], line["zone"]).date, last.get("partner_id")
    return None


def ready_date(line, promises, as_of):
    before = [
        other["full"] or other["cancelled"] or as_of
        for other in promises.values()
        if not other["to_us"] and not other["is_call"] and other["is_required"] and other["outcome"] != "excluded" and other["due"]
        and other["order"] == line["order"] and other["journey"] == line["journey"] and other["position"] < line["position"]
    ]  # fmt: skip
    return max(before, default=None)


def absent_days(line, end):
    visits = sorted(
        (Moment(event["occurred_at"], line["zone"]).at, event["delivery_id"], event)
        for event in line["events"] if event["event"] in ("attempted", "delivered")
    )  # fmt: skip
    total = 0
    for number, (at, _, event) in enumerate(visits):
        day = Moment(event["occurred_at"], line["zone"]).date
        if event["event"] != "attempted" or event.get("failed_because") != "customer_absent":
            continue
        committed_by = [
            version for version in line["versions"] if Moment(version["recorded_at"], line["zone"]).at <= at and version.get("due_at")
        ]
        if not committed_by or Moment(committed_by[-1]["due_at"], line["zone"]).date < day:
            continue
        again = Moment(visits[number + 1][2]["occurred_at"], line["zone"]).date if number + 1 < len(visits) else end
        total += max((min(again, end) - max(day, line["due"])).days, 0)
    return total


def corrected(line, handed, end):
    """Days from goods that came flawed until they were right, and whether they had been flawed when they were handed over."""
    flaws = sorted(
        (Moment(event["occurred_at"], line["zone"]).at, event["delivery_id"], event)
        for event in line["events"] if event["event"] == "delivered" and (event.get("condition") or "ok") != "ok"
    )  # fmt: skip
    if not flaws or handed is None:
        return 0, False
    flaw = flaws[0][2]
    day = Moment(flaw["occurred_at"], line["zone"]).date
    return ((end - day).days, flaw["condition"] in ("wrong", "short")) if handed <= day < end else (0, False)


def excused_days(line, exceptions, owner, after, until):
    """The longest run of days, after one and up to the other, that an exception gives this owner."""
    longest = 0
    for exception in exceptions:
        scope = (("step", line["step"]), ("partner_id", owner), ("region", line["region"]))
        if all(exception[key] in ("*", mine) for key, mine in scope):
            first, last = max(exception["starts_on"], after + timedelta(1)), min(exception["ends_on"], until)
            longest = max(longest, (last - first).days + 1)
    return longest


def attribute(promises, exceptions, as_of):
    names_partners = any(promise["partner"] for promise in promises.values())
    return {
        promise_id: why(line, promises, exceptions, as_of, names_partners)
        for promise_id, line in promises.items()
        if not line["to_us"] and not line["is_call"] and is_late(line)
    }


def is_late(line):
    if line["outcome"] == "cancelled_broken":
        return line["cancelled"] > line["due"]
    return line["outcome"] in ("late", "overdue_open")


def why(line, promises, exceptions, as_of, names_partners):
    due, is_open = line["due"], line["outcome"] == "overdue_open"
    end = as_of if is_open else line["full"] if line["outcome"] == "late" else line["cancelled"]
    delay = (end - due).days
    handover = handover_of(line, promises)
    plan, handed, giver = handover or (None, None, None)
    if handover and plan is None and (giver is None or giver == line["partner"]) and line["partner"]:
        plan = line["commitment"]
    if handover and handed is None and is_open:
        handed = end
    taker = line["partner"] if giver is None or giver != line["partner"] else None

    def travels(day):
        if day is None or (line["transit"] is None and plan is None):
            return None
        if line["transit"] is None:
            return day + timedelta(max((due - plan).days, 0))
        return business_days_after(line["zone"], day, line["transit"])

    is_ours = handover is None and line["partner"] is None and names_partners
    committed = travels(plan) if plan else line["commitment"] or (due if is_ours else None)
    ready = ready_date(line, promises, as_of)
    answer = {"delay": delay, "committed": committed, "parts": {}}
    if ready and ready >= due:
        return answer | {"parts": {("coordination", None): delay} if delay else {}}
    backwards = due < line["promised"] or end < line["promised"] or end > as_of or (handed and not line["promised"] <= handed <= end)
    if delay == 0 or backwards:
        return answer | {"parts": {("unexplained", None): delay} if delay else {}}

    def party(partner):
        return ("partner", partner) if partner else ("internal" if names_partners else "unexplained", None)

    expected = travels(handed) if handover else None
    missed = absent_days(line, end)
    correcting, whose = corrected(line, handed, end) if handover else (0, False)
    brackets, excused = [], 0
    if committed is None and expected is None:
        excused = min(
            excused_days(line, exceptions, line["partner"], line["promised"], end)
            if handover is None
            else excused_days(line, exceptions, taker, handed or line["promised"], end),
            delay,
        )
        brackets = [(("unexplained", None), delay - excused - missed)]
    elif committed is None:
        last = (end - expected).days - correcting
        excused = max(min(excused_days(line, exceptions, taker, handed, end), last), 0)
        brackets = [(("unexplained", None), (expected - due).days + correcting), (party(taker), last - excused - missed)]
    elif handover is None:
        last = (end - committed).days
        excused = max(min(excused_days(line, exceptions, line["partner"], line["promised"], end), last), 0)
        brackets = [(("over_promise", None), (committed - due).days), (party(line["partner"]), last - excused - missed)]
    elif expected is None:
        excused = min(excused_days(line, exceptions, taker, handed or line["promised"], end), delay)
        over, rest = (committed - due).days, (end - committed).days
        if rest > 0:
            over, rest = 0, delay
        brackets = [(("over_promise", None), over), (("unexplained", None), rest - excused - missed)]
    else:
        first, last = (expected - committed).days + (correcting if whose else 0), (end - expected).days - correcting
        first_excused = max(min(excused_days(line, exceptions, giver, line["promised"], handed), first), 0)
        last_excused = max(min(excused_days(line, exceptions, taker, handed, end), last), 0)
        excused = first_excused + last_excused
        stages = [(party(giver), first - first_excused), (party(taker), last - last_excused - missed)]
        if giver is None and taker is None:
            stages = [(party(None), sum(days for _, days in stages))]
        brackets = [(("over_promise", None), (committed - due).days), *stages, (("unexplained", None), 0 if whose else correcting)]
    by_customer = min(missed, delay)
    by_exception = min(excused, delay - by_customer)
    parts = {("customer", None): by_customer, ("excused", None): by_exception}
    positive = sum(max(days, 0) for _, days in brackets)
    for who, days in brackets:
        if days > 0:
            parts[who] = parts.get(who, 0) + (delay - by_customer - by_exception) * days / positive
    return answer | {"parts": {who: days for who, days in parts.items() if days > 0}}


def primary(answer):
    """(cause, partner) with most of the days; a tie, or what is unexplained, is nobody's."""
    ranked = sorted(answer["parts"].items(), key=lambda part: -part[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 1 / 24) or ranked[0][0][0] == "unexplained":
        return "unattributed", None
    return ranked[0][0]
