from pathlib import Path

import pytest
from absence import built_from, values_of, without
from models import Models


@pytest.fixture(scope="session")
def accepted(built_home: Path) -> Path:
    return built_home / "accepted"


@pytest.fixture(scope="session")
def marts(models: Models) -> list[str]:
    return sorted(node["name"] for node in models.nodes.values() if node["resource_type"] == "model" and node["schema"] == "marts")


@pytest.fixture(scope="session")
def full_values(models: Models, accepted: Path, marts: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, set]:
    return values_of(built_from(models, tmp_path_factory.mktemp("full"), accepted, marts, without(accepted, ())))
