from pathlib import Path

import duckdb
import pytest
from generated import JUDGED, make_world
from homes import once


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    return once(tmp_path_factory, "sample_world", make_world)


@pytest.fixture(scope="session")
def world(folder):
    with duckdb.connect() as connection:
        for path in sorted(folder.glob("*.csv")):
            connection.execute(f"create table {path.stem} as from read_csv('{path}', all_varchar = true, header = true)")
        for path in sorted((folder / "truth").glob("*.csv")):
            connection.execute(f"create table true_{path.stem} as from read_csv('{path}', header = true)")
        connection.execute(JUDGED)
        yield connection
