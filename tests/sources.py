"""Sources for tests of the intake: a folder with files, and a mapping over them."""

import duckdb
import pytest

from data.contract import places
from data.contract.refusal import Refused
from data.intake import land

COLUMNS = """
[feeds.promises.columns]
promise_id = "id"
recorded_at = "made"
seller_id = "seller"
step = "'customer_delivery'"
due_at = "due"
"""
HEADER = "id,made,seller,due\n"
GOOD = "a,2022-01-01,s,2022-02-01\n"


class Sources:
    """A folder with files and a mapping over them."""

    def __init__(self, folder):
        self.folder = folder
        self.mapping = folder / "mapping.toml"

    def file(self, name, content):
        path = self.folder / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def land(self, source='files = "promises.csv"', columns=COLUMNS, from_="rows", more="", top=""):
        self.mapping.write_text(f'{top}\n[sources.rows]\n{source}\n[[feeds.promises]]\nfrom = "{from_}"\n{columns}\n{more}')
        return land.land(self.mapping)

    def landed(self, columns="promise_id", feed="promises"):
        return duckdb.sql(f"select {columns} from '{places.landing()}/{feed}.parquet' order by source_file, source_row").fetchall()

    def torn(self):
        return duckdb.sql(
            f"select feed, source_row, raw, error from '{places.landing()}/rejected_lines.parquet' order by source_row"
        ).fetchall()

    def refused(self, *args, **kwargs):
        with pytest.raises(Refused) as refused:
            self.land(*args, **kwargs)
        return "\n".join(refused.value.sentences)
