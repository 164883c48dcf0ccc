"""A chart as it is sent: its specification, with its rows as Arrow. No Streamlit, no SQL."""

import json
from threading import Lock

import altair as alt
import pandas as pd
import pyarrow as pa

from dashboard.charts.marks import Picture

#: how Altair takes in rows is a setting of the whole process
ONE_AT_A_TIME = Lock()


def finished(picture: Picture) -> dict:
    """The specification of a chart with the columns that it draws, each set of rows under `datasets` as Arrow. Days are written as
    text: a moment without a zone would be shifted to the browser's.

    Nothing is validated here, which would take longer than all the rest: the tests hold every chart to the schema.
    """
    frames: dict[str, pd.DataFrame] = {}

    def keep(rows: pd.DataFrame) -> dict[str, str]:
        name = next((name for name, other in frames.items() if other is rows), f"rows-{len(frames)}")
        frames[name] = rows
        return {"name": name}

    with ONE_AT_A_TIME:
        before = alt.data_transformers.active
        alt.data_transformers.register("kept", keep)
        alt.data_transformers.enable("kept")
        try:
            spec = picture.to_dict(validate=False)
        finally:
            alt.data_transformers.enable(before)
    text = json.dumps(spec)
    return spec | {"datasets": {name: _arrow(rows[[column for column in rows if str(column) in text]]) for name, rows in frames.items()}}


def rows(sent: dict) -> dict:
    """The same specification with its rows as plain values, for whatever reads no Arrow."""
    return sent | {"datasets": {name: pa.ipc.open_stream(packed).read_all().to_pylist() for name, packed in sent["datasets"].items()}}


def _arrow(rows: pd.DataFrame) -> bytes:
    # column by column: a whole frame is a millisecond more, and a chart has several
    table = pa.table({str(name): pa.array(_plain(rows[name]), from_pandas=True) for name in rows})
    with pa.BufferOutputStream() as out:
        with pa.ipc.new_stream(out, table.schema) as stream:
            stream.write_table(table)
        return out.getvalue().to_pybytes()


def _plain(column: pd.Series) -> pd.Series:
    return column.dt.strftime("%Y-%m-%dT%H:%M:%S") if pd.api.types.is_datetime64_any_dtype(column) else column
