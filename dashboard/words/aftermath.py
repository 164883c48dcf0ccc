"""What a break costs, and what customers do after it, in words. No Streamlit, no SQL."""

import pandas as pd

from dashboard.words import formats as w
from dashboard.words.language import counted, later, say

#: measure → what it adds, and decimals
MEASURES = {
    "contacts": (later("Contacts"), 1),
    "wait_minutes": (later("Minutes of waiting"), 1),
    "handling_cost": (later("Handling"), 0),
    "credits": (later("Credits"), 0),
    "customer_cost": (later("{Customer}’s own cost"), 0),
}


ADDED = later("A broken {order} adds")


EACH = later("Each")


INTERVAL = later("90 % interval")


YEARLY = later("A year")


def cost_finding(company: pd.DataFrame) -> str:
    rows = company.set_index("measure")
    if "contacts" not in rows.index or w.is_missing(rows.loc["contacts", "excess_per_break"]):
        return say("What a broken promise costs is not measured")
    each = rows.loc["contacts", "excess_per_break"]
    if "cost" in rows.index and not w.is_missing(rows.loc["cost", "excess_per_break"]):
        return say(
            "A broken {order} brings {each:.1f} more contacts and costs {cost} more than a kept one of the same kind",
            each=each,
            cost=w.money(rows.loc["cost", "excess_per_break"]),
        )
    return say("A broken {order} brings {each:.1f} more contacts than a kept one of the same kind", each=each)


def cost_table(company: pd.DataFrame) -> pd.DataFrame:
    """A row per measure: for each break, with its interval, and what that comes to in a year."""
    rows = company[company["excess_per_break"].notna()].set_index("measure")
    return pd.DataFrame(
        [
            {
                ADDED(): name(),
                EACH(): round(rows.loc[measure, "excess_per_break"], decimals),
                INTERVAL(): say(
                    "{low} to {high}",
                    low=f"{rows.loc[measure, 'per_break_low']:,.{decimals}f}",
                    high=f"{rows.loc[measure, 'per_break_high']:,.{decimals}f}",
                ),
                YEARLY(): None if w.is_missing(rows.loc[measure, "excess_per_year"]) else round(rows.loc[measure, "excess_per_year"]),
            }
            for measure, (name, decimals) in MEASURES.items()
            if measure in rows.index
        ]
    )


COST_NOTE = later("Against kept {orders} of the same kind. Money is in the company's currency.")


def scope(is_company: bool, is_narrowed: bool) -> str:
    """What a figure is of that is learned from all that was due."""
    if is_company and is_narrowed:
        return say("Over all that was due, of the whole company: it is not known of several filters together.")
    return say("Over all that was due, whatever the period above.")


def cost_by_step(steps: pd.DataFrame) -> str:
    """Where the contacts come from, of the steps of which something is known."""
    known = steps[steps["excess_per_break"].notna() & (steps["excess_low"] > 0)]
    if len(known) < 2:
        return ""
    named = [
        say("{name} {excess:,.0f} ({each:.1f} a break)", name=w.escaped(name), excess=excess, each=each)
        for name, excess, each in zip(known["name"], known["excess"], known["excess_per_break"], strict=True)
    ]
    return say("More contacts by step, all that is on record: {named}.", named=w.listed(named))


def after(finding: str, note: str) -> str:
    return f"**{w.escaped(finding)}**  \n{note}"


NOTHING_AFTER = later(
    "Nothing is known yet of what {customers} do after a break: it takes {orders} that were kept and broken, and contacts about them."
)


def is_known(rows: pd.DataFrame, figure: str) -> bool:
    return not rows.empty and not w.is_missing(rows.iloc[0][figure])


SILENT_OF = later("Nobody hears of them. Counted: every broken {order} whose time to contact us has passed.")


def silent_finding(row: pd.Series) -> str:
    return say(
        "{no_contact} of {broken} {customers} with a broken {order} never contacted us ({no_contact_share})",
        no_contact=w.count(row["no_contact_count"]),
        broken=w.count(row["broken_count"]),
        no_contact_share=w.percent(row["no_contact_share"], 0),
    )


def silent_note(row: pd.Series) -> str:
    sentences = [SILENT_OF()]
    if not w.is_missing(row["no_contact_value"]):
        sentences.append(say("Their {orders} were worth {value}.", value=w.money(row["no_contact_value"])))
    if row["no_contact_matured_count"]:
        sentences.append(
            say(
                "{again} of {matured} whose {order} is old enough bought again.",
                again=w.count(row["no_contact_bought_again_count"]),
                matured=w.count(row["no_contact_matured_count"]),
            )
        )
    return " ".join(sentences)


def recovery_finding(row: pd.Series) -> str:
    return counted(
        row["matured_count"],
        "{recovered} of {count} broken {order} were repaired well ({recovery_rate})",
        "{recovered} of {count} broken {orders} were repaired well ({recovery_rate})",
        recovered=w.count(row["recovered_count"]),
        recovery_rate=w.percent(row["recovery_rate"]),
    )


def recovery_note(row: pd.Series) -> str:
    parts = [
        say(
            "Repaired well (service recovery): a new date was given and kept, somebody rang afterwards, the {customer} is "
            "content. Counted: broken {orders} settled long enough ago to judge."
        )
    ]
    if not w.is_missing(row["new_date_kept_rate"]):
        parts.append(
            say(
                "The new date was kept in {new_date_kept} of {new_date_due}.",
                new_date_kept=w.count(row["new_date_kept_count"]),
                new_date_due=w.count(row["new_date_due_count"]),
            )
        )
    if not w.is_missing(row["follow_up_rate"]):
        parts.append(
            say(
                "Somebody rang in {followed_up} of {follow_up_due}.",
                followed_up=w.count(row["followed_up_count"]),
                follow_up_due=w.count(row["follow_up_due_count"]),
            )
        )
    if not w.is_missing(row["recovery_p50_days"]):
        parts.append(
            say("Half were complete within {recovery_p50_days} of the promised day.", recovery_p50_days=w.days(row["recovery_p50_days"]))
        )
    return " ".join(parts)


def in_one_unit(hours, of: pd.Series) -> str:
    """A wait in the unit of the longest that it stands beside."""
    waits = [of.get(name) for name in ("compared_many_contacts_hours", "compared_few_contacts_hours")]
    is_days = any(not w.is_missing(wait) and wait >= 48 for wait in waits)
    return w.hours(hours, in_days=is_days)


def gap_finding(row: pd.Series) -> str:
    if row["ratio_high"] < 1:
        return say("Who contacts us often has a new date {in_one_unit} sooner", in_one_unit=in_one_unit(row["hours_sooner"], row))
    if row["ratio_low"] > 1:
        return say("Who contacts us often waits {in_one_unit} longer for a new date", in_one_unit=in_one_unit(-row["hours_sooner"], row))
    return say("Who contacts us often has a new date no sooner than others, as far as can be told")


def gap_note(row: pd.Series) -> str:
    often, seldom = (in_one_unit(row[f"compared_{which}_contacts_hours"], row) for which in ("many", "few"))
    return counted(
        row["compared_many_contacts_count"],
        "At the same lateness {count} {customer} with three contacts or more waited {often}, {compared_few_contacts} "
        "with one or none {seldom} (the squeaky wheel gets the grease).",
        "At the same lateness {count} {customers} with three contacts or more waited {often}, {compared_few_contacts} "
        "with one or none {seldom} (the squeaky wheel gets the grease).",
        often=often,
        compared_few_contacts=w.count(row["compared_few_contacts_count"]),
        seldom=seldom,
    )


def again_finding(row: pd.Series) -> str:
    kept, broken = w.percent(row["kept_repurchase_rate"], 0), w.percent(row["broken_repurchase_rate"], 0)
    if row["difference_high"] < 0:
        return say("After a broken {order} {broken} buy again, after a kept one {kept}", broken=broken, kept=kept)
    return say(
        "After a broken {order} {broken} buy again, after a kept one {kept}: no difference that can be told from chance",
        broken=broken,
        kept=kept,
    )


def again_note(row: pd.Series) -> str:
    return say(
        "Within {repurchase_days}: {broken_bought_again} of {broken} and {kept_bought_again} of {kept}. Counted: "
        "{orders} old enough for that.",
        repurchase_days=w.days(row["repurchase_days"]),
        broken_bought_again=w.count(row["broken_bought_again_count"]),
        broken=w.count(row["broken_count"]),
        kept_bought_again=w.count(row["kept_bought_again_count"]),
        kept=w.count(row["kept_count"]),
    )
