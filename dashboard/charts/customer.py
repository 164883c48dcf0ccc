"""The history of one customer: a lane per order, and one for the contacts that belong to none."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import COLOURS, LANES, Picture, by, days_between, filled, layered, paint
from dashboard.words.language import counted, later, say

NO_ORDER = later("About no {order}")


def history(orders: pd.DataFrame, contacts: pd.DataFrame, as_of: pd.Timestamp) -> Picture:
    """From the day it was ordered to the day it was due and the day it came, with every contact; the oldest order on top."""
    orders = orders.iloc[::-1].assign(
        lane=lambda rows: rows["order_id"].map(_short),
        due=lambda rows: pd.to_datetime(rows["due_date"]),
        begun=lambda rows: pd.to_datetime(rows["promised_date"]).fillna(pd.to_datetime(rows["due_date"])),
        came=lambda rows: pd.to_datetime(rows["fulfilled_date"]),
    )
    orders = orders.assign(end=orders["came"].where(orders["outcome"] != "overdue_open", pd.Timestamp(as_of)))
    lanes = dict(zip(orders["order_id"], orders["lane"], strict=True))
    talks = contacts.assign(lane=contacts["order_id"].map(lanes).fillna(NO_ORDER()), at=pd.to_datetime(contacts["started_local_at"]))
    # contacts about orders that are not drawn are not drawn either
    talks = talks[(talks["lane"] != NO_ORDER()) | talks["order_id"].isna()]
    talks = talks.assign(
        meaning=["ink" if flag else "quiet" for flag in talks["is_inbound"]],
        length=8 + talks["wait_minutes"].astype(float).fillna(0).clip(upper=60) * 0.3,
        what=[
            say("The {customer} came to us") if flag else say("We reached the {customer}, or a survey answer")
            for flag in talks["is_inbound"]
        ],
    )
    used = [*orders["lane"], *([NO_ORDER()] if (talks["lane"] == NO_ORDER()).any() else [])]
    y = alt.Y("lane:N", sort=used, axis=LANES)
    moments = pd.concat([each for each in (orders["begun"], orders["due"], orders["end"], talks["at"]) if not each.dropna().empty])
    is_long = moments.max() - moments.min() > pd.Timedelta(weeks=20)
    axis = alt.Axis(format="%b %Y" if is_long else "%-d %b", values=days_between(moments.min(), moments.max()), labelAngle=0, grid=False)
    x = alt.X("begun:T", title=None, axis=axis, scale=alt.Scale(nice=False, padding=12))
    late = orders[orders["end"] > orders["due"]].assign(
        meaning=lambda rows: ["overdue_open" if name == "overdue_open" else "late" for name in rows["outcome"]]
    )
    came = orders.dropna(subset=["came"]).assign(
        meaning=lambda rows: rows["outcome"].replace({"kept_attempted": "on_time", "excluded": "pending"})
    )
    tooltip = [alt.Tooltip("order_id:N", title=say("{Order}")), alt.Tooltip("due:T", title=say("Due"), format="%-d %B %Y")]
    of_contact = [
        alt.Tooltip("at:T", title=say("Day"), format="%-d %B %Y"),
        alt.Tooltip("what:N", title=say("What")),
        alt.Tooltip("lane:N", title=say("Of")),
    ]
    edge = alt.Stroke("edge:N", scale=COLOURS, legend=None)
    at = alt.X("at:T", title=None, axis=axis)
    waits = alt.Chart(orders).mark_rule(strokeWidth=1.5).encode(x=x, x2=alt.X2("due:T"), y=y)
    bars = (
        alt.Chart(late)
        .mark_bar(height=7, opacity=0.85)
        .encode(x=alt.X("due:T", title=None, axis=axis), x2=alt.X2("end:T"), y=y, color=by("meaning"))
    )
    diamonds = alt.Chart(orders).mark_point(shape="diamond", size=130, strokeWidth=1.8, filled=True, opacity=1)
    dots = (
        alt.Chart(came)
        .mark_point(size=60, filled=True, opacity=1)
        .encode(x=alt.X("came:T", title=None), y=y, color=by("meaning"), tooltip=tooltip)
    )
    ticks = alt.Chart(talks).mark_tick(thickness=2, orient="vertical")
    due = diamonds.encode(x=alt.X("due:T", title=None), y=y, tooltip=tooltip, stroke=edge).transform_calculate(edge="'ink'")
    layers = filled(
        [
            (orders, paint(waits, "pending")),
            (late, bars),
            (orders, paint(due, "paper")),
            (came, dots),
            (talks, ticks.encode(x=at, y=y, color=by("meaning"), tooltip=of_contact, size=alt.Size("length:Q", scale=None))),
        ]
    )
    return layered(
        layers,
        height=30 * max(len(used), 1) + 34,
        description=counted(
            len(orders),
            "{count} {order} and {talks} of one {customer} over time. The list below has each {order}.",
            "{count} {orders} and {talks} of one {customer} over time. The list below has each {order}.",
            talks=counted(len(talks), "{count} contact", "{count} contacts"),
        ),
    )


def _short(order_id: str) -> str:
    """Long numbers differ at their end."""
    return order_id if len(order_id) <= 18 else f"…{order_id[-16:]}"
