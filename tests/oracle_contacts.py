"""The notice chain, contact links and episodes, once more: plain Python written from the definitions, not from the SQL."""

from datetime import UTC, date, datetime
from itertools import combinations

from oracle import Moment, moment, needed
from oracle_calendar import DAY, HOUR, Place

WEEK = 168 * HOUR


class Company:
    """A small world with the rules of its calendars."""

    def __init__(
        self,
        world: dict,
        as_of: date,
        judged: dict,
        default_zone: str,
        hours: list[dict],
        special_days: list[dict],
        demands: dict[str, str],
    ):
        self.world, self.as_of, self.judged, self.default_zone = world, as_of, judged, default_zone
        self._rules, self._places = (hours, special_days), {}
        self.sellers = {row["seller_id"]: row.get("zone") for row in world.get("sellers", [])}
        self.customers = {row["customer_id"]: row for row in world.get("customers", [])}
        # a source that keeps one date per promise cannot tell that one was changed
        self.has_new_dates = any(len(promise["facts"]["versions"]) > 1 for promise in judged.values())
        self.orders: dict[str, list[dict]] = {}
        for promise in judged.values():
            if promise["order_id"]:
                self.orders.setdefault(promise["order_id"], []).append(promise)
        self.contacts = [contact for contact in map(self._contact, world.get("contacts", [])) if contact["started"].date < as_of]

        self.demands = demands
        self.read = self._read()

    def demand(self, contact: dict) -> str:
        return self.demands.get(contact.get("reason"), "unclassified")

    def _read(self) -> set[str]:
        """What can be read: where something is filled, one row that says something; where nothing is, nothing is unread."""
        contacts = [contact for contact in self.contacts if self.demand(contact) != "none"]
        ours = [contact for contact in contacts if contact["direction"] == "outbound"]

        def some(filled: list[bool], known: list[bool]) -> bool:
            return not any(filled) or any(known)

        promised = [contact.get("promise_id") in self.judged for contact in contacts]
        named = [bool(contact["order_id"] or contact.get("promise_id")) for contact in contacts]
        known = [contact["order_id"] in self.orders or is_promised for contact, is_promised in zip(contacts, promised, strict=True)]
        delivered = [
            row for row in self.world.get("deliveries", []) if _as_written(row.get("recorded_at") or row["occurred_at"]) < self.as_of
        ]
        teams = {contact.get("team") for contact in contacts} - {None}
        asks = {
            "contacts": bool(contacts) or not self.contacts,
            "names": some(named, known),
            "outbound": bool(ours) or not contacts,
            "reasons": some(
                [bool(contact.get("reason")) for contact in contacts],
                [self.demand(contact) in ("failure", "value") for contact in contacts],
            ),
            "calls": not contacts or any(contact.get("promise_id") in self.judged for contact in ours),
            "teams": len(teams) != 1,
            "deliveries": not delivered or any(row["promise_id"] in self.judged for row in delivered),
        }
        return {name for name, is_read in asks.items() if is_read}

    def unread(self) -> frozenset[str]:
        """What keeps promises from being judged."""
        calls = {"contacts", "outbound", "calls"} <= self.read
        return frozenset({"deliveries"} - self.read | (set() if calls else {"calls"}))

    def place(self, zone: str) -> Place:
        return self._places.setdefault(zone, Place(zone, *self._rules))

    def desk(self, seller: str | None) -> Place:
        return self.place(self.sellers.get(seller) or self.default_zone)

    def _contact(self, row: dict) -> dict:
        promise = self.judged.get(row.get("promise_id"))
        order_id = row.get("order_id") or (promise["order_id"] if promise else None)
        lines = self.orders.get(order_id, [])
        made = [line["facts"]["made"] for line in ([promise] if promise else lines)]
        every = [line["facts"]["made"] for line in lines]
        customer = row.get("customer_id") or _only(one["customer_id"] for one in made) or _only(one["customer_id"] for one in every)
        own_zone = promise["facts"]["zone"] if promise else None
        zone = own_zone or _only(line["facts"]["zone"] for line in lines)
        zone = zone or self.customers.get(customer, {}).get("zone") or self.default_zone
        moments = {name: moment(row.get(f"{name}_at"), zone) for name in ("started", "answered", "ended", "told_due")}
        for name in ("answered", "ended"):
            if moments[name] and moments[name].date >= self.as_of:
                moments[name] = None
        return row | moments | {"order_id": order_id, "customer_id": customer, "zone": zone, "direction": row.get("direction") or "inbound"}

    def answering_desk(self, contact: dict, order_id: str | None) -> Place:
        """That of the seller of the promise it names, else of who sold the order it is about, else the company's."""
        promise = self.judged.get(contact.get("promise_id"))
        sold = needed(self.orders.get(order_id, []))
        zone = self.sellers.get(promise["facts"]["made"]["seller_id"]) if promise else None
        return self.place(zone or _only(self.sellers.get(line["facts"]["made"]["seller_id"]) for line in sold) or self.default_zone)

    # ---------- contacts and episodes

    def link(self, contact: dict) -> tuple[str | None, str]:
        # the numbers of another system tie nothing
        reads_names = {"contacts", "names"} <= self.read
        named = (
            (contact["order_id"], "named" if contact["order_id"] in self.orders else "named_unknown")
            if contact["order_id"]
            else (None, "none")
        )
        if contact["order_id"] and reads_names:
            return named
        if contact["direction"] != "inbound" or self.demand(contact) == "none" or not contact["customer_id"]:
            return named
        near = []
        for order_id, lines in self.orders.items():
            dated = [line for line in lines if line["due_date"] and line["facts"]["made"].get("promised_to") != "company"]
            dated = [line for line in dated if line["facts"]["made"]["customer_id"] == contact["customer_id"]]
            if not dated:
                continue
            waited_for = [line for line in needed(lines) if not line["facts"]["is_call"]]
            due = min(line["due_date"] for line in dated)
            # what the order can do without, and a call, keeps it on until its day and no longer
            closed = max(
                line["fulfilled_date"] or _cancelled(line) or (self.as_of if line in waited_for else line["latest_due_date"])
                for line in dated
            )
            if due - 5 * DAY <= contact["started"].date <= closed + 14 * DAY:
                near.append((abs(due - contact["started"].date), order_id))
        return (min(near)[1], "customer_and_time") if near else named

    def episodes(self, written: set[str]) -> tuple[dict, dict]:
        """What fct_inbound_contacts and fct_episodes say, by id."""
        by_subject: dict[tuple, list[dict]] = {}
        for contact in self.contacts:
            demand = self.demand(contact)
            if contact["direction"] != "inbound" or demand == "none":
                continue
            order_id, _ = self.link(contact)
            subject = ("order", order_id) if order_id else ("customer", contact["customer_id"], contact.get("reason") or "")
            subject = subject if order_id or contact["customer_id"] else ("contact", contact["contact_id"])
            ended = contact["ended"].at if contact["ended"] else contact["started"].at
            actual = {
                "about": order_id,
                "demand": demand,
                "desk": self.answering_desk(contact, order_id),
                "closed": max(ended, contact["started"].at),
            }
            by_subject.setdefault(subject, []).append(contact | actual)
        contacts, episodes = {}, {}
        for group in by_subject.values():
            group.sort(key=lambda contact: (contact["started"].at, contact["contact_id"]))
            chains: list[list[dict]] = []
            for contact in group:
                if chains and contact["started"].at - chains[-1][-1]["closed"] <= WEEK:
                    chains[-1].append(contact)
                else:
                    chains.append([contact])
            following = dict(zip((contact["contact_id"] for contact in group), group[1:], strict=False))
            for chain in chains:
                name = min(contact["contact_id"] for contact in chain)
                for number, contact in enumerate(chain, 1):
                    contacts[contact["contact_id"]] = self._noticed(contact, following.get(contact["contact_id"]), written) | {
                        "episode_id": name, "contact_number": number,
                    }  # fmt: skip
                episodes[name] = self._episode(chain)
        return contacts, episodes

    def _is_matured(self, contact: dict) -> bool:
        return contact["closed"] + WEEK <= Moment(self.as_of, contact["zone"]).at

    def _noticed(self, contact: dict, following: dict | None, written: set[str]) -> dict:
        gap = (following["started"].at - contact["closed"]) / HOUR if following else None
        is_written, asked, answered = contact["channel"] in written, contact["started"], contact["answered"]
        wait = None
        if is_written and asked.has_time and answered and answered.has_time:
            wait = contact["desk"].business_hours(asked.at, answered.at) * 60
        return {
            "order_id": contact["about"], "customer_id": contact["customer_id"], "started_at": asked.at, "started_date": asked.date, "demand": contact["demand"],
            "desk_zone": contact["desk"].zone, "is_written": is_written, "answered_at": answered.at if answered else None, "wait_minutes": contact.get("wait_minutes"),
            "wait_business_minutes": wait, "hours_to_next": gap, "is_recontacted": (gap is not None and gap <= 168) if self._is_matured(contact) else None,
        }  # fmt: skip

    def _episode(self, chain: list[dict]) -> dict:
        first = chain[0]
        outcomes = [contact.get("outcome") for contact in chain]
        teams = [contact.get("team") for contact in chain]
        sent_on, known = outcomes.count("redirected"), any(outcomes)
        stretches: list[list[dict]] = [[]]
        for contact in chain:
            stretches[-1].append(contact)
            if contact.get("outcome") == "resolved":
                stretches.append([])
        went_back = any(_returns([contact.get(what) for contact in stretch]) for stretch in stretches for what in ("channel", "team"))
        matured = all(map(self._is_matured, chain))
        waits = [contact["wait_minutes"] for contact in chain if contact.get("wait_minutes") is not None]
        return {
            "order_id": first["about"], "customer_id": _only(contact["customer_id"] for contact in chain), "first_contact_at": first["started"].at, "first_contact_date": first["started"].date,
            "last_closed_at": max(contact["closed"] for contact in chain), "first_channel": first["channel"], "first_reason": first.get("reason"),
            "first_demand": first["demand"], "contacts_count": len(chain), "failure_count": sum(contact["demand"] == "failure" for contact in chain) if "reasons" in self.read else None,
            "redirects_count": sent_on if known else None, "channels_count": len({contact["channel"] for contact in chain}),
            "teams_count": (len(set(teams) - {None}) or None) if "teams" in self.read else None, "wait_minutes": sum(waits) if waits else None, "is_matured": matured,
            "is_first_contact_resolved": len(chain) == 1 if matured else None,
            "is_ping_pong": went_back or sent_on >= 2 if known else None,
            "is_one_point_of_contact": len(set(teams)) == 1 and sent_on == 0 if known and all(teams) and "teams" in self.read else None,
        }  # fmt: skip

    # ---------- the notice chain

    def notices(self, notice_days: int = 2) -> dict[str, dict]:
        return {
            promise_id: self._notice(promise_id, promise, notice_days)
            for promise_id, promise in self.judged.items()
            if self._is_noticed(promise)
        }

    def _changes(self, promise: dict) -> list[dict]:
        """What our side or the partner changed after the promise had a date."""
        versions = promise["facts"]["versions"]
        dated = [number for number, version in enumerate(versions) if version.get("due_at")]
        return [version for version in versions[dated[0] + 1 :] if version.get("initiated_by") != "customer"] if dated else []

    def _is_noticed(self, promise: dict) -> bool:
        facts = promise["facts"]
        if facts["made"].get("promised_to") == "company" or facts["is_call"] or not promise["due_date"]:
            return False
        return promise["kept"] is False or bool(self._changes(promise))

    def _notice(self, promise_id: str, promise: dict, notice_days: int) -> dict:
        facts = promise["facts"]
        made, zone, due = facts["made"], facts["zone"], promise["due_date"]
        due_moment = Moment(facts["first"]["due_at"], zone)
        desk, place = self.desk(made["seller_id"]), self.place(zone)
        promised = Moment(made["recorded_at"], zone)
        changes = self._changes(promise)
        changed = _first(Moment(version["recorded_at"], zone).at for version in changes)
        warned = _first(Moment(version["recorded_at"], zone).at for version in changes if version.get("initiated_by") == "partner")
        trouble = _first(
            Moment(event.get("recorded_at") or event["occurred_at"], zone).at
            for event in facts["events"]
            if event["event"] in ("attempted", "cancelled") or (event.get("condition") or "ok") != "ok"
        )
        told_at, told_on, told_timed, dates = None, None, None, []
        for contact in self.contacts:
            about = contact.get("promise_id") == promise_id or (
                not contact.get("promise_id") and contact["order_id"] and contact["order_id"] == made["order_id"]
            )
            at, new = contact["started"], contact["told_due"]
            if contact["direction"] != "outbound" or not about:
                continue
            if at.at < promised.at if at.has_time else at.date < promised.date:
                continue
            if contact.get("reason") != "delay" and not (new and new.after(due_moment)):
                continue
            day = Moment(at.at, zone).date if at.has_time else at.date
            told_at, told_on = _first([told_at, at.at]), _first([told_on, day])
            told_timed = _first([told_timed, at.at]) if at.has_time else told_timed
            dates += [at.at] if new else []
        noticed, knew = _first([changed, told_at]), _first([changed, trouble])
        dates += [Moment(version["recorded_at"], zone).at for version in facts["versions"][1:] if version.get("due_at")]
        dated = _first(at for at in dates if noticed and at >= noticed)
        lead = (due - told_on).days if told_on else None
        lead_business = place.business_days(told_on, due) if told_on else None
        hours = _hours(told_at, due_moment.at) if due_moment.has_time and told_at and told_timed == told_at else None
        if lead is None:
            notice = "never"
        elif lead < 0 or (hours or 0) < 0:
            notice = "after"
        elif lead == 0:
            notice = "on_the_day"
        elif lead_business >= notice_days:
            notice = "in_time"
        else:
            notice = "day_before" if lead == 1 else "short"
        return {
            "order_id": made["order_id"], "seller_id": made["seller_id"], "partner_id": made.get("partner_id"), "step": made["step"], "due_date": due,
            "outcome": promise["outcome"], "is_broken": promise["kept"] is False, "partner_warned_at": warned, "company_knew_at": knew,
            "customer_told_at": told_at, "customer_told_date": told_on, "notice_lead_days": lead, "notice_lead_business_days": lead_business,
            "notice_lead_hours": hours,
            "notice": notice if {"contacts", "outbound", "names"} <= self.read else None, "partner_to_customer_hours": _hours(warned, told_at), "company_to_customer_hours": _hours(knew, told_at),
            "partner_to_customer_business_hours": desk.business_hours(warned, told_at),
            "company_to_customer_business_hours": desk.business_hours(knew, told_at), 
            "changes_count": len(changes) if self.has_new_dates else None,
            "dateless_changes_count": sum(not version.get("due_at") for version in changes) if self.has_new_dates else None, "first_notice_at": noticed, "new_date_at": dated,
            "hours_to_new_date": _hours(noticed, dated), "new_date_business_hours": desk.business_hours(noticed, dated),
            "is_still_waiting": bool(noticed and not dated and not promise["fulfilled_date"] and not _cancelled(promise)),
        }  # fmt: skip

    def leads(self) -> dict[str, dict]:
        """When the clock of each promise starts, and its lead and deviation in business days."""
        answers = {}
        for promise_id, promise in self.judged.items():
            facts, due = promise["facts"], promise["due_date"]
            place = self.place(facts["zone"])
            start = place.starts_on(Moment(facts["made"]["recorded_at"], facts["zone"]))
            full = promise["fulfilled_date"]
            answers[promise_id] = {
                "promised_from_date": start, "promised_lead_business_days": place.business_days(start, due) if due else None,
                "deviation_business_days": place.business_days(due, full) if due and full else None,
            }  # fmt: skip
        return answers


def _only(names):
    """What all say that say anything; None where they differ."""
    names = set(names) - {None}
    return names.pop() if len(names) == 1 else None


def _as_written(moment: date | datetime) -> date:
    """The day of a moment, whatever its place: that of an instant is the day in UTC."""
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date()


def _first(moments):
    return min((at for at in moments if at is not None), default=None)


def _hours(first: datetime | None, last: datetime | None) -> float | None:
    return None if first is None or last is None else (last - first) / HOUR


def _cancelled(promise: dict) -> date | None:
    zone = promise["facts"]["zone"]
    moments = [
        (Moment(event["occurred_at"], zone), event["delivery_id"]) for event in promise["facts"]["events"] if event["event"] == "cancelled"
    ]
    return min(moments, key=lambda pair: (pair[0].at, pair[1]))[0].date if moments else None


def _returns(path: list[str | None]) -> bool:
    """A → B → A, among those that are known."""
    path = [where for where in path if where]
    return any(path[i] == path[k] != path[j] for i, j, k in combinations(range(len(path)), 3))


def instant(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=UTC) if value else None
