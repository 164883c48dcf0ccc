"""Why customers contact us, where they are sent on to, how long they wait."""

from collections import Counter
from typing import NamedTuple

import altair as alt
import pandas as pd

from dashboard.charts.marks import LABELS, Picture, by, lanes, layered, paint
from dashboard.words import formats
from dashboard.words.language import later, say


def causes(rows: pd.DataFrame) -> Picture:
    """A bar per cause: what went wrong dark, what was wanted pale."""
    long = rows.assign(value_count=rows["contacts_count"] - rows["failure_count"]).melt(
        ["name", "contacts_count"], ["failure_count", "value_count"], var_name="demand", value_name="count"
    )
    long["meaning"] = long["demand"].map({"failure_count": "late", "value_count": "pending"})
    long["label"] = long["demand"].map(
        {"failure_count": say("Something went wrong or was not clear"), "value_count": say("Wanted something new")}
    )
    order = list(rows["name"])
    rows = rows.assign(
        label=[
            say("{failure} of {contacts}", failure=formats.count(row.failure_count), contacts=formats.count(row.contacts_count))
            if row.failure_count != row.contacts_count
            else formats.count(row.contacts_count)
            for row in rows.itertuples()
        ]
    )
    bars = (
        alt.Chart(long)
        .mark_bar(height=15)
        .encode(
            y=alt.Y("name:N", sort=order, axis=alt.Axis(title=None, labelLimit=240, labelFlush=False, ticks=False, domain=False)),
            x=alt.X("count:Q", stack="zero", title=None, axis=None),
            color=by("meaning"),
            order=alt.Order("demand:N"),
            tooltip=[
                alt.Tooltip("name:N", title=say("Because")),
                alt.Tooltip("label:N", title=say("Demand")),
                alt.Tooltip("count:Q", title=say("Contacts"), format=","),
            ],
        )
    )
    words = paint(
        alt.Chart(rows)
        .mark_text(align="left", dx=5, fontSize=12)
        .encode(y=alt.Y("name:N", sort=order), x=alt.X("contacts_count:Q"), text=alt.Text("label:N")),
        "quiet",
    )
    description = say(
        "Contacts by what they are charged to: {causes}.",
        causes="; ".join(f"{row.name} {row.label}" for row in rows.itertuples(index=False)),
    )
    return layered([bars, words], height=lanes(rows, 26), description=description)


def waits(rows: pd.DataFrame, in_hours: bool) -> Picture:
    """A dot at the middle wait, a line to where one in ten waited longer."""
    unit = 60 if in_hours else 1
    rows = rows.assign(
        **{end: rows[minutes] / unit for end, minutes in (("middle", "p50_minutes"), ("long", "p90_minutes"))},
        words=[
            say(
                "half {middle} or more, one in ten {long} or more",
                middle=formats.duration(round(row.p50_minutes)),
                long=formats.duration(round(row.p90_minutes)),
            )
            for row in rows.itertuples()
        ],
    )
    y = alt.Y("name:N", sort=list(rows["name"]), axis=LABELS)
    tooltip = [alt.Tooltip("name:N", title=say("Channel")), alt.Tooltip("words:N", title=say("Wait"))]
    axis = alt.Axis(title=None, tickCount=4, grid=False, format=",.0f")
    span = paint(
        alt.Chart(rows).mark_rule(size=3).encode(y=y, x=alt.X("middle:Q", axis=axis, title=None), x2=alt.X2("long:Q"), tooltip=tooltip),
        "quiet",
    )
    dot = paint(alt.Chart(rows).mark_point(filled=True, size=80, opacity=1).encode(y=y, x=alt.X("middle:Q"), tooltip=tooltip), "ink")
    end = paint(
        alt.Chart(rows)
        .mark_text(align="left", dx=7, fontSize=12)
        .encode(y=y, x=alt.X("long:Q"), text=alt.Text("long:Q", format=",.1f" if in_hours else ",.0f")),
        "quiet",
    )
    description = say("Waits by channel: {waits}.", waits="; ".join(f"{row.name}, {row.words}" for row in rows.itertuples(index=False)))
    return layered([span, dot, end], height=lanes(rows, 30), description=description)


#: ECharts knows nothing of the theme: shades that can be seen on paper and in the dark
PLACE, MAILBOX = "#5f97ad", "#d98a35"
#: a channel with less than this share of the hops is one of the others: a picture of threads says nothing
SMALL = 0.03
OTHER = "other"
#: what is written into the picture, where a name must fit between two columns
SHORT = {"seller_mailbox": later("{seller}’s mailbox"), OTHER: later("other")}


class Way(NamedTuple):
    """From one contact of a matter to the next."""

    number: int
    channel: str
    after: str
    count: int


def ways(rows: pd.DataFrame) -> list[Way]:
    """The hops with the small channels as one, most taken first. The seller's mailbox stays, however small: what is sent there is easily
    lost."""
    hops = list(rows[["contact_number", "channel", "channel_after", "contacts_count"]].itertuples(index=False, name=None))
    ends: Counter[str] = Counter()
    for _, channel, after, count in hops:
        ends.update({channel: count})
        ends.update({after: count})
    small = {name for name, count in ends.items() if count < SMALL * ends.total()} - {"seller_mailbox"}
    others = small if len(small) > 1 else set()
    folded: Counter[tuple[int, str, str]] = Counter()
    for number, channel, after, count in hops:
        folded[int(number), OTHER if channel in others else channel, OTHER if after in others else after] += int(count)
    return [Way(*way, count) for way, count in folded.most_common()]


def _name(channel: str) -> str:
    return SHORT[OTHER]() if channel == OTHER else formats.CHANNELS[channel]() if channel in formats.CHANNELS else channel


def hops(taken: list[Way]) -> dict:
    """Where the first, the second and the third contact of a matter went, as an ECharts Sankey: a column per contact, a node per channel.
    The seller's mailbox stands out."""
    places = [place for way in taken for place in ((way.number, way.channel), (way.number + 1, way.after))]
    last = max(number for number, _ in places)
    went, came = Counter(), Counter()
    for way in taken:
        went[way.number, way.channel] += way.count
        came[way.number + 1, way.after] += way.count

    def node(number: int, channel: str) -> str:
        return f"{number}. {_name(channel)}"

    return {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "data": [
                    {
                        "name": node(number, channel),
                        "depth": number - 1,
                        "itemStyle": {"color": MAILBOX if channel == "seller_mailbox" else PLACE},
                        # above the node, where no way passes; the last column to the inside: a margin for it is a third of a phone
                        "label": {
                            "formatter": f"{SHORT[channel]() if channel in SHORT else formats.channel(channel)} "
                            f"{formats.count(max(went[number, channel], came[number, channel]))}",
                            "position": [0, -15] if number < last else [10, -15],
                            "align": "left" if number < last else "right",
                        },
                    }
                    for number, channel in sorted(dict.fromkeys(places), key=lambda place: place[0])
                ],
                "links": [
                    {"source": node(way.number, way.channel), "target": node(way.number + 1, way.after), "value": way.count}
                    for way in taken
                ],
                "nodeGap": 22,
                "nodeWidth": 10,
                "left": 4,
                "right": 4,
                "top": 20,
                "bottom": 10,
                "draggable": False,
                "label": {"fontSize": 12, "width": 130, "overflow": "truncate"},
                "lineStyle": {"color": "source", "opacity": 0.3},
            }
        ],
    }


def hops_words(taken: list[Way]) -> str:
    """The picture for who does not see it: every way that was taken."""
    each = [
        say(
            "contact {number} by {channel}, then {after}: {times}",
            number=way.number,
            channel=_name(way.channel),
            after=_name(way.after),
            times=formats.count(way.count),
        )
        for way in taken
    ]
    return say("Where {customers} went on to. {each}.", each="; ".join(each))
