"""One order as a picture: a lane per promise and one for the contacts."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import COLOURS, LABELS, Picture, by, paint
from dashboard.words import formats

CONTACTS = "Contacts"
CONTACT_EVENTS = {
    "we_contacted": "We reached the customer",
    "customer_contacted": "The customer came to us",
    "customer_answered": "The customer answered our survey",
}


def timeline(events: pd.DataFrame, promises: pd.DataFrame, order_id: str) -> Picture:
    """The days that were promised, the day it came, and every time somebody called."""
    lanes = lane_names(promises)
    events = events.assign(lane=events["promise_id"].map(lanes).where(events["record"] != "contact", CONTACTS))
    promised, came, contacts = _promised_days(events), _deliveries(events, promises), _contacts(events)
    y = alt.Y("lane:N", sort=[*lanes.values(), CONTACTS], axis=LABELS)
    spans = _time_past_due(promises, lanes)
    # four days fit on a phone
    all_days = pd.concat([promised["at"], came["at"], contacts["at"], spans["end"]])
    days = [] if all_days.empty else pd.date_range(all_days.min(), all_days.max(), 4)
    axis = alt.Axis(format="%-d %b", values=[day.isoformat() for day in days], labelAngle=0)
    x = alt.X("at:T", title=None, axis=axis, scale=alt.Scale(nice=False, padding=14))
    tooltip = [
        alt.Tooltip("at:T", title="Day", format="%-d %B %Y"),
        alt.Tooltip("what:N", title="What"),
        alt.Tooltip("lane:N", title="Of"),
        alt.Tooltip("note:N", title="Note"),
    ]
    bars = alt.Chart(spans).mark_bar(height=8, opacity=0.85)
    diamonds = alt.Chart(promised).mark_point(shape="diamond", size=190, strokeWidth=1.8, filled=True, opacity=1)
    dots = alt.Chart(came).mark_point(size=75, filled=True, opacity=1)
    ticks = alt.Chart(contacts).mark_tick(thickness=2.5, height=16)
    edge = alt.Stroke("edge:N", scale=COLOURS, legend=None)
    answers_count = (contacts["event"] == "customer_answered").sum()
    counts = f"{len(promised)} promised days, {len(came)} delivery events and {len(contacts) - answers_count} contacts"
    return alt.layer(
        bars.encode(y=y, x=alt.X("at:T", title=None), x2="end:T", color=by("meaning")),
        paint(diamonds.encode(x=x, y=y, tooltip=tooltip, stroke=edge).transform_calculate(edge="'ink'"), "paper"),
        dots.encode(x=x, y=y, tooltip=tooltip, color=by("meaning")),
        ticks.encode(x=x, y=y, tooltip=tooltip, color=by("meaning")),
    ).properties(height=34 * (len(lanes) + 1) + 30, description=f"Timeline of {order_id}: {counts}. The story below tells each.")


def lane_names(promises: pd.DataFrame) -> dict[str, str]:
    """promise_id → lane: what it is, else its step, else its line, whichever is not taken."""
    names = {}
    for row in promises.itertuples():
        known = [value for value in (row.product_group, row.step_name) if not formats.is_missing(value)]
        whose = "" if row.promised_to == "customer" else ", to us"
        number = row.promise_id if formats.is_missing(row.line) else f"line {row.line}"
        tries = [formats.capital(formats.readable(name)) + whose for name in known]
        tries += [f"{tries[0]} ({number})", f"{tries[0]} ({row.promise_id})"]
        name = next(name for name in tries if name not in names.values())
        names[row.promise_id] = name
    return names


def _promised_days(events: pd.DataFrame) -> pd.DataFrame:
    rows = events[(events["record"] == "promise") & events["told_due_date"].notna()]
    what = ["Promised day, given on " + formats.day(at) for at in rows["occurred_local_at"]]
    return rows.assign(at=pd.to_datetime(rows["told_due_date"]), what=what)


def _deliveries(events: pd.DataFrame, promises: pd.DataFrame) -> pd.DataFrame:
    """On whole days, as the promises are."""
    rows = events[events["record"] == "delivery"]
    outcomes = promises.set_index("promise_id")["outcome"].replace({"kept_attempted": "on_time", "excluded": "pending"})
    return rows.assign(
        at=pd.to_datetime(rows["occurred_local_at"]).dt.normalize(),
        what=[formats.capital(formats.readable(event)) for event in rows["event"]],
        meaning=rows["promise_id"].map(outcomes),
    )


def _contacts(events: pd.DataFrame) -> pd.DataFrame:
    rows = events[events["record"] == "contact"]
    return rows.assign(
        at=pd.to_datetime(rows["occurred_local_at"]),
        what=[CONTACT_EVENTS[event] for event in rows["event"]],
        meaning=["ink" if event == "customer_contacted" else "quiet" for event in rows["event"]],
    )


def _time_past_due(promises: pd.DataFrame, lanes: dict[str, str]) -> pd.DataFrame:
    """From the first promise to the day it was complete, or to today while it is still open."""
    due = pd.to_datetime(promises["due_date"])
    still_open = due + pd.to_timedelta(promises["overdue_days"].astype(float), unit="D")
    spans = promises.assign(
        at=due,
        end=still_open.fillna(pd.to_datetime(promises["fulfilled_date"])),
        lane=promises["promise_id"].map(lanes),
        meaning=["overdue_open" if outcome == "overdue_open" else "late" for outcome in promises["outcome"]],
    )
    return spans[spans["end"] > spans["at"]][["at", "end", "lane", "meaning"]]
