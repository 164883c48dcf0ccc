"""One order as a picture: a lane per promise and one per channel, scaled to where things happened."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import COLOURS, LANES, Picture, by, days_between, filled, layered
from dashboard.words import formats
from dashboard.words.language import counted, later, say

#: lanes of promises that are drawn; an order of thirty lines would be a wall, and its table has them all
MOST_LANES = 12
CONTACT_EVENTS = {
    "we_contacted": later("We reached the {customer}"),
    "customer_contacted": later("The {customer} came to us"),
    "customer_answered": later("The {customer} answered our survey"),
}
#: what is read of an event
DRAWN = ["occurred_local_at", "record", "event", "promise_id", "told_due_date", "reason", "wait_minutes", "note", "lane"]
NO_DATE = "M-1,-1L1,1M-1,1L1,-1"


def timeline(events: pd.DataFrame, promises: pd.DataFrame, order_id: str) -> Picture:
    """The days that were promised, the days on which it came, and every contact."""
    lanes = lane_names(promises)
    channels = channel_lanes(events)
    events = events.assign(lane=events["promise_id"].map(lanes).where(events["record"] != "contact", events["channel"].map(channels)))
    events = events.loc[events["lane"].notna(), DRAWN]
    promised, dateless = _promised_days(events), _without_a_date(events)
    came, contacts, spans = _deliveries(events, promises, lanes), _contacts(events), _time_past_due(promises, lanes)
    start, end, outside = _where_it_happened(promised, came, contacts, dateless, spans, promises)
    inside = promised[promised["at"].between(start, end)]
    # what is outside stands at the edge, in room of its own; so do the days of the bar that is last
    room = (end - start) * 0.3
    left = start - room if (outside["edge"] == "left").any() else start
    is_last = (spans["end"] > end - room).any()
    right = end + room if is_last or (outside["edge"] == "right").any() else end
    outside = outside.assign(at=[left if edge == "left" else right for edge in outside["edge"]])
    drawn = set(pd.concat([rows["lane"] for rows in (promised, dateless, came, contacts)]))
    used = [lane for lane in dict.fromkeys([*lanes.values(), *channels.values()]) if lane in drawn]
    y = alt.Y("lane:N", sort=used, axis=LANES)
    axis = alt.Axis(format="%-d %b" if start.year == end.year else "%-d %b %Y", values=days_between(start, end), labelAngle=0, grid=False)
    scale = alt.Scale(domain=[left.isoformat(), right.isoformat()], nice=False, padding=14)
    x = alt.X("at:T", title=None, axis=axis, scale=scale)
    tooltip = [
        alt.Tooltip("day:T", title=say("Day"), format="%-d %B %Y"),
        alt.Tooltip("what:N", title=say("What")),
        alt.Tooltip("lane:N", title=say("Of")),
        alt.Tooltip("note:N", title=say("Note")),
    ]
    edge = alt.Stroke("colour:N", scale=COLOURS, legend=None)
    at_the_end = alt.X("end:T", title=None, scale=scale)
    is_first = inside["is_first"]
    layers = filled(
        [
            (spans, bars(spans).encode(y=y, x=x, x2=alt.X2("end:T"), color=by("meaning"))),
            (spans, words(spans, dx=9, align="left").encode(y=y, x=at_the_end, text=alt.Text("label:N"), color=by("quiet"))),
            (inside[is_first], diamonds(inside[is_first], 190, 2.4).encode(x=x, y=y, tooltip=tooltip, stroke=edge, color=by("meaning"))),
            (inside[~is_first], diamonds(inside[~is_first], 150, 1.2).encode(x=x, y=y, tooltip=tooltip, stroke=edge, color=by("meaning"))),
            (dateless, crosses(dateless).encode(x=x, y=y, tooltip=tooltip, stroke=edge)),
            (came, dots(came).encode(x=x, y=y, tooltip=tooltip, color=by("meaning"), size=alt.Size("size:Q", scale=None))),
            (contacts, ticks(contacts).encode(x=x, y=y, tooltip=tooltip, color=by("meaning"), size=alt.Size("length:Q", scale=None))),
        ]
    )
    for side, align, dx in (("left", "left", 8), ("right", "right", -8)):
        rows = outside[outside["edge"] == side]
        if len(rows):
            arrow = alt.Chart(rows).mark_point(shape=f"triangle-{side}", size=80, filled=True, opacity=1)
            layers.append(arrow.encode(x=x, y=y, tooltip=tooltip, color=by("quiet")))
            layers.append(words(rows, dx=dx, align=align).encode(x=x, y=y, text=alt.Text("written:N"), color=by("quiet")))
    contacts_count = int((contacts["event"] != "customer_answered").sum())
    description = say(
        "Timeline of {order_id}: {promised} promised days, {came} delivery events and {contacts} contacts. The story below tells each.",
        order_id=order_id,
        promised=len(promised),
        came=len(came),
        contacts=contacts_count,
    )
    return layered(layers, height=36 * max(len(used), 1) + 30, description=description)


def bars(rows: pd.DataFrame) -> alt.Chart:
    return alt.Chart(rows).mark_bar(height=8, opacity=0.85)


def diamonds(rows: pd.DataFrame, size: int, width: float) -> alt.Chart:
    return alt.Chart(rows).mark_point(shape="diamond", size=size, strokeWidth=width, filled=True, opacity=1)


def crosses(rows: pd.DataFrame) -> alt.Chart:
    """Above the lane: the day before the promised one would else lie under its diamond."""
    return alt.Chart(rows).mark_point(shape=NO_DATE, size=60, strokeWidth=2, opacity=1, yOffset=-11)


def dots(rows: pd.DataFrame) -> alt.Chart:
    return alt.Chart(rows).mark_point(filled=True, opacity=1)


def ticks(rows: pd.DataFrame) -> alt.Chart:
    return alt.Chart(rows).mark_tick(thickness=2.5, orient="vertical")


def words(rows: pd.DataFrame, **place) -> alt.Chart:
    return alt.Chart(rows).mark_text(fontSize=11, **place)


def lane_names(promises: pd.DataFrame) -> dict[str, str]:
    """promise_id → lane: what it is, with its line where another is called alike. What was promised to the customer stands first, what was
    promised to us last; calls of one kind share a lane."""
    rows = promises.assign(is_ours=promises["promised_to"] != "customer", is_call=promises["fulfilled_by"] == "contact")
    names: dict[str, str] = {}
    for row in rows.sort_values(["is_ours", "is_call"], kind="stable").itertuples():
        known = [value for value in (row.product_group, row.step_name) if not formats.is_missing(value)]
        number = row.promise_id if formats.is_missing(row.line) else say("line {line}", line=row.line)
        name = formats.capital(formats.readable(known[0])) if known else formats.capital(number)
        name = say("{name}, to us", name=name) if row.is_ours else name
        tries = [name] if row.is_call else [name, f"{name} ({number})", f"{name} ({row.promise_id})"]
        names[row.promise_id] = next((each for each in tries if each not in names.values()), name)
        if len(set(names.values())) > MOST_LANES:
            del names[row.promise_id]
            break
    return names


def channel_lanes(events: pd.DataFrame) -> dict[str, str]:
    """channel → lane, in the order in which they were first used, with the minutes that the customer waited there."""
    contacts = events[(events["record"] == "contact") & events["channel"].notna()]
    waits = contacts.groupby("channel", sort=False)["wait_minutes"].sum()
    lanes = {}
    for channel, waited in waits.items():
        name = formats.capital(formats.channel(channel))
        lanes[channel] = say("{name}, {waited:.0f} min wait", name=name, waited=waited) if waited > 0 else name
    return lanes


def _promised_days(events: pd.DataFrame) -> pd.DataFrame:
    rows = events[(events["record"] == "promise") & events["told_due_date"].notna()]
    what = [say("Promised day, given on {at}", at=formats.day(at)) for at in rows["occurred_local_at"]]
    day = pd.to_datetime(rows["told_due_date"])
    return rows.assign(at=day, day=day, what=what, is_first=rows["event"] == "promised", meaning="paper", colour="ink", quiet="quiet")


def _without_a_date(events: pd.DataFrame) -> pd.DataFrame:
    """A promise that named no day, and a date that was withdrawn. A notice without a date says so itself, in the lane of its contact."""
    rows = events[(events["record"] == "promise") & events["told_due_date"].isna()]
    at = pd.to_datetime(rows["occurred_local_at"])
    return rows.assign(at=at, day=at, what="Told without a date", colour="ink")


def _deliveries(events: pd.DataFrame, promises: pd.DataFrame, lanes: dict[str, str]) -> pd.DataFrame:
    """On whole days, as the promises are; a call that was promised comes when it is made. Smaller where it is not yet the customer's."""
    outcomes = promises.set_index("promise_id")["outcome"].replace({"kept_attempted": "on_time", "excluded": "pending"})
    rows = events[events["record"] == "delivery"]
    rows = rows.assign(
        at=pd.to_datetime(rows["occurred_local_at"]).dt.normalize(),
        what=[formats.capital(formats.readable(event)) for event in rows["event"]],
        meaning=rows["promise_id"].map(outcomes),
        size=[75 if event == "delivered" else 40 for event in rows["event"]],
    )
    made = promises[(promises["fulfilled_by"] == "contact") & promises["fulfilled_date"].notna()]
    calls = pd.DataFrame(
        {
            "at": pd.to_datetime(made["fulfilled_date"]),
            "what": say("Called"),
            "meaning": made["promise_id"].map(outcomes),
            "size": 75,
            "lane": made["promise_id"].map(lanes),
            "note": None,
        }
    ).dropna(subset=["lane"])
    columns = list(calls.columns)
    both = rows[columns] if calls.empty else calls if rows.empty else pd.concat([rows[columns], calls])
    return both.assign(day=both["at"])


def _contact(row) -> str:
    parts = [CONTACT_EVENTS[row.event]()]
    if row.event == "we_contacted" and row.reason == "delay" and formats.is_missing(row.told_due_date):
        parts.append(say("no new date"))
    if not formats.is_missing(row.wait_minutes):
        parts.append(counted(round(row.wait_minutes), "waited {count} minute", "waited {count} minutes"))
    return ", ".join(parts)


def _contacts(events: pd.DataFrame) -> pd.DataFrame:
    """The longer the customer waited, the longer the tick: an hour fills the lane."""
    rows = events[events["record"] == "contact"]
    at = pd.to_datetime(rows["occurred_local_at"])
    return rows.assign(
        at=at,
        day=at,
        what=[_contact(row) for row in rows.itertuples()],
        meaning=["ink" if event == "customer_contacted" else "quiet" for event in rows["event"]],
        length=8 + rows["wait_minutes"].astype(float).fillna(0).clip(upper=60) * 0.4,
    )


def _time_past_due(promises: pd.DataFrame, lanes: dict[str, str]) -> pd.DataFrame:
    """From the first promise to the day it was complete, or to today while it is still open."""
    due = pd.to_datetime(promises["due_date"])
    still_open = due + pd.to_timedelta(promises["overdue_days"].astype(float), unit="D")
    end = still_open.fillna(pd.to_datetime(promises["fulfilled_date"]))
    spans = promises.assign(
        at=due,
        end=end,
        lane=promises["promise_id"].map(lanes),
        label=["" if formats.is_missing(days) else formats.days(days) for days in (end - due).dt.days],
        meaning=["overdue_open" if outcome == "overdue_open" else "late" for outcome in promises["outcome"]],
        quiet="quiet",
    )
    return spans[(spans["end"] > spans["at"]) & spans["lane"].notna()][["at", "end", "lane", "label", "meaning", "quiet"]]


def _where_it_happened(promised, came, contacts, dateless, spans, promises) -> tuple[pd.Timestamp, pd.Timestamp, pd.DataFrame]:
    """The first and the last day of the picture, and the promised days beyond it: a day that was given and taken back, far from everything
    that happened, would leave half the picture empty."""
    awaited = promised[promised["promise_id"].isin(promises.loc[promises["fulfilled_date"].isna(), "promise_id"])]
    awaited = awaited.groupby("promise_id").tail(1)
    happened = [promised.loc[promised["is_first"], "at"], came["at"], contacts["at"], dateless["at"], spans["end"], awaited["at"]]
    happened = pd.concat([each for each in happened if not each.empty] or [promised["at"]])
    if happened.empty:
        today = pd.Timestamp(2000, 1, 1)
        return today, today + pd.Timedelta(days=1), promised.assign(edge="", written="")
    start, end = happened.min().normalize(), happened.max().normalize()
    near = max((end - start) * 0.1, pd.Timedelta(days=2))
    far = promised[(promised["at"] < start - near) | (promised["at"] > end + near)]
    kept_in = promised.loc[~promised.index.isin(far.index), "at"]
    if not kept_in.empty:
        start, end = min(start, kept_in.min()), max(end, kept_in.max())
    if contacts["at"].gt(end).any() or dateless["at"].gt(end).any():
        end += pd.Timedelta(days=1)
    if start == end:
        start, end = start - pd.Timedelta(days=3), end + pd.Timedelta(days=3)
    far = far.assign(
        edge=["left" if at < start else "right" for at in far["at"]],
        written=[f"{at:%-d %b}" if at.year == end.year else f"{at:%-d %b} {at.year}" for at in far["at"]],
    )
    # one arrow a lane and side: the last that was given
    return start, end, far.groupby(["lane", "edge"]).tail(1)
