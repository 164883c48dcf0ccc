"""Reads a table or query of any database that SQLAlchemy speaks to, as a stream, and never says what the password is."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from data.intake.cells import as_text
from data.intake.mapping import FROM_ENVIRONMENT, Refused, Source, nearest
from data.intake.tables import Row, Table, unique_names

#: rows fetched at a time from the server's cursor
CHUNK = 10_000


def open_query(source: Source, root: Path) -> Table:
    url, secrets = _url(source, root)
    engine = _engine(source, url)
    query = source.query or f"select * from {_quoted(engine, source.table)}"

    def run(connection: sqlalchemy.Connection):
        # the query goes to the driver as it is written: no bind parameters, so `:` and `%` mean nothing special
        streaming = connection.execution_options(stream_results=True, max_row_buffer=CHUNK, no_parameters=True)
        if engine.dialect.name == "postgresql":
            streaming = streaming.execution_options(postgresql_readonly=True)
        return streaming.exec_driver_sql(query)

    def rows() -> Iterator[Row]:
        number = 0
        try:
            with engine.connect() as connection, run(connection) as result:
                for chunk in result.partitions(CHUNK):
                    for row in chunk:
                        number += 1
                        yield number, [as_text(value) for value in row]
        except SQLAlchemyError as error:
            raise Refused(_said(source, engine, error, secrets)) from None
        finally:
            engine.dispose()

    try:
        with engine.connect() as connection, run(connection) as result:
            header = list(result.keys())
    except SQLAlchemyError as error:
        raise Refused(_said(source, engine, error, secrets)) from None
    finally:
        engine.dispose()
    name = f"{source.name}.{source.table}" if source.table else source.name
    return Table(name, unique_names(header), rows)


def _url(source: Source, root: Path) -> tuple[URL, list[str]]:
    """The URL with `${NAME}` filled in from the environment, and the values that no message may repeat."""
    secrets: list[str] = []

    def fill(part: str | None) -> str | None:
        return FROM_ENVIRONMENT.sub(value_of, part) if isinstance(part, str) else part

    def value_of(match: re.Match) -> str:
        if match[1] not in os.environ:
            raise Refused(f"source `{source.name}`: the environment variable {match[1]} is not set.")
        secrets.append(os.environ[match[1]])
        return os.environ[match[1]]

    try:
        if FROM_ENVIRONMENT.fullmatch(source.url):
            url = make_url(fill(source.url))
            secrets.append(url.password or "")
        else:
            # parts are filled after the URL is taken apart, so that a password may hold `@` or `/`
            url = make_url(source.url)
            url = url.set(
                username=fill(url.username),
                password=fill(url.password),
                host=fill(url.host),
                database=fill(url.database),
                query={key: fill(value) for key, value in url.query.items()},
            )
    except (ArgumentError, ValueError):
        raise Refused(f"source `{source.name}`: its `url` is no database URL.") from None
    if url.get_backend_name() in ("sqlite", "duckdb") and url.database and url.database != ":memory:":
        file = root / url.database
        if not file.is_file():
            raise Refused(f"source `{source.name}`: {url.database}: no such file in {root}{nearest(file.name, _names_in(file.parent))}.")
        url = url.set(database=str(file))
    return url, [secret for secret in secrets if secret]


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _engine(source: Source, url: URL) -> Engine:
    try:
        return sqlalchemy.create_engine(url)
    except NoSuchModuleError:
        raise Refused(f"source `{source.name}`: no driver for `{url.drivername}` is installed.") from None
    except ModuleNotFoundError as error:
        package = error.name
        needs = f"`{url.drivername}` needs the Python package {package}; install it: .venv/bin/pip install {package}"
        raise Refused(f"source `{source.name}`: {needs}") from None


def _quoted(engine: Engine, table: str) -> str:
    """`sales.Order Lines` → `sales."Order Lines"`."""
    quote = engine.dialect.identifier_preparer.quote
    return ".".join(quote(part) for part in table.split("."))


def _said(source: Source, engine: Engine, error: SQLAlchemyError, secrets: list[str]) -> str:
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    url = engine.url
    where = url.host or (Path(url.database).name if url.database else "this machine")
    what = f"table `{source.table}`" if source.table else "its query"
    at = f"{where}:{url.port}" if url.port else where
    sentence = f"source `{source.name}` ({url.get_backend_name()} at {at}): {what} cannot be read: {said}"
    for secret in sorted(secrets, key=len, reverse=True):
        sentence = sentence.replace(secret, "***")
    return sentence
