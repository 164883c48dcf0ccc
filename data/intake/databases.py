"""Reads a table or query of any database that SQLAlchemy speaks to, as a stream, and never says what the password is."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import sqlalchemy
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from data.contract.refusal import Refused
from data.intake.cells import as_text
from data.intake.mapping import FROM_ENVIRONMENT, Source, nearest, within
from data.intake.mapping_file import SECRETS_IN_QUERY
from data.intake.tables import Row, Table, unique_names

#: rows fetched at a time from the server's cursor
CHUNK = 10_000
#: a shorter password cannot be distinguished from the words around it, so the words are left out
SHORTEST_MASKED = 4


def open_query(source: Source, root: Path) -> Table:
    url = _url(source, root)
    engine = _engine(source, url)
    query = source.query or f"select * from {_quoted(engine, source.table or '')}"

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
                if list(result.keys()) != header:
                    raise Refused(f"source `{source.name}`: its columns changed while it was read; build again.")
                for chunk in result.partitions(CHUNK):
                    for row in chunk:
                        number += 1
                        yield number, [as_text(value) for value in row]
        except SQLAlchemyError as error:
            raise Refused(_refusal(source, engine, error)) from None
        finally:
            engine.dispose()

    try:
        with engine.connect() as connection, run(connection) as result:
            header = list(result.keys())
    except SQLAlchemyError as error:
        raise Refused(_refusal(source, engine, error)) from None
    finally:
        engine.dispose()
    name = f"{source.name}.{source.table}" if source.table else source.name
    return Table(name, unique_names(header), rows)


def _url(source: Source, root: Path) -> URL:
    """The URL with `${NAME}` filled in from the environment."""
    missing = [name for name in _named_in(source) if name not in os.environ]
    if missing:
        what = f"variable {missing[0]} is" if len(missing) == 1 else f"variables {', '.join(missing[:-1])} and {missing[-1]} are"
        raise Refused(f"source `{source.name}`: the environment {what} not set.")

    def fill(part: Any) -> Any:
        return FROM_ENVIRONMENT.sub(lambda match: os.environ[match[1]], part) if isinstance(part, str) else part

    given = source.url or ""
    try:
        if FROM_ENVIRONMENT.fullmatch(given):
            url = make_url(fill(given))
        else:
            # parts are filled after the URL is taken apart, so that a password may hold `@` or `/`
            url = make_url(given)
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
            near = nearest(file.name, _names_in(file.parent))
            raise Refused(f"source `{source.name}`: {url.database}: no such file{within(root, url.database)}{near}.")
        url = url.set(database=str(file))
    return url


def _named_in(source: Source) -> list[str]:
    return list(dict.fromkeys(FROM_ENVIRONMENT.findall(source.url or "")))


def _secrets(url: URL) -> list[str]:
    """What no message may repeat."""
    in_query = [value for key, values in url.normalized_query.items() if key.lower() in SECRETS_IN_QUERY for value in values]
    return [str(secret) for secret in (url.password, *in_query) if secret]


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


def _refusal(source: Source, engine: Engine, error: SQLAlchemyError) -> str:
    url = engine.url
    where = url.host or (Path(url.database).name if url.database else "this machine")
    what = f"table `{source.table}`" if source.table else "its query"
    at = f"{where}:{url.port}" if url.port else where
    message = _masked(error, _secrets(url)).rstrip(".")
    return f"source `{source.name}` ({url.get_backend_name()} at {at}): {what} cannot be read: {message}; {_advice(source, url, error)}."


def _masked(error: SQLAlchemyError, secrets: list[str]) -> str:
    """The driver's words. Only theirs are masked: ours hold no secret, and a word cut out of them would tell it."""
    driver_error = getattr(error, "orig", None) or error
    if any(len(secret) < SHORTEST_MASKED for secret in secrets):
        return type(driver_error).__name__
    message = " ".join(str(driver_error).split())
    spellings = {spelling for secret in secrets for spelling in (secret, quote(secret, safe=""), quote_plus(secret))}
    for spelling in sorted(spellings, key=len, reverse=True):
        # whole occurrences: the password `pass` must not be read out of `***word authentication failed`
        before, after = (r"(?<!\w)" if spelling[0].isalnum() else ""), (r"(?!\w)" if spelling[-1].isalnum() else "")
        message = re.sub(before + re.escape(spelling) + after, "***", message)
    return message


def _advice(source: Source, url: URL, error: SQLAlchemyError) -> str:
    if url.host and isinstance(error, DBAPIError) and error.statement is None:
        parts = ["address", "user", *(f"${{{name}}}" for name in _named_in(source))]
        return f"check that the server runs and the {', '.join(parts[:-1])} and {parts[-1]} are right"
    return "check the table's name, and that this user may read it" if source.table else "check the query"
