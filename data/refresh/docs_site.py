"""The documentation site of the models, in one file: dbt's own page with what dbt read and what the build made.

`dbt docs generate --static` writes the same, in a second dbt process that parses everything again (7.8 of the 45 processor seconds of
a refresh of the sample).
"""

import json
import os
from importlib.metadata import distribution
from pathlib import Path

import duckdb

from data.contract import clock, places
from data.contract.refusal import Refused, say
from data.refresh import dbt

#: what dbt's page has in the places of the two documents
MANIFEST, CATALOG = '"MANIFEST.JSON INLINE DATA"', '"CATALOG.JSON INLINE DATA"'


def write() -> None:
    if not (places.dbt_target() / "manifest.json").exists():
        raise Refused("no models have been read: run `make model` first")
    manifest = dbt.manifest()
    page = Path(str(distribution("dbt-core").locate_file("dbt/task/docs/index.html"))).read_text(encoding="utf-8")
    if MANIFEST not in page or CATALOG not in page:
        raise NotImplementedError("this version of dbt has another page for its documentation")
    page = page.replace(MANIFEST, json.dumps(manifest)).replace(CATALOG, json.dumps(catalog(manifest)))
    places.docs().mkdir(parents=True, exist_ok=True)
    part = places.docs() / "index.part"
    part.write_text(page, encoding="utf-8")
    os.replace(part, places.docs() / "index.html")
    say(f"the definitions are in {places.docs() / 'index.html'}")


def catalog(manifest: dict) -> dict:
    """The tables that were built, their columns and types, as the page wants them."""
    nodes: dict[str, dict] = {}
    by_table = {
        (node["database"], node["schema"], node["name"]): unique_id
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed")
    }
    for database, schema, table, kind, column, position, column_type in _columns():
        unique_id = by_table.get((database, schema, table))
        if unique_id is None:
            continue
        metadata = {"type": kind, "schema": schema, "name": table, "database": database, "comment": None, "owner": None}
        node = nodes.setdefault(unique_id, {"metadata": metadata, "columns": {}, "stats": {}, "unique_id": unique_id})
        node["columns"][column] = {"type": column_type, "index": position, "name": column, "comment": None}
    metadata = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json", "generated_at": clock.now().isoformat(), "env": {}}
    return {"metadata": metadata, "nodes": nodes, "sources": {}, "errors": None}


def _columns() -> list[tuple]:
    """Of the two files of a build on DuckDB; a build on Spark leaves the marts alone."""
    files = {"building": places.building(), "publishing": places.marts()}
    with duckdb.connect() as connection:
        for name, file in files.items():
            if file.exists():
                connection.execute(f"attach '{file}' as {name} (read_only)")
        return connection.execute("""
            select columns.database_name, columns.schema_name, columns.table_name, coalesce(kinds.kind, 'BASE TABLE'), columns.column_name,
                columns.column_index, columns.data_type
            from duckdb_columns() as columns
            left join (select database_name, schema_name, view_name as table_name, 'VIEW' as kind from duckdb_views()) as kinds
                using (database_name, schema_name, table_name)
            where columns.database_name in ('building', 'publishing')
            order by columns.database_name, columns.schema_name, columns.table_name, columns.column_index
        """).fetchall()
