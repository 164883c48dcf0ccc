"""Sentences about the date that could be kept. No Streamlit, no SQL."""

from fractions import Fraction

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

NOTHING_CHOSEN = later("Which date can be kept?")
HOW = later("Choose where it goes and what is in it. Days are counted from the day on which it is promised.")
NOT_NARROWED = later(
    "Filters above by step, {partner}, product group or region narrow what there is to choose from; the period and "
    "the other filters do not."
)
KEPT_LATELY = later("Such dates kept")
DAYS_UNTIL = later("Days until so many have come. Select a row to see it up close.")
BACK_TEST = later("Each date as it would have been given on its day, from what was on record then, against what happened.")
CURVE = later("How many have come by each day, of such {orders} as they come in now.")


def nothing_to_choose(kinds_count: int, weeks: float) -> str:
    if kinds_count:
        return counted(
            kinds_count,
            "None of the {count} kind of {order} fits the filters above. Clear one of them.",
            "None of the {count} kinds of {order} fits the filters above. Clear one of them.",
        )
    return say("No date can be worked out: no promise to {a_customer} was made in the last {weeks} weeks.", weeks=w.count(weeks))


def kept_lately_help(share: float, weeks: float) -> str:
    return say(
        "Of dates for {share} that fell due in the last {weeks} weeks, worked out on their day as these are, of all the {orders} that are "
        "judged together with this one.",
        share=often(share),
        weeks=w.count(weeks),
    )


#: under the table
OF_WHAT = later(
    "“Such dates kept” tests how these dates are worked out, on all {orders} that are judged together, often of several {partners}: it is "
    "not what one {partner} kept of the dates that were given."
)


def not_there(name: str, value: str) -> str:
    return say("The address asks for “{asked}”, which is not in this basket's data; it is left out.", asked=w.escaped(f"{name}={value}"))


def not_sent_there(kind: str, region: str) -> str:
    return say("{kind} was not sent to {region} lately, and is left out.", kind=w.escaped(kind), region=w.escaped(place(region)))


def often(share: float) -> str:
    """`9 of 10`, `19 of 20`."""
    parts = Fraction(round(100 * share), 100)
    return say("{numerator} of {denominator}", numerator=parts.numerator, denominator=parts.denominator)


def place(region: str) -> str:
    return region or say("a region not stated")


def kind(row) -> str:
    """What is ordered, from whom, which step; where it starts from, where that matters."""
    named = [row["product_group_name"], row["partner_name"], row["step_name"]]
    # an installation of an installation is one
    parts = list(dict.fromkeys(w.capital(part) for part in named if not w.is_missing(part)))
    if not w.is_missing(row["lane"]) and row["lane"] != (row["region"] or None):
        parts.append(row["lane"])
    return " · ".join(parts)


def title(answer: pd.Series) -> str:
    if w.is_missing(answer["days"]):
        return say("No date can honestly be promised")
    return counted(
        answer["days"],
        "Promise {count} day: {share} such {orders} come by then.",
        "Promise {count} days: {share} such {orders} come by then.",
        share=often(answer["share"]),
    )


def under(answer: pd.Series, others: pd.DataFrame) -> str:
    """The day itself, and what surer or less sure would take."""
    sentences = []
    if not w.is_missing(answer["days"]):
        sentences.append(say("Promised on {as_of}, that is **{date}**.", as_of=w.day(answer["as_of"]), date=w.weekday(answer["date"])))
    for _, other in others.iterrows():
        if w.is_missing(other["days"]):
            sentences.append(
                say("For {share} there is no date.", share=often(other["share"]))
                if sentences
                else say("For {share} there is none either.", share=often(other["share"]))
            )
        else:
            sentences.append(
                counted(
                    other["days"],
                    "For {share} it takes {count} day, to {date}.",
                    "For {share} it takes {count} days, to {date}.",
                    share=often(other["share"]),
                    date=w.day(other["date"]),
                )
            )
    return " ".join(sentences)


def refusal(answer: pd.Series, lines: pd.DataFrame, longest_days: float) -> list[str]:
    """What is missing for a date."""
    refused = lines[~lines["is_quotable"]]
    if refused.empty:
        return [
            say(
                "Each has a date of its own, but {share} such {orders} are complete only after more than {longest_days} days. "
                "Promise them apart, each by its own date below.",
                share=often(answer["share"]),
                longest_days=w.count(longest_days),
            )
        ]
    return [f"**{w.escaped(kind(row))}**: {w.escaped(row['reason'])}" for _, row in refused.iterrows()]


def kept_lately(lines: pd.DataFrame, share: float, weeks: float) -> str:
    """The back-test of a basket of one; of several each line has its own."""
    return say("What each would be promised for alone") if len(lines) > 1 else _kept_lately(lines.iloc[0], share, weeks)


def _kept_lately(line: pd.Series, share: float, weeks: float) -> str:
    if w.is_missing(line["judged_13w_count"]) or not line["judged_13w_count"]:
        return say("Over the last {weeks} weeks no such date fell due", weeks=w.count(weeks))
    kept, judged = w.count(line["kept_13w_count"]), w.count(line["judged_13w_count"])
    lately = counted(
        line["kept_13w_count"],
        "Over the last {weeks} weeks {kept} of {judged} such dates was kept",
        "Over the last {weeks} weeks {kept} of {judged} such dates were kept",
        weeks=w.count(weeks),
        kept=kept,
        judged=judged,
    )
    if not line["is_enough"]:
        return say("{lately}, too few to judge by", lately=lately)
    if line["kept_13w_rate"] < share:
        # else there would be no date
        return say("{lately}: fewer than {share}, but not by more than chance", lately=lately, share=often(share))
    return lately


def baskets_kept(rows: pd.DataFrame, share: float, weeks: float) -> str:
    """The back-test of baskets of several: of all of them, for hardly two are alike."""
    if rows.empty:
        return say("No {order} of several kinds could be judged yet: how often dates of whole {orders} are kept is not known.")
    row = rows.iloc[0]
    kept = say(
        "Dates of whole {orders} of several kinds: {kept} of {judged} would have been kept, of those promised in {weeks} "
        "weeks and long enough ago to be over",
        kept=w.count(row["kept_count"]),
        judged=w.count(row["judged_count"]),
        weeks=w.count(weeks),
    )
    if not row["is_enough"]:
        return say("{kept}, too few to judge by.", kept=kept)
    if row["is_kept_too_seldom"]:
        return say("{kept}, fewer than {share} by more than chance: add some days.", kept=kept, share=often(share))
    return f"{kept}."


def line(row: pd.Series, share: float, weeks: float) -> str:
    """One line of a basket of several."""
    return counted(
        row["days"],
        "**{kind}**: {count} day. {kept_lately}.",
        "**{kind}**: {count} days. {kept_lately}.",
        kind=w.escaped(kind(row)),
        kept_lately=_kept_lately(row, share, weeks),
    )


def read_from(row: pd.Series, longest_days: float) -> str:
    """Which promises the figures are of: the finest kind of which there are enough."""
    if w.is_missing(row["level"]) or w.is_missing(row["promises_count"]):
        return ""
    named = {"product": row["product_group_name"], "partner": row["partner_name"], "lane": row["lane"]}
    alike = [str(name) for part, name in named.items() if part in row["level"] and not w.is_missing(name)]
    return (
        counted(
            row["promises_count"],
            "Judged by {count} promise ({step_name} · {alike}), the nearest kind of which there are enough; {completed} came "
            "within {longest_days} days.",
            "Judged by {count} promises ({step_name} · {alike}), the nearest kind of which there are enough; {completed} "
            "came within {longest_days} days.",
            step_name=row["step_name"],
            alike=" · ".join(alike),
            completed=w.count(row["completed_count"]),
            longest_days=w.count(longest_days),
        )
        if alike
        else counted(
            row["promises_count"],
            "Judged by {count} promise (all of {step_name}), the nearest kind of which there are enough; {completed} came "
            "within {longest_days} days.",
            "Judged by {count} promises (all of {step_name}), the nearest kind of which there are enough; {completed} came "
            "within {longest_days} days.",
            step_name=row["step_name"],
            completed=w.count(row["completed_count"]),
            longest_days=w.count(longest_days),
        )
    )


def everywhere(of_all: pd.Series, share: float) -> str | None:
    """The same of all places together, under the heading of one."""
    low, high = of_all["fewest_days"], of_all["most_days"]
    if w.is_missing(low) or of_all["regions_count"] < 2:
        return None
    span = w.days(low) if low == high else say("{low} to {high} days", low=w.count(low), high=w.count(high))
    return say("Everywhere: {share} come within {span}, depending on what is ordered and where it goes.", share=often(share), span=span)


def offer(kinds: pd.DataFrame, share: float, region: str) -> str:
    """What can be promised to one place at all, where no basket is chosen."""
    dates = [_of(dates, share) for dates in kinds["dates"]]
    known = [date["days"] for date in dates if date["days"] is not None]
    if not known:
        if region:
            return say("No date can honestly be promised yet to {region}: select a row to see what is missing", region=place(region))
        return say("No date can honestly be promised yet: select a row to see what is missing")
    low, high = min(known), max(known)
    none = len(dates) - len(known)
    # where nothing says where it goes, no place is named
    where = say("To {region}: {share}", region=place(region), share=often(share)) if region else w.capital(often(share))
    span = (
        counted(low, "{where} come within {count} day", "{where} come within {count} days", where=where)
        if low == high
        else say(
            "{where} come within {low} to {high} days, depending on what is ordered", where=where, low=w.count(low), high=w.count(high)
        )
    )
    if not none:
        return span
    return counted(
        len(dates),
        "{span}; for {none} of {count} kind there is no date",
        "{span}; for {none} of {count} kinds there is no date",
        span=span,
        none=w.count(none),
    )


def offer_table(kinds: pd.DataFrame, share: float) -> pd.DataFrame:
    """The days of each share, as many as there are, and how often those of the chosen one were kept."""
    shares = [date["share"] for date in kinds["dates"].iloc[0]]
    lately = [
        say("{kept_13w} of {judged_13w}", kept_13w=w.count(date["kept_13w_count"]), judged_13w=w.count(date["judged_13w_count"]))
        if date["judged_13w_count"]
        else say("none fell due")
        for date in (_of(dates, share) for dates in kinds["dates"])
    ]
    columns = {
        say("What"): [w.capital(what) for what in kinds["product_group_name"].fillna(kinds["step_name"])],
        say("{Partner}"): kinds["partner_name"],
        **{often(each): [_of(dates, each)["days"] for dates in kinds["dates"]] for each in shares},
        KEPT_LATELY(): lately,
        say("Step"): kinds["step_name"],
    }
    if (kinds["lane"].fillna("") != kinds["region"]).any():
        columns[say("Lane")] = kinds["lane"]
    # shown although no row has a word of them
    always = (say("What"), say("Step"))
    return pd.DataFrame({name: values for name, values in columns.items() if name in always or pd.Series(values).notna().any()})


def _of(dates: list[dict], share: float) -> dict:
    return next(date for date in dates if date["share"] == share)
