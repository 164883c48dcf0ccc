"""Accepted feeds as they would be had a source not kept something, and what the marts then say of everybody alike."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
from models import Models
from worlds import change

from data.contract import places

VERSIONS = "second versions of promises"
#: column → why it may say the same of everybody. The counts are parts of a rate that is null: nothing of nothing was seen.
MAY_BE_CONSTANT = {
    "fct_honest_dates.is_quotable": "no date can be given where nothing is measured, and it says so",
    "fct_contacts.direction": "a contact without a direction is inbound",
    "fct_order_timeline.direction": "a contact without a direction is inbound",
    "fct_contacts.is_order_known": "no order has a promise to be known by",
    "fct_inbound_contacts.demand": "it says unclassified",
    "fct_episodes.first_demand": "it says unclassified",
    "fct_promise_versions.initiated_by": "a version without a giver is the company's",
    "fct_promise_versions.is_first": "there is one version",
    "fct_promises.versions_count": "there is one version",
    "fct_promises.is_moved_by_customer": "a version without a giver is the company's",
    "fct_promise_versions.is_moved_by_customer": "a version without a giver is the company's",
    "fct_promise_versions.is_repromise": "there is one version",
    "fct_promises.repromises_count": "there is one version",
    "fct_promises.cancelled_by": "it says unknown",
    "fct_orders.is_due": "nothing is due where nothing is measured",
    "fct_orders.is_due_latest": "nothing is due where nothing is measured",
    "fct_orders.is_broken_before_due": "nothing is due where nothing is measured",
    "fct_promises.is_due": "nothing is due where nothing is measured",
    "fct_promises.is_due_latest": "nothing is due where nothing is measured",
    "fct_promises.is_partner_due": "nothing is due where nothing is measured",
    "fct_orders.kept_count": "of the orders that are not due yet",
    "fct_orders.kept_latest_count": "of the orders that are not due yet",
    "fct_orders.broken_count": "of the orders that are not due yet",
    "fct_orders.is_moved_ahead": "nothing is due where nothing is measured, or there is one version",
    "fct_promises.is_moved_ahead": "nothing is due where nothing is measured, or there is one version",
    "fct_kept_rates.masking_gap_rate": "of calls alone, of which nobody moved one in a small world",
    "fct_excess_rates.expected": "of ratings alone, and nobody complains of a kept order in a small world",
    "fct_recording_delay.timed_count": "no time of day is on record, and it says so",
    "fct_recording_delay.p50_days": "by the day, most is on record on the day itself",
    "fct_notices.is_broken": "it lists what was broken or changed",
    "fct_touchpoint_counts.is_planned": "a step without promises, or contacts without reasons, are not planned by anybody",
    "fct_completion_curves.cancelled_count": "a cancellation is one of the deliveries that are not kept",
    "fct_deviation_quantiles.never_count": "a cancellation is one of the deliveries that are not kept",
    "fct_notices.partner_to_customer_hours": "what the partner says and what the customer hears is then one contact",
    "fct_notices.partner_to_customer_business_hours": "what the partner says and what the customer hears is then one contact",
    "fct_at_risk_record.is_at_risk": "nothing of a small world may have been about to break",
    "fct_over_promise_rates.scored_count": "part of a rate that is null",
    "fct_over_promise_rates.over_promised_count": "part of a rate that is null",
    "fct_over_promise_rates.not_reached_count": "part of a rate that is null",
    "fct_over_promise_rates.unknown_count": "part of a rate that is null",
    "fct_over_promise_rates.committed_orders_count": "part of a rate that is null",
    "fct_over_promise_rates.before_commitment_orders_count": "part of a rate that is null",
    "fct_reaction_rates.no_contact_matured_count": "part of a rate that is null",
    "fct_reaction_rates.no_contact_bought_again_count": "part of a rate that is null",
    "fct_reaction_rates.no_contact_bought_again_rate": "of the few who are left in a small world nobody came back",
    "fct_promise_versions.version_number": "there is one version",
    "fct_orders.excluded_count": "a cancellation by nobody knows whom is broken, and shown as such",
    "fct_kept_rates.excluded_count": "a cancellation by nobody knows whom is broken, and shown as such",
    "fct_order_rates.excluded_count": "a cancellation by nobody knows whom is broken, and shown as such",
    "fct_order_timeline.record": "the timeline of an order that no promise names has its contacts",
    "fct_order_timeline.condition": "goods whose condition nobody noted count as promised",
    "fct_deliveries.condition": "goods whose condition nobody noted count as promised",
    "fct_orders.is_perfect": "one known failure is enough for false, and nothing is ever true",
    "fct_promises.is_perfect": "one known failure is enough for false, and nothing is ever true",
    "fct_orders.is_quality_observed": "nobody looked, and it says so",
    "fct_journey_steps.is_measured": "without the feed a step is known by its promises alone",
    "dim_steps.has_promises": "without the feed a step is known by its promises alone",
    "fct_recording_delay.measured_count": "nothing was measured, and it says so",
    "fct_recording_delay.matured_count": "nothing was measured, and it says so",
}
#: a count of zero in a mart of rates claims nothing: its rate does, and that is null. Blame that nobody can share out stays unexplained, and says so.
NO_CLAIM = re.compile(
    r"^fct_\w*_rates\.\w+_count$|^fct_restatements\.\w+_count$|^fct_journey_steps\.\w+_count$|^fct_definition_ladder\.\w+_count$|^fct_\w*attribution\w*\."
)
#: without deliveries only callbacks can be broken, and of those everything said is true
ABOUT_CALLBACKS = re.compile(r"^fct_(notice_rates|notices|recover)")


def definitions() -> dict[tuple[str, ...], list[str]]:
    text = (places.ROOT / "dbt" / "docs" / "trust" / "quality.md").read_text()
    rows = [line.strip("|").split("|") for line in text.split("| Not kept |")[1].split("\n\n")[0].splitlines()[2:]]
    return {tuple(re.findall(r"`([\w.]+)`", absent)) or (absent.strip(),): re.findall(r"`([\w.]+)`", columns) for absent, columns in rows}


#: absence → the columns that are then null, as the definitions say
NULL = definitions()


def without(accepted: Path, absent: tuple[str, ...]) -> Callable[[Path], None]:
    """Writes the accepted feeds as they would be had the source never kept `absent`."""

    def write(folder: Path) -> None:
        for file in accepted.glob("*.parquet"):
            shutil.copy(file, folder)
        for name in absent:
            feed, _, column = name.partition(".")
            if name == VERSIONS:
                change(folder, "promises", "delete from rows where version > 1")
            elif column:
                kind = [f"{column}_kind"] if column.endswith("_at") else []
                change(folder, feed, *(f"update rows set {each} = null" for each in [column, *kind]))
                change(
                    folder,
                    "coverage",
                    f"update rows set is_mapped = false, filled_count = 0 where feed = '{feed}' and column_name = '{column}'",
                )
            else:
                change(folder, feed, "delete from rows")
                change(folder, "quarantined", f"delete from rows where feed = '{feed}'")
                change(folder, "coverage", f"update rows set is_mapped = false, filled_count = 0, rows_count = 0 where feed = '{feed}'")
                change(
                    folder,
                    "counts",
                    f"update rows set is_present = false, rows_landed = 0, rows_accepted = 0, rows_quarantined = 0, first_at = null, last_at = null where feed = '{feed}'",
                )

    return write


def built_from(
    models: Models, folder: Path, accepted: Path, marts: list[str], prepare: Callable[[Path], None]
) -> duckdb.DuckDBPyConnection:
    as_of = duckdb.sql(f"select as_of from '{accepted / 'build.parquet'}'").fetchone()[0]
    return models.run(folder, {}, as_of, marts, prepare=prepare)


def values_of(built: duckdb.DuckDBPyConnection) -> dict[str, set]:
    """column → the least and the greatest that it says; nothing where it is null for everybody. A handful may agree by chance."""
    actual: dict[str, set] = {}
    columns = built.execute(
        "select table_name, list(column_name) from duckdb_columns() where schema_name = 'marts' group by all"
    ).fetchall()
    for table, names in columns:
        if table not in ("fct_coverage", "fct_feed_counts", "dim_measured"):
            ends = built.execute(
                f"""select {", ".join(f'[min("{name}")::varchar, max("{name}")::varchar, count("{name}")::varchar]' for name in names)} from marts."{table}" """
            ).fetchone()
            actual |= {
                f"{table}.{name}": {"few"} if 0 < int(count) < 20 else {end for end in (least, most) if end is not None}
                for name, (least, most, count) in zip(names, ends, strict=True)
            }
    return actual


def claims(built: dict[str, set], in_full: dict[str, set]) -> dict[str, set]:
    """Columns that used to differ from row to row and now say the same of everybody: nobody measured that."""
    constant = ({"0"}, {"0.0"}, {"1"}, {"1.0"}, {"false"}, {"true"}, {"never"})
    return {
        column: values for column, values in built.items()
        if values in constant and len(in_full[column]) == 2 and column not in MAY_BE_CONSTANT and not NO_CLAIM.search(column)
    }  # fmt: skip
