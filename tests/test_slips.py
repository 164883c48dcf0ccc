"""The tool that puts slips into the models: what it makes of SQL, and what it reports."""

import dataclasses
import subprocess
import sys

import duckdb
import pytest
import worlds
from slips import held, making, report, trying, units

from data.contract import places

CODE = """
select a.k, count(*) filter (where a.is_due) as due_count, a.kept_count / nullif(a.due_count, 0) as rate
from a
left join b on a.k = b.k
where a.n >= 2 and not a.is_gone
"""

#: a relation with a match, one without, and nulls
JOINED = """
with a as (select * from (values (1, true, true), (2, true, true), (3, true, null)) as v (k, y, z)),
b as (select * from (values (1, 5, false), (3, null, null)) as v (k, n, is_on)),
c as (select * from (values (1), (2), (3)) as v (k))
"""


@pytest.fixture(scope="module")
def trials(models, tmp_path_factory):
    family = held.Family(models)
    world = held.hold(family, tmp_path_factory.mktemp("by-hand"), worlds.by_hand(), worlds.BY_HAND_AS_OF)
    return trying.Trials([world], units.Units(family, models.unit_tests, world))


def code_of(trials, model: str) -> str:
    return trials.family.nodes[trials.id_of[model]]["compiled_code"]


def made_in(trials, model: str, kind: str, before: str) -> making.Slip:
    """The first slip of a kind in a column of a model."""
    node = trials.family.nodes[trials.id_of[model]]
    return next(
        slip
        for slip in making.slips(model, node["compiled_code"], node["raw_code"])
        if slip.kind == kind and slip.before.startswith(before)
    )


def put(trials, model: str, before: str, after: str) -> trying.Outcome:
    code = code_of(trials, model)
    assert before in code, f"{model} no longer says {before}"
    return trials.of(model, code.replace(before, after))


def test_every_kind_of_slip_is_made_of_the_sql_that_it_fits():
    actual = {(slip.kind, slip.before, slip.after) for slip in making.slips("m", CODE, CODE)}
    assert actual >= {
        ("comparison", "a.n >= 2", "a.n > 2"),
        ("off by one", "2", "3"),
        ("join", "LEFT JOIN b ON a.k = b.k", "INNER JOIN b ON a.k = b.k"),
        ("dropped filter", "a.n >= 2 AND NOT a.is_gone", "a.n >= 2"),
        ("dropped filter", "due_count: COUNT(*) FILTER(WHERE a.is_due)", "due_count: COUNT(*)"),
        ("default", "rate: NULLIF(a.due_count, 0)", "rate: a.due_count"),
        ("logic", "NOT a.is_gone", "a.is_gone"),
        ("column", "rate: a.due_count", "rate: a.kept_count"),
    }
    # the key of a join is not turned round, nor the size of a type changed
    assert not any("a.k <> b.k" in after for _, _, after in actual)
    assert {slip.line for slip in making.slips("m", CODE, CODE) if slip.kind == "join"} == {4}


def test_a_slip_changes_what_it_says_and_nothing_else():
    (slip,) = [slip for slip in making.slips("m", CODE, CODE) if slip.before == "a.n >= 2"]
    assert slip.sql == making.write(making.read(CODE)).replace("a.n >= 2", "a.n > 2")


def test_what_a_loop_wrote_many_times_is_one_slip():
    once = "select count(*) filter (where is_due) as n from a"
    looped = f"{once} union all {once} group by k union all select count(*) as n from a"
    made = [slip for slip in making.slips("m", looped, looped) if slip.kind == "dropped filter"]
    assert [slip.sql.count("FILTER") for slip in made] == [0]


def test_a_run_comes_to_every_model_before_it_comes_to_one_twice():
    by_model = {name: list(making.slips(name, CODE, CODE)) for name in ("one", "other", "third")}
    first = [slip.model for slip, _ in zip(making.in_turn(by_model, seed=1), range(6), strict=False)]
    assert sorted(first[:3]) == sorted(first[3:]) == ["one", "other", "third"]
    assert list(making.in_turn(by_model, seed=1)) == list(making.in_turn(by_model, seed=1)) != list(making.in_turn(by_model, seed=2))


@pytest.mark.slow
def test_every_unit_test_of_dbt_passes_as_it_does_in_dbt(models, trials):
    assert trials.units.failing_now() == []
    assert sum(map(len, trials.units.by_model.values())) + len(trials.units.overridden) == len(models.unit_tests) > 40


@pytest.mark.slow
def test_every_model_is_the_same_when_it_was_read_and_written_again(trials):
    (world,) = trials.helds
    cursor = world.cursor()
    assert [
        node["name"]
        for unique_id, node in trials.family.nodes.items()
        if world.put(cursor, unique_id, making.write(making.read(node["compiled_code"])))
    ] == []


def test_a_slip_that_a_unit_test_knows_of_is_seen(trials):
    late_by_a_day = made_in(trials, "fct_feed_counts", "comparison", "is_stale: ")
    outcome = trials.of("fct_feed_counts", late_by_a_day.sql)
    assert outcome == trying.Outcome(trying.SEEN, "a_feed_is_stale_from_the_day_after_the_threshold_and_never_where_it_has_no_moments")


def test_a_slip_that_a_data_test_knows_of_is_seen(trials, monkeypatch):
    monkeypatch.setattr(trials.units, "by_model", {})
    outcome = trials.of(
        "dim_sellers", f"select * from ({code_of(trials, 'dim_sellers')}) union all select * from ({code_of(trials, 'dim_sellers')})"
    )
    assert outcome == trying.Outcome(trying.SEEN, "unique_dim_sellers_seller_id")


def test_what_changes_no_row_is_reported_to_change_no_mart(trials):
    assert put(trials, "fct_kept_rates", "due_date is not null", "not (due_date is null)") == trying.Outcome(trying.NO_MART)


def test_sql_that_does_not_run_counts_as_seen_by_nobody(trials):
    assert put(trials, "fct_kept_rates", "due_date is not null", "no_such_column is not null").kind == trying.DID_NOT_RUN


def test_a_mart_that_changes_under_nobodys_eyes_is_a_hole(trials, monkeypatch):
    monkeypatch.setattr(trials.units, "by_model", {})
    dated = made_in(trials, "fct_journey_steps", "comparison", "dateless_count: ")
    assert trials.of("fct_journey_steps", dated.sql) == trying.Outcome(trying.HOLE, "fct_journey_steps")


def slips_in(where: str, joins: str = "") -> set[tuple[str, str]]:
    code = f"select a.k from a {joins} where {where}"
    return {(slip.kind, slip.after) for slip in making.slips("m", code, code)}


@pytest.mark.parametrize(
    ("where", "is_made"),
    [
        # null and false leave the row out alike
        ("coalesce(a.x > 2, false)", False),
        ("a.y and (a.z or coalesce(a.x > 2, false))", False),
        ("case when coalesce(a.x > 2, false) then a.y else a.z end", False),
        # and here they do not
        ("not coalesce(a.x > 2, false)", True),
        ("coalesce(a.x > 2, false) = a.y", True),
        ("coalesce(a.x > 2, true)", True),
        ("case coalesce(a.x > 2, false) when a.y then a.z end", True),
        ("case when a.y then coalesce(a.x > 2, false) end is null", True),
    ],
)
def test_a_default_of_false_is_dropped_only_where_null_is_not_as_good(where, is_made):
    assert (("default", "a.x > 2") in slips_in(where)) is is_made


@pytest.mark.parametrize(
    ("where", "more", "is_made"),
    [
        ("a.k > 0", "", True),
        ("b.n > 0", "", False),
        ("a.y and (b.n > 0 and a.z)", "", False),
        ("a.y or b.n > 0", "", True),
        ("b.n is null", "", True),
        ("b.n is not null", "", False),
        ("b.is_on is not true", "", True),
        ("not b.is_on", "", False),
        ("coalesce(b.n, 0) > 0", "", True),
        ("a.k > 0", "join c on c.k = b.k", False),
        ("a.k > 0", "left join c on c.k = b.k", True),
    ],
)
def test_a_join_is_turned_only_where_a_row_without_a_match_would_come_through(where, more, is_made):
    """What DuckDB makes of it is the judge."""
    other = {"join b": "left join b", "left join b": "join b"}
    for join, turned in other.items():
        made = {
            after.split(" JOIN")[0] for kind, after in slips_in(where, f"{join} on a.k = b.k {more}") if kind == "join" and " b " in after
        }
        assert bool(made) is is_made
        if not is_made:
            rows = [
                duckdb.sql(f"{JOINED} select a.* from a {written} on a.k = b.k {more} where {where}").fetchall()
                for written in (join, turned)
            ]
            assert rows[0] == rows[1] != []


def results(*counted: tuple[str, str, int]) -> list[report.Result]:
    (slip, *_) = making.slips("m", CODE, CODE)
    return [
        report.Result(dataclasses.replace(slip, model=model, before=f"{kind} {number}"), trying.Outcome(kind, "fct_x"))
        for model, kind, count in counted
        for number in range(count)
    ]


def test_the_share_seen_is_of_the_slips_that_could_be_seen():
    lines = report.table(
        {"fct_a": "kept", "fct_b": "trust"},
        results(("fct_a", trying.SEEN, 9), ("fct_a", trying.HOLE, 1), ("fct_b", trying.NO_MART, 1), ("fct_b", trying.DID_NOT_RUN, 1)),
    ).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["kept", "fct_a", "trust", "fct_b", "all"]
    assert lines[2].split()[1:6] == ["10", "0", "0", "9", "1"] and "90.0%" in lines[2] and "90.0%" in lines[-1]
    assert lines[4].split()[1:6] == ["2", "1", "1", "0", "0"] and lines[4].endswith("–")


def test_what_nobody_saw_is_tried_again_and_nothing_else():
    slips = list(making.slips("m", CODE, CODE))
    kinds_of_end = [trying.SEEN, trying.HOLE, trying.NO_MART, trying.DID_NOT_RUN]
    run = [report.Result(slip, trying.Outcome(kinds_of_end[number % 4], "by")) for number, slip in enumerate(slips)]
    unseen = [result.slip for result in run if result.outcome.kind in (trying.HOLE, trying.NO_MART)]
    moved = list(making.slips("m", f"\n{CODE}", f"\n{CODE}"))
    assert [slip.before for slip in report.again(report.written({"m": "kept"}, run), moved)] == [slip.before for slip in unseen]


@pytest.mark.slow
def test_a_run_prints_its_table_and_writes_down_who_survived(tmp_path):
    out = tmp_path / "slips.txt"
    command = [
        sys.executable,
        "-m",
        "slips",
        "--minutes",
        "0.1",
        "--models",
        "fct_order_attribution",
        "--out",
        str(out),
        "--tests",
        "tests/dbt/test_svein.py",
    ]
    result = subprocess.run(
        command, cwd=places.ROOT, env={"PYTHONPATH": ".:tests", "PATH": "/usr/bin:/bin"}, text=True, capture_output=True
    )
    assert result.returncode == 0, result.stderr
    assert "fct_order_attribution" in result.stdout.split("slips  not run")[1]
    assert report.LEGEND in result.stdout
    every = next(line for line in result.stdout.splitlines() if line.startswith("all")).split()
    holes, no_mart = out.read_text().split("── holes")[1].split("── seen by")[0].split("── no mart")
    assert int(every[1]) > 3 and no_mart.count("\n    + ") == int(every[3]) and holes.count("\n    + ") == int(every[5])
