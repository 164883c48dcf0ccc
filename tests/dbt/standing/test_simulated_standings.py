"""The standings of simulated worlds in which it is known who is bad: few are listed wrongly, and most of the bad are."""

import pytest
from bench.decisions import standings as bench
from models import Models

BOUNDS = {"clustering .45": (0.06, 0.54), "30 % of the bad since six weeks": (0.13, 0.42)}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in bench.KINDS if kind.name in BOUNDS], ids=lambda kind: kind.name)
def test_few_are_listed_wrongly_and_most_of_the_bad_are_listed(models: Models, kind: bench.Kind):
    """Eight worlds, about 140 bad members: the bounds leave chance two standard errors."""
    scores = bench.scores(models, kind, 8, seed=7)
    most_wrong, least_found = BOUNDS[kind.name]
    ours, raw = scores["standing act"], scores["raw rate > 1.5 x"]
    assert ours.false_share <= most_wrong and ours.recall >= least_found
    assert raw.false_share > 0.4
