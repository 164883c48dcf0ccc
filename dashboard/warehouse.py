"""The published warehouse, read-only. A new build has a new name, so what is cached under the old one is never shown as new."""

import json
import re
from pathlib import Path

import duckdb
import pandas as pd
import streamlit as st

from data.contract import places


def open_newest() -> Path | None:
    """Settle once per run which build is read: every query of a page sees the same one, also while `current` moves."""
    current = places.current()
    newest = current.resolve() if current.exists() else None
    st.session_state["warehouse"] = newest
    return newest


def read(sql: str, parameters: dict | None = None) -> pd.DataFrame:
    """The answer to one question. A view binds more than most questions ask; DuckDB refuses what is not named in the SQL."""
    named = set(re.findall(r"\$(\w+)", sql))
    return _answer(st.session_state["warehouse"], sql, {name: value for name, value in (parameters or {}).items() if name in named})


def refresh_state() -> dict:
    """What the newest refresh came to; empty where none has run."""
    try:
        return json.loads(places.refresh_state().read_text())
    except FileNotFoundError:
        return {}


@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(path), read_only=True)


# 500 answers: some hundreds of rows each, a few dozen per page and view.
@st.cache_data(max_entries=500, show_spinner=False)
def _answer(path: Path, sql: str, parameters: dict) -> pd.DataFrame:
    return _connection(path).cursor().execute(sql, parameters).df()
