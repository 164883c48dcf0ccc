"""Every figure of every page is that of the marts: the SQL of tests/seen counts each again, and a figure that none explains fails.

On the sample world, and on the public data of Olist where it lies beside the repository (its licence forbids to ship it). How a page
rounds is held to what it shows: the recount rounds to as many decimals."""

from pathlib import Path

import pytest
from homes import build, once
from pages import opened
from seen import broken_promises, contacts, overview, partners, sellers
from seen.marts import opened_marts
from seen.page import Seen, wrong

from data.contract import places

OLIST = places.ROOT.parent / "shared" / "data" / "olist"
#: of a public record that ends in October 2018: three months in which nearly all was due
OLIST_PERIOD = "2018-06-01..2018-08-31"
#: page → what is held of it, and what is opened of it: on the sample, on Olist
VISITS: dict[str, tuple[str, Seen, dict[str, str], dict[str, str]]] = {
    "overview": ("overview", overview.SEEN, {}, {}),
    "broken promises": ("broken_promises", broken_promises.SEEN, {}, {}),
    "sellers": ("sellers", sellers.SEEN, {"sure": "true"}, {"sure": "true"}),
    "partners": ("partners", partners.SEEN, {"sure": "true"}, {"sure": "true"}),
    "contacts": ("contacts", contacts.SEEN, {}, {}),
}


def held(home: Path, visit: str, query: dict[str, str]) -> None:
    page, seen, *_ = VISITS[visit]
    app = opened(page, **query)
    with opened_marts(home, **query) as marts:
        found = wrong(app, marts, seen)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("visit", VISITS)
def test_every_figure_of_the_sample_is_that_of_the_marts(home: Path, visit: str):
    held(home, visit, VISITS[visit][2])


@pytest.fixture(scope="session")
def olist_home(tmp_path_factory: pytest.TempPathFactory, built_home: Path) -> Path:
    """The public data, without the site of definitions."""
    if not OLIST.is_dir():
        pytest.skip("the public data is not beside this repository: its licence forbids to ship it")
    sources = places.ROOT / "data" / "mappings" / "olist.toml"
    steps = "STAGES=land check model publish"
    return once(tmp_path_factory, "olist", lambda home: build(home, f"SOURCES={sources}", "AS_OF=2018-12-01", steps, after=built_home))


@pytest.mark.slow
@pytest.mark.parametrize("visit", VISITS)
def test_every_figure_of_the_public_data_is_that_of_the_marts(olist_home: Path, monkeypatch: pytest.MonkeyPatch, visit: str):
    monkeypatch.setenv("HOLDT_HOME", str(olist_home))
    held(olist_home, visit, {"period": OLIST_PERIOD, **VISITS[visit][3]})
