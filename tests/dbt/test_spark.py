"""The same models on Apache Spark: the same marts, to the row."""

import shutil
from pathlib import Path

import duckdb
import pytest
from homes import build, open_current

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java: apt-get install default-jre-headless"),
]


@pytest.fixture(scope="module")
def spark_home(tmp_path_factory: pytest.TempPathFactory, small_world: Path) -> Path:
    return build(tmp_path_factory.mktemp("spark"), "TARGET=spark", "SOURCES=data/mappings/sample.toml", f"ROOT={small_world}")


def columns(warehouse: duckdb.DuckDBPyConnection) -> list[tuple]:
    return warehouse.execute(
        "select table_name, column_index, column_name, data_type from duckdb_columns() where schema_name = 'marts' order by all"
    ).fetchall()


def test_every_mart_is_the_same_on_spark_to_the_row(built_home: Path, spark_home: Path):
    with open_current(built_home) as ours, open_current(spark_home) as theirs:
        assert columns(theirs) == columns(ours)
        tables = sorted({table for table, *_ in columns(ours)})
        assert "fct_promises" in tables
        for table in tables:
            # in the order they lie in: a page that limits shows the same rows
            expected, actual = (warehouse.execute(f'select * from marts."{table}"').fetchall() for warehouse in (ours, theirs))
            assert len(actual) == len(expected), table
            for row, (expected_row, actual_row) in enumerate(zip(expected, actual, strict=True)):
                assert actual_row == tuple(
                    pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value for value in expected_row
                ), f"marts.{table}, row {row}"
