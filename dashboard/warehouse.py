"""The published warehouse, read-only. A new build has a new name, so what is cached under the old one is never shown as new."""

import json
import pickle
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from threading import Lock
from typing import TypeVar

import duckdb
import pandas as pd
import streamlit as st

from data.contract import places

Result = TypeVar("Result")


def open_newest() -> Path | None:
    """Settle once per run which build is read: every query of a page sees the same one, also while `current` moves."""
    current = places.current()
    newest = current.resolve() if current.exists() else None
    st.session_state["warehouse"] = newest
    return newest


def read(sql: str, parameters: dict | None = None) -> pd.DataFrame:
    """The answer to one question. A view binds more than most questions ask; DuckDB refuses what is not named in the SQL."""
    asked = {name: value for name, value in (parameters or {}).items() if name in _named(sql)}
    # a shallow copy shares the values and lets nobody write into them
    return _question(st.session_state["warehouse"], sql, pickle.dumps(asked)).answer().copy(deep=False)


def later(sql: str, parameters: dict | None = None) -> Callable[[], pd.DataFrame]:
    """The same question of the same build, for where there is no session any more: a download is made when it is taken."""
    connection = _connection(st.session_state["warehouse"])
    asked = {name: value for name, value in (parameters or {}).items() if name in _named(sql)}
    return lambda: connection.cursor().execute(sql, asked).df()


def once_per_build(function: Callable[[], Result]) -> Callable[[], Result]:
    """What is worked out of a build and asked for again and again by every page. It is shared: nobody may change it."""

    # of all such questions together, in the newest builds
    @st.cache_resource(max_entries=20, show_spinner=False)
    def known(name: str, build: Path | None) -> Result:
        return function()

    @wraps(function)
    def asked() -> Result:
        return known(f"{function.__module__}.{function.__qualname__}", st.session_state["warehouse"])

    return asked


def refresh_state() -> dict:
    """What the newest refresh came to; empty where none has run."""
    try:
        return json.loads(places.refresh_state().read_text())
    except FileNotFoundError:
        return {}


@st.cache_resource(max_entries=2, show_spinner=False)
def _connection(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(path), read_only=True)
    # readers come together, and each has a thread of its own: cut in two, a question of some milliseconds only waits for itself
    connection.execute("set threads = 1")
    return connection


class Question:
    """Asked once, whoever waits for the answer: fifty readers who come together must not ask it fifty times."""

    def __init__(self, path: Path, sql: str, parameters: bytes):
        self.asked, self.lock, self.rows = (path, sql, parameters), Lock(), None

    def answer(self) -> pd.DataFrame:
        with self.lock:
            if self.rows is None:
                path, sql, parameters = self.asked
                self.rows = _connection(path).cursor().execute(sql, pickle.loads(parameters)).df()
            return self.rows


# 500 answers: some hundreds of rows each, a few dozen per page and view. Streamlit's own cache takes ten times as long to find one.
@lru_cache(maxsize=500)
def _question(path: Path, sql: str, parameters: bytes) -> Question:
    return Question(path, sql, parameters)


@lru_cache(maxsize=500)
def _named(sql: str) -> frozenset[str]:
    return frozenset(re.findall(r"\$(\w+)", sql))
