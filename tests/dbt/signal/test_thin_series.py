"""Of too little nothing is usual: it is neither a signal nor on the board."""

from pathlib import Path

from absence import built_from, without
from models import Models


def test_without_orders_only_steps_are_watched_and_what_is_hardly_ever_due_has_no_usual_rate(
    models: Models, accepted: Path, tmp_path: Path
):
    built = built_from(models, tmp_path, accepted, ["fct_signals"], without(accepted, ("promises.order_id",)))
    rows = built.execute(
        """
        select member_id, max(baseline), max(is_charted), count(baseline_rate), count(evidence), sum(due_count)
        from marts.fct_signals group by dimension, member_id having dimension = 'step' or error(dimension)
        """
    ).fetchall()
    series = {member: values for member, *values in rows}
    assert series["customer_delivery"][:2] == ["frozen", True]
    # a handful of calls in a year and a half, of which two were not made
    assert series["callback"][4] < 20
    for baseline, is_charted, usual, evidence, _ in series.values():
        assert (is_charted is None and not usual and not evidence) == (baseline in ("too_thin", "too_short"))
    assert series["callback"][0] == "too_thin"


def test_on_the_board_is_no_series_that_hardly_anything_was_due_of(models: Models, accepted: Path, tmp_path: Path):
    built = built_from(models, tmp_path, accepted, ["fct_signals"], without(accepted, ()))
    fewest = "select min(due), count(*) from (select sum(due_count) as due from marts.fct_signals where is_baseline and baseline_rate is not null group by dimension, member_id)"
    due, count = built.execute(fewest).fetchone()
    assert due >= 20 and count >= 3
