"""Why customers contact us, where they are sent on to, how long they wait."""

import altair as alt
import pandas as pd

from dashboard.charts.marks import LABELS, Picture, by, lanes, paint
from dashboard.words import formats


def causes(rows: pd.DataFrame) -> Picture:
    """A bar per cause: what went wrong dark, what was wanted pale."""
    long = rows.assign(value_count=rows["contacts_count"] - rows["failure_count"]).melt(
        ["name", "contacts_count"], ["failure_count", "value_count"], var_name="demand", value_name="count"
    )
    long["meaning"] = long["demand"].map({"failure_count": "late", "value_count": "pending"})
    long["label"] = long["demand"].map({"failure_count": "Something went wrong", "value_count": "Wanted something new"})
    order = list(rows["name"])
    bars = (
        alt.Chart(long)
        .mark_bar(height=15)
        .encode(
            y=alt.Y("name:N", sort=order, axis=alt.Axis(**{**LABELS.to_dict(), "labelLimit": 240})),
            x=alt.X("count:Q", stack="zero", title=None, axis=None),
            color=by("meaning"),
            order=alt.Order("demand:N"),
            tooltip=[
                alt.Tooltip("name:N", title="Because"),
                alt.Tooltip("label:N", title="Demand"),
                alt.Tooltip("count:Q", title="Contacts", format=","),
            ],
        )
    )
    words = paint(
        alt.Chart(rows)
        .mark_text(align="left", dx=5, fontSize=12)
        .encode(y=alt.Y("name:N", sort=order), x="contacts_count:Q", text=alt.Text("contacts_count:Q", format=",")),
        "quiet",
    )
    description = (
        "Contacts by what they are charged to: "
        + "; ".join(f"{row.name} {row.contacts_count}" for row in rows.itertuples(index=False))
        + "."
    )
    return alt.layer(bars, words).properties(height=lanes(rows, 26), description=description)


def waits(rows: pd.DataFrame, in_hours: bool) -> Picture:
    """A dot at the middle wait, a line to where one in ten waited longer."""
    unit = 60 if in_hours else 1
    rows = rows.assign(
        middle=rows["p50_minutes"] / unit,
        long=rows["p90_minutes"] / unit,
        words=[
            f"half {formats.duration(round(row.p50_minutes))} or more, one in ten {formats.duration(round(row.p90_minutes))} or more"
            for row in rows.itertuples()
        ],
    )
    y = alt.Y("name:N", sort=list(rows["name"]), axis=LABELS)
    tooltip = [alt.Tooltip("name:N", title="Channel"), alt.Tooltip("words:N", title="Wait")]
    axis = alt.Axis(title=None, tickCount=4, grid=False, format=",.0f")
    span = paint(
        alt.Chart(rows).mark_rule(size=3).encode(y=y, x=alt.X("middle:Q", axis=axis, title=None), x2="long:Q", tooltip=tooltip), "quiet"
    )
    dot = paint(alt.Chart(rows).mark_point(filled=True, size=80, opacity=1).encode(y=y, x="middle:Q", tooltip=tooltip), "ink")
    end = paint(
        alt.Chart(rows)
        .mark_text(align="left", dx=7, fontSize=12)
        .encode(y=y, x="long:Q", text=alt.Text("long:Q", format=",.1f" if in_hours else ",.0f")),
        "quiet",
    )
    description = "Waits by channel: " + "; ".join(f"{row.name}, {row.words}" for row in rows.itertuples(index=False)) + "."
    return alt.layer(span, dot, end).properties(height=lanes(rows, 30), description=description)


#: ECharts knows nothing of the theme: shades that can be seen on paper and in the dark
PLACE, MAILBOX = "#5f97ad", "#d98a35"


def hops(rows: pd.DataFrame, names: dict[str, str]) -> dict:
    """Where the first, the second and the third contact of a matter went, as an ECharts Sankey: a node per place and contact. The seller's
    mailbox stands out: what is sent there is easily lost."""

    def node(number: int, channel: str) -> str:
        return f"{number}. {names.get(channel, channel)}"

    onward = rows[rows["channel_after"].notna()]
    places = [(row.contact_number, row.channel) for row in onward.itertuples()]
    places += [(row.contact_number + 1, row.channel_after) for row in onward.itertuples()]
    links = [
        {
            "source": node(row.contact_number, row.channel),
            "target": node(row.contact_number + 1, row.channel_after),
            "value": int(row.contacts_count),
        }
        for row in onward.itertuples()
    ]
    return {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "data": [
                    {"name": node(number, channel), "itemStyle": {"color": MAILBOX if channel == "seller_mailbox" else PLACE}}
                    for number, channel in dict.fromkeys(places)
                ],
                "links": links,
                "nodeGap": 14,
                "nodeWidth": 12,
                "left": 4,
                "right": 120,
                "top": 8,
                "bottom": 8,
                "draggable": False,
                "label": {"fontSize": 12},
                "lineStyle": {"color": "source", "opacity": 0.35},
            }
        ],
    }


def hops_words(rows: pd.DataFrame, names: dict[str, str]) -> str:
    """The picture for who does not see it: every way that was taken, most used first."""
    onward = rows[rows["channel_after"].notna()].sort_values("contacts_count", ascending=False)
    ways = [
        f"contact {row.contact_number} by {names.get(row.channel, row.channel)}, then {names.get(row.channel_after, row.channel_after)}: "
        f"{formats.count(row.contacts_count)}"
        for row in onward.itertuples()
    ]
    return "Where customers went on to. " + "; ".join(ways) + "."
