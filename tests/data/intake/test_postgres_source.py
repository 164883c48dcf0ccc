"""A live PostgreSQL, started here from Debian's package, is read as a stream; its password is never told."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest
import sqlalchemy

from data.contract import places
from data.contract.refusal import Refused
from data.intake import check_mapping, land

PASSWORD = "p@ss/w:rd%"
ROWS = 300_000


@pytest.fixture(scope="session")
def server():
    """A server of our own on a free port, with a password, gone afterwards."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not binaries:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    # initdb will not run as root
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="holdt-pg-"))
    secret = folder / "secret"
    secret.write_text(PASSWORD)
    if as_postgres:
        for path in (folder, secret):
            shutil.chown(path, "postgres")

    def run(program, *arguments):
        subprocess.run([*as_postgres, str(binaries[-1] / program), *arguments], check=True, capture_output=True, cwd=folder)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(folder / "data")
    run("initdb", "-D", data, "-U", "holdt", "-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync", "-E", "UTF8", "--locale=C")
    run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-h 127.0.0.1 -p {port} -k {folder} -F", "start")
    try:
        yield port
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def erp(server):
    """A sales schema in it."""
    engine = sqlalchemy.create_engine(sqlalchemy.URL.create("postgresql+psycopg", "holdt", PASSWORD, "127.0.0.1", server, "postgres"))
    with engine.begin() as connection:
        connection.exec_driver_sql("create schema sales")
        connection.exec_driver_sql("create sequence sales.counter")
        connection.exec_driver_sql("""
            create table sales."Order lines" (
                id bigint, made timestamptz, agreed date, seller text, worth numeric(12, 2), urgent boolean, extra jsonb)
        """)
        connection.exec_driver_sql("""
            insert into sales."Order lines" values
                (1, '2022-04-04 14:10+02', '2022-06-17', ' Bjørn ', 96400.50, true, '{"floor": 2}'),
                (2, '2022-04-05 09:00Z', null, '', null, null, null)
        """)
        connection.exec_driver_sql(f"""
            create table sales.many as
            select
                n as id,
                timestamp '2022-01-01' + n * interval '1 minute' as made,
                date '2022-02-01' + mod(n, 300) as agreed,
                'seller ' || mod(n, 40) as seller,
                repeat('a long remark ', 20) as remark
            from generate_series(1, {ROWS}) as n
        """)
    engine.dispose()
    return server


COLUMNS = """
[[feeds.promises]]
from = "lines"
[feeds.promises.columns]
promise_id = "id"
recorded_at = "made::timestamptz"
seller_id = "seller"
step = "'customer_delivery'"
due_at = "agreed::date"
"""


@pytest.fixture
def mapped(tmp_path, monkeypatch, erp):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ERP_USER", "holdt")
    monkeypatch.setenv("ERP_PASSWORD", PASSWORD)

    def write(source, columns=COLUMNS, host=f"127.0.0.1:{erp}"):
        path = tmp_path / "erp.toml"
        path.write_text(
            f'as_of = 2022-07-18\n[sources.lines]\nurl = "postgresql+psycopg://${{ERP_USER}}:${{ERP_PASSWORD}}@{host}/postgres"\n{source}\n{columns}'
        )
        return path

    return write


def landed(columns):
    return duckdb.sql(f"select {columns} from '{places.landing()}/promises.parquet' order by source_row").fetchall()


def test_a_table_lands_with_its_types_written_out(mapped):
    more = 'value = "worth"\nis_date_critical = "urgent"\nreason = "extra"'
    land.land(mapped('table = "sales.Order lines"', COLUMNS + more))
    assert landed("promise_id, recorded_at, due_at, seller_id, value, is_date_critical, reason, source_file, source_row") == [
        ("1", "2022-04-04 12:10:00+00", "2022-06-17", "Bjørn", "96400.50", "true", '{"floor": 2}', "lines.sales.Order lines", 1),
        ("2", "2022-04-05 09:00:00+00", None, None, None, None, None, "lines.sales.Order lines", 2),
    ]


def test_a_query_lands_as_it_is_written(mapped):
    land.land(
        mapped(
            'query = """select *, made as "when?" from sales."Order lines" where seller like \'%:%\' or seller like \'%ø%\' order by id"""'
        )
    )
    assert landed("promise_id, source_file") == [("1", "lines")]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("delete from sales.many returning *", "syntax error"),
        ("select nextval('sales.counter')", "cannot execute nextval() in a read-only transaction"),
    ],
)
def test_nothing_can_be_written_through_a_source(mapped, query, message):
    columns = (
        COLUMNS.replace('"id"', '"nextval"')
        .replace('"made::timestamptz"', '"1"')
        .replace('"seller"', '"1"')
        .replace('"agreed::date"', '"1"')
    )
    with pytest.raises(Refused) as refused:
        land.land(mapped(f'query = "{query}"', columns))
    assert message in str(refused.value)


def test_the_check_reads_a_database_too(mapped, capsys):
    assert check_mapping.show(mapped('table = "sales.Order lines"'), None, None) == 0
    assert "promises: 2 rows from lines.sales.Order lines" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("source", "host", "message"),
    [
        ('table = "sales.lines"', None, 'table `sales.lines` cannot be read: relation "sales.lines" does not exist'),
        ('query = "selec 1"', None, "its query cannot be read: syntax error"),
        (
            'table = "sales.many"',
            "127.0.0.1:1",
            "source `lines` (postgresql at 127.0.0.1:1): table `sales.many` cannot be read: connection failed",
        ),
        ('table = "sales.many"', "no-such-host.invalid", "failed to resolve host"),
    ],
    ids=["table", "query", "port", "host"],
)
def test_what_a_database_refuses_is_reported_without_the_password(mapped, source, host, message):
    with pytest.raises(Refused) as refused:
        land.land(mapped(source, host=host) if host else mapped(source))
    [sentence] = refused.value.sentences
    assert message in sentence
    assert PASSWORD not in sentence and "p%40ss" not in sentence


def test_a_wrong_password_is_reported_without_it(mapped, monkeypatch):
    monkeypatch.setenv("ERP_PASSWORD", "wr@ng")
    monkeypatch.setenv("ERP_USER", "u")
    with pytest.raises(Refused, match='password authentication failed for user "u"') as refused:
        land.land(mapped('table = "sales.many"'))
    assert "wr@ng" not in str(refused.value)
    assert str(refused.value).startswith("source `lines` (postgresql at 127.0.0.1:")
    assert str(refused.value).endswith("check that the server runs and the address, user, ${ERP_USER} and ${ERP_PASSWORD} are right.")


@pytest.mark.parametrize(
    ("password", "message"), [("pass", "password authentication failed"), ("FATAL", r"failed: \*\*\*:"), ("on", "OperationalError;")]
)
def test_a_password_that_is_a_word_is_not_revealed_by_what_is_masked(mapped, monkeypatch, password, message):
    monkeypatch.setenv("ERP_PASSWORD", password)
    with pytest.raises(Refused, match=message):
        land.land(mapped('table = "sales.many"'))


def test_missing_environment_variables_are_named_at_once(mapped, monkeypatch):
    monkeypatch.delenv("ERP_PASSWORD")
    with pytest.raises(Refused, match="source `lines`: the environment variable ERP_PASSWORD is not set"):
        land.land(mapped('table = "sales.many"'))
    monkeypatch.delenv("ERP_USER")
    with pytest.raises(Refused, match="source `lines`: the environment variables ERP_USER and ERP_PASSWORD are not set"):
        land.land(mapped('table = "sales.many"'))


def test_a_large_table_is_streamed(mapped):
    """Held whole in Python, 300,000 rows of some 300 bytes take 190 MB more than ten of them; streamed, 70 MB."""

    def peak_megabytes(source):
        script = """
import resource, sys, tempfile
from pathlib import Path
from data.intake import mapping_file
from data.intake import land
with tempfile.TemporaryDirectory() as folder, land.read(mapping_file.read(Path(sys.argv[1])), None, Path(folder)) as landing:
    print(landing.staged["lines"].rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
        run = subprocess.run(
            [sys.executable, "-c", script, str(mapped(source))], capture_output=True, text=True, cwd=places.ROOT, check=True
        )
        rows, peak = run.stdout.splitlines()[-1].split()
        return int(rows), int(peak)

    (few, few_peak) = peak_megabytes('query = "select * from sales.many limit 10"')
    (many, many_peak) = peak_megabytes('table = "sales.many"')
    assert (few, many) == (10, ROWS)
    assert many_peak - few_peak < 130, f"{few_peak} MB for ten rows, {many_peak} MB for {ROWS:,}"
