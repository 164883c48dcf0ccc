"""Every text that a page shows, wherever it stands: sentences, labels, headings and cells of tables, titles and words of charts."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
from google.protobuf.message import Message
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

#: what is no text: addresses, keys, and what things look like
ASIDE = {
    "id", "form_id", "key", "url", "icon", "page", "page_script_hash", "query_string", "query_param_key", "query_param_keys", "element_hash",
    "type", "tag", "theme", "anchor", "format", "url_pathname", "image_url", "element_type", "gap", "mime", "color", "renderer", "raw_value",
}  # fmt: skip
#: what a chart says; the rest of its specification says how
SAYS = {"title", "description", "label", "help", "name", "formatter"}


def texts(app: AppTest) -> list[str]:
    return [text for text in _of_block(app.main) if text.strip()]


def _of_block(block: Any) -> Iterator[str]:
    for child in block.children.values():
        if getattr(child, "type", "") == "dataframe":
            yield from _of_table(child)
        elif getattr(child, "type", "") == "vega_lite_chart":
            yield from _of_json(json.loads(child.proto.spec))
            for rows in child.proto.datasets:
                yield from _cells(convert_arrow_bytes_to_pandas_df(rows.data.data))
        elif isinstance(getattr(child, "proto", None), Message):
            yield from _of_message(child.proto)
        if hasattr(child, "children"):
            yield from _of_block(child)


def _of_table(table: Any) -> Iterator[str]:
    shown = list(table.proto.column_order) or list(table.value.columns)
    config = json.loads(table.proto.columns or "{}")
    for column in shown:
        setting = config.get(column) or {}
        yield setting.get("label") or column
        yield setting.get("help") or ""
    yield table.proto.alt
    yield from _cells(table.value[[column for column in shown if column in table.value]])


def _cells(rows: pd.DataFrame) -> Iterator[str]:
    for column in rows:
        yield from {value for value in rows[column] if isinstance(value, str)}


def _of_json(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _of_json(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _of_json(inner, name)
    elif isinstance(value, str) and name in SAYS:
        yield value


def _of_message(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in ASIDE:
            continue
        for inner in value if isinstance(value, (list, tuple)) or hasattr(value, "append") or hasattr(value, "add") else [value]:
            if isinstance(inner, Message):
                yield from _of_message(inner)
            elif isinstance(inner, str) and inner.startswith("{"):
                yield from _of_json(json.loads(inner))
            elif isinstance(inner, str):
                # as the browser shows it: no icons, no colours, no addresses of links
                text = re.sub(r":material/\w+:|<style.*?</style>|:\w+(?:-badge)?(?=\[)|\]\([^)]*\)|&\w+;", " ", inner, flags=re.S)
                yield re.sub(r"\\([^a-zA-Z0-9])", r"\1", text)
