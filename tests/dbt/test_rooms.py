"""The rooms as dbt knows them: whose a model is, who may read it, and the way from a page back to the source."""

from pathlib import Path

import pytest
from models import Models
from test_house import ROOMS


@pytest.fixture(scope="module")
def by_name(models: Models) -> dict[str, dict]:
    return {node["name"]: node for node in models.nodes.values() if node["resource_type"] == "model"}


def room(model: dict) -> str:
    """The folder of a model; what is staged is the source's."""
    folder = Path(model["original_file_path"]).parent.name
    return "source" if folder == "staging" else folder


def readers(models: Models, model: dict) -> set[str]:
    """The rooms in which a model is read."""
    return {
        room(reader)
        for reader in models.nodes.values()
        if reader["resource_type"] == "model" and model["unique_id"] in reader["depends_on"]["nodes"]
    }


def test_every_model_is_of_its_rooms_group(by_name):
    assert len(by_name) > 80
    assert {name: model["group"] for name, model in by_name.items()} == {name: room(model) for name, model in by_name.items()}


def test_every_room_and_every_page_has_an_owner(models):
    assert {group["name"] for group in models.groups.values()} == set(ROOMS)
    assert all(group["owner"]["name"] and group["description"] for group in models.groups.values())
    assert len(models.exposures) > 5 and all(exposure["owner"]["name"] for exposure in models.exposures.values())


def test_a_model_is_open_to_other_rooms_where_they_read_it_and_nowhere_else(models, by_name):
    """dbt refuses a ref to what is private of another room; here, that nothing is open without need."""
    intermediate = {name: model for name, model in by_name.items() if model["schema"] == "intermediate"}
    access = {name: model["access"] for name, model in intermediate.items()}
    shared = {name for name, model in intermediate.items() if readers(models, model) - {room(model)}}
    assert set(access.values()) == {"private", "protected"}
    assert {name for name in access if access[name] == "protected"} - shared == set()
    assert {model["access"] for model in by_name.values() if model["schema"] == "marts"} == {"public"}


def test_from_every_page_the_way_leads_back_to_a_file(models):
    def sources(unique_id: str) -> set[str]:
        if unique_id.startswith("source."):
            return {unique_id}
        above = models.nodes[unique_id]["depends_on"].get("nodes", [])
        return set().union(*(sources(parent) for parent in above))

    for page in models.exposures.values():
        assert set().union(*map(sources, page["depends_on"]["nodes"])), page["name"]
