"""Who is worse than its peers, where the answer is known: promises go in added up, and the standings of the models come out."""

from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from models import Models

NEWEST = date(2022, 7, 4)


def cell(member: str, weeks_ago: int, due: int, broken: int, lane: str = "", **other) -> dict:
    return {
        "kind": "partner", "step": "s", "member_id": member, "lane": lane, "product_group": "", "window_class": 0, "weeks_ago": weeks_ago,
        "due_count": due, "broken_count": broken, "agreed_count": 0, "agreed_sum": 0.0,
    } | other  # fmt: skip


def standings(models: Models, cells: list[dict]) -> duckdb.DuckDBPyConnection:
    given = {"int_standing_cells": pa.Table.from_pylist(cells), "int_standing_clock": pa.table({"newest_week": [NEWEST]})}
    return models.run_from(given, ["fct_standings"])


def by_member(models: Models, cells: list[dict], columns: str) -> dict[str, tuple]:
    rows = standings(models, cells).execute(f"select member_id, {columns} from marts.fct_standings").fetchall()
    return {member: values for member, *values in rows}


def steady(member: str, due: int, rate: float, lane: str = "", weeks: int = 66, seed: int = 1, **other) -> list[dict]:
    """So many due each week, as many broken as chance makes of the rate."""
    broken = np.random.default_rng([seed, sum(map(ord, member + lane))]).binomial(due, rate, weeks)
    return [cell(member, week, due, int(number), lane, **other) for week, number in enumerate(broken)]


def peers(count: int, rate: float = 0.08, **other) -> list[dict]:
    return [row for number in range(count) for row in steady(f"peer-{number:02}", 10, rate, **other)]


def test_simpsons_pair_is_ordered_by_what_each_does_in_each_lane(models):
    """`a` breaks 17.5 % and `b` 6.5 %; in either lane `a` is the better, and its lanes are the harder ones."""
    cells = [cell("a", 0, 100, 4, "easy"), cell("a", 0, 900, 171, "hard"), cell("b", 0, 900, 45, "easy"), cell("b", 0, 100, 20, "hard")]
    both = by_member(models, cells, "broken_count / expected_broken_count")
    assert both["a"][0] < 1 < both["b"][0]


def test_the_partner_that_owns_a_lane_is_found_by_what_it_does_in_others(models):
    """Nine tenths of the hard lane are its own: beside the lane's mean it would look usual."""
    cells = peers(20, lane="easy") + [row for n in range(20) for row in steady(f"peer-{n:02}", 1, 0.16, "hard")]
    cells += steady("owner", 180, 0.33, "hard") + steady("owner", 20, 0.16, "easy")
    actual = by_member(models, cells, "standing, broken_count / expected_broken_count")
    assert actual["owner"][0] == "act" and actual["owner"][1] > 1.7
    assert {standing for standing, _ in actual.values()} == {"act", "none"} and sum(s == "act" for s, _ in actual.values()) == 1


def test_names_and_the_order_of_rows_decide_nothing(models):
    cells = [row for n in range(20) for row in steady(f"peer-{n:02}", 5 + n, 0.04 + 0.01 * n)]
    columns = "standing, since_date, probability_bad, false_discovery_rate, expected_rank, posterior_rate, probability_changed"
    before = by_member(models, cells, columns)
    shuffled = [cells[place] for place in np.random.default_rng(5).permutation(len(cells))]
    assert by_member(models, shuffled, columns) == before
    renamed = by_member(models, [row | {"member_id": row["member_id"][::-1]} for row in cells], columns)
    assert {name[::-1]: values for name, values in renamed.items()} == before


def test_of_two_alike_the_first_by_name_stands_first(models):
    cells = peers(20) + [cell(name, week, 10, 3) for name in ("twin-a", "twin-b") for week in range(66)]
    twins = by_member(models, cells, "probability_bad, false_discovery_rate, standing")
    assert twins["twin-a"][0] == twins["twin-b"][0] > 0.8
    assert twins["twin-a"][1] <= twins["twin-b"][1] and twins["twin-a"][2] == twins["twin-b"][2] == "act"


def test_who_got_worse_is_listed_and_dated(models):
    cells = peers(20) + [cell("turned", week, 20, 8 if week < 12 else 1) for week in range(66)]
    standing, changed, share, since, reason = by_member(models, cells, "standing, changed_date, probability_changed, since_date, reason")[
        "turned"
    ]
    assert standing == "act" and share > 0.99 and abs((changed - date(2022, 4, 18)).days) <= 21
    assert since > changed and "got worse about 12 weeks ago" in reason


def test_who_has_recovered_is_not_listed_for_action(models):
    cells = peers(20) + [cell("recovered", week, 20, 1 if week < 12 else 8) for week in range(66)]
    assert by_member(models, cells, "standing")["recovered"][0] == "none"


def test_few_peers_are_enough_and_one_or_none_is_not(models):
    bad = steady("bad", 20, 0.3)
    assert by_member(models, peers(3) + bad, "standing")["bad"][0] == "act"
    assert {standing for (standing,) in by_member(models, peers(1) + bad, "standing").values()} == {"not_comparable"}
    alone = by_member(models, bad, "standing, expected_broken_count, probability_bad, peers_count")["bad"]
    assert alone == ["not_comparable", None, None, 0]


@pytest.mark.parametrize(("rate", "standing"), [(0.3, "act"), (0.02, "none")])
@pytest.mark.parametrize("others", [0, 3])
def test_what_is_agreed_is_what_it_is_judged_by_with_peers_or_without(models, rate, standing, others):
    """Nine in ten are agreed to be kept. Its peers break three in ten: as many would be as usual, and are too many."""
    cells = peers(others, rate=0.3) + steady("bound", 20, rate, agreed_count=20, agreed_sum=18.0)
    actual = by_member(models, cells, "standing, compared_with, agreed_rate, reason")["bound"]
    assert actual[:2] == [standing, "agreement"] and actual[2] == pytest.approx(0.9) and "agreed are at most 10 %" in actual[3]


def test_with_little_history_the_newest_weeks_decide_and_the_page_can_say_so(models):
    cells = [row for n in range(20) for row in steady(f"peer-{n:02}", 20, 0.06, weeks=10)] + steady("bad", 40, 0.3, weeks=10)
    actual = by_member(models, cells, "standing, judged_by, history_weeks, probability_changed")
    assert actual["bad"] == ["act", "recent_weeks", 10, None]
    assert {standing for standing, *_ in actual.values()} == {"act", "none"}


def test_too_few_due_or_none_of_late_is_too_little_data(models):
    cells = peers(20) + [cell("small", 0, 19, 15)] + [cell("gone", week, 20, 8) for week in range(13, 66)]
    actual = by_member(models, cells, "standing, probability_bad, posterior_rate, expected_rank, reason")
    assert actual["small"] == ["too_little_data", None, None, None, "Only 19 due in 39 weeks; 20 are needed to judge by."]
    assert actual["gone"] == ["too_little_data", None, None, None, "Nothing was due in the last 13 weeks."]


def test_who_does_what_nobody_else_does_is_not_comparable(models):
    cells = peers(20, lane="south") + steady("north", 20, 0.3, "north")
    standing, share, reason = by_member(models, cells, "standing, peer_share, reason")["north"]
    assert (standing, share) == ("not_comparable", 0)
    assert reason == "None of its promises is of a kind (lane and product group) of which its peers have 20 or more."


def test_an_interval_holds_its_rate_and_ranks_add_up(models):
    con = standings(models, peers(20) + steady("bad", 20, 0.3))
    assert con.execute(
        """select count(*) from marts.fct_standings where not (
            posterior_low < posterior_rate and posterior_rate < posterior_high and rank_low <= expected_rank
            and expected_rank <= rank_high and rank_high <= ranked_count
            and funnel_low_998 <= funnel_low_95 and funnel_high_95 <= funnel_high_998)"""
    ).fetchone() == (0,)
    # 1 + 2 + ... + 21
    assert con.execute("select sum(expected_rank), count(*) from marts.fct_standings").fetchone() == (pytest.approx(231), 21)


def test_a_world_in_which_nothing_breaks_accuses_nobody(models):
    cells = [cell(f"peer-{n:02}", week, 10, 0) for n in range(20) for week in range(66)]
    assert {standing for (standing,) in by_member(models, cells, "standing").values()} == {"none"}


def test_who_is_better_in_every_lane_is_hardly_ever_called_the_worse(models):
    """Two hundred partners in twelve lanes, each with a mix of its own, and no chance in what is broken."""
    dice = np.random.default_rng(3)
    members, lanes, groups = 200, 12, 3
    effect, lane, group = dice.normal(0, 0.4, members), dice.normal(0, 0.8, lanes), dice.normal(0, 0.3, groups)
    share = dice.dirichlet([0.35] * lanes, members)[:, :, None] * dice.dirichlet([2] * groups, members)[:, None, :]
    due = np.rint(100_000 * np.exp(dice.normal(0, 1.3, members))[:, None, None] * share).astype(int)
    rate = 1 / (1 + np.exp(2.4 - effect[:, None, None] - lane[None, :, None] - group[None, None, :]))
    broken = np.rint(due * rate).astype(int)
    rows = [
        cell(f"m{i:03}", 0, int(due[i, j, k]), int(broken[i, j, k]), f"lane-{j}", product_group=f"group-{k}")
        for i, j, k in zip(*np.nonzero(due), strict=True)
    ]
    ratios = by_member(models, rows, "broken_count / expected_broken_count")
    ratio = np.array([ratios[f"m{i:03}"][0] for i in range(members)])
    raw = broken.sum((1, 2)) / due.sum((1, 2))
    better = effect[:, None] <= effect[None, :] - 0.3
    assert (better & (ratio[:, None] > ratio[None, :])).sum() / better.sum() <= 0.001
    assert (better & (raw[:, None] > raw[None, :])).sum() / better.sum() > 0.1


def test_who_is_far_worse_than_all_others_has_one_place_alone(models):
    """Nobody is its own peer: that it may be better or worse than itself widened the interval of its rank to two places."""
    actual = by_member(models, peers(3) + steady("bad", 20, 0.6), "rank_low, rank_high, peer_ratio > funnel_high_998")
    assert actual["bad"] == [pytest.approx(1), pytest.approx(1, abs=0.05), True]
    assert actual["peer-00"][1] - actual["peer-00"][0] > 1 and not actual["peer-00"][2]
