"""A wrong mapping is answered with its line and the nearest name; the mappings that ship read their data as they should."""

import duckdb
import pytest

from data.contract import feeds, places
from data.contract.refusal import Refused
from data.intake import land, mapping_file

PUBLIC_DATA = places.ROOT.parent / "shared" / "data"

GOOD = """\
name = "Mine"
zone = "Europe/Oslo"

[sources.orders]
files = "orders.csv"

[[feeds.promises]]
from = "orders"
[feeds.promises.columns]
promise_id = "order_no"
recorded_at = "made"
seller_id = "seller"
step = "'pickup'"
due_at = "due::date"

[[feeds.promises]]
from = "orders as again"
[feeds.promises.columns]
promise_id = "order_no || '-2'"
recorded_at = "made"
seller_id = "seller"
step = "'delivery'"
due_at = "due::date"
"""


@pytest.fixture
def refusal(tmp_path, monkeypatch):
    """What intake says to the good mapping with one thing changed."""
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path / "home"))
    (tmp_path / "orders.csv").write_text("order_no,made,seller,due\na,2022-01-01,s,2022-02-01\n")
    path = tmp_path / "mine.toml"

    def change(old, new, count=1):
        assert old in GOOD
        path.write_text(GOOD.replace(old, new, count))
        with pytest.raises(Refused) as refused:
            land.land(path)
        return list(refused.value.sentences)

    path.write_text(GOOD)
    assert land.land(path)["feeds"]["promises"]["rows"] == 2
    return change


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('zone = "', 'zones = "', "mine.toml, line 2: a mapping cannot have `zones`; nearest: `zone`."),
        ("Europe/Oslo", "Europe/Olso", "mine.toml, line 2: `Europe/Olso` is no time zone; nearest: `Europe/Oslo`"),
        ("Europe/Oslo", "EST", "mine.toml, line 2: `EST` leaves out its summer time; write a place such as America/New_York."),
        ('name = "Mine"', "name = 3", "mine.toml, line 1: `name` must be text in quotes, not 3."),
        ('name = "Mine"', "as_of = 2022", "mine.toml, line 1: `as_of` must be a day such as 2022-07-18, not 2022."),
        ('name = "Mine"', 'as_of = "18.7.2022"', "mine.toml: as_of must be a day such as 2022-07-18, not `18.7.2022`."),
        ('name = "Mine"', 'name = "Mine', "mine.toml: the mapping is not valid TOML"),
        ("files = ", "file = ", "mine.toml, line 4: source `orders` needs one of files, url or rows."),
        (
            'files = "orders.csv"',
            'files = "orders.csv"\ndelimeter = ";"',
            "mine.toml, line 6: a source with `files` cannot have `delimeter`; nearest: `delimiter`.",
        ),
        (
            'files = "orders.csv"',
            'files = "orders.csv"\ndelimiter = ";;"',
            "mine.toml, line 6: `delimiter` must be one character, not ';;'.",
        ),
        ("[sources.orders]", '[sources."my orders"]', "mine.toml, line 4: `my orders` cannot name a source: write letters, digits and _"),
        ('files = "orders.csv"', "files = []", "mine.toml, line 5: `files` must be text in quotes, or a list of them, not []."),
        ("feeds.promises", "feeds.promisses", "mine.toml, line 7: `promisses` is no feed; nearest: `promises`."),
        ('from = "orders"', 'form = "orders"', "mine.toml, line 8: [[feeds.promises]] cannot have `form`; nearest: `from`."),
        (
            'from = "orders"',
            'from = "oders"',
            "mine.toml, line 8: promises is read from `oders`, which is no source of this mapping; nearest: `orders`.",
        ),
        ('from = "orders"', 'from = "orders where"', "mine.toml, line 8: `from` of promises is no SQL that can be read"),
        ('from = "orders"', 'from = "orders"\nwhere = "made >"', "mine.toml, line 8: `where` of promises is no SQL that can be read"),
        ('from = "orders"', 'from = "(select order_no, made, seller, due from orders) o"', "must pass on source_file and source_row"),
        ("due_at = ", "due_att = ", "mine.toml, line 14: promises has no column `due_att`; nearest: `due_at`."),
        ("due_at = ", "due_att = ", "mine.toml, line 9: promises.due_at is required and not mapped: The end of what was promised"),
        ('due_at = "due::date"', "due_at = 3", "mine.toml, line 14: promises.due_at must be an SQL expression in quotes, not 3."),
        (
            '"seller"',
            '"seler"',
            "mine.toml, line 12: promises.seller_id: orders.csv (source `orders`) has no column `seler`; nearest: `seller`.",
        ),
        (
            '"seller"',
            '"orders.seler"',
            "mine.toml, line 12: promises.seller_id: orders.csv (source `orders`) has no column `seler`; nearest: `seller`.",
        ),
        ('"seller"', '"xyz"', "no column `xyz`; columns are `order_no`, `made`, `seller`, `due`."),
        ('"seller"', '"selr || ("', "mine.toml, line 12: promises.seller_id is no SQL that can be read"),
        (
            '"seller"',
            '"seller, made"',
            "mine.toml, line 12: promises.seller_id is no SQL that can be read: one expression is expected: seller, made",
        ),
        ('"seller"', '"uper(seller)"', "mine.toml, line 12: promises.seller_id: Scalar Function with name uper does not exist"),
        (
            "order_no || '-2'",
            "ordr_no || '-2'",
            "mine.toml, line 19: promises.promise_id: orders.csv (source `orders`) has no column `ordr_no`; nearest: `order_no`.",
        ),
    ],
)
def test_a_slip_is_answered_with_its_line_and_the_nearest_name(refusal, old, new, text):
    count = -1 if "promisses" in new else 1
    assert any(text in sentence for sentence in refusal(old, new, count)), refusal(old, new, count)


def test_all_slips_are_reported_at_once(refusal):
    text = refusal('recorded_at = "made"\nseller_id = "seller"', 'recorded_at = "maid"\nseller_id = "seler"')
    assert len(text) == 2


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://${ERP_USER}:hunter2@erp/db",
        "postgresql+psycopg://erp/db?password=hunter2",
        "postgresql+psycopg://me:hunter2${X}@erp/db",
        "hunter2@not a url",
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(refusal, url):
    text = " ".join(refusal('files = "orders.csv"', f'url = "{url}"\ntable = "t"'))
    assert "mine.toml, line 5" in text
    assert "${" in text
    assert "hunter2" not in text


def test_a_mapping_that_is_not_there_names_its_neighbours(tmp_path):
    (tmp_path / "mine.toml").write_text(GOOD)
    with pytest.raises(Refused, match=r"mime\.toml: no such mapping file; nearest: `mine\.toml`"):
        mapping_file.read(tmp_path / "mime.toml")


SHIPPED = sorted(places.MAPPINGS.glob("*.toml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_mapping_is_sound(path):
    messages = mapping_file.read(path)
    assert messages.name and messages.as_of
    assert {select.feed for select in messages.selects} <= set(feeds.BY_NAME)


def landed_from(name, folder, tmp_path_factory):
    if not (PUBLIC_DATA / folder).is_dir():
        pytest.skip(f"the {folder} data set is not beside the project (../shared/data/{folder})")
    home = tmp_path_factory.mktemp(name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOLDT_HOME", str(home))
        manifest = land.land(places.MAPPINGS / f"{name}.toml")
        assert sum(feed["rejected"] for feed in manifest["feeds"].values()) == 0
        connection = duckdb.connect()
        for feed in manifest["feeds"]:
            connection.execute(f"create view {feed} as from '{places.landing()}/{feed}.parquet'")
    return connection


@pytest.fixture(scope="module")
def olist(tmp_path_factory):
    connection = landed_from("olist", "olist", tmp_path_factory)
    # one row per promise with its outcome, in the plainest reading of the data set
    connection.execute("""
        create table kept as
        select
            promises.*,
            max(occurred_at::timestamp) filter (event in ('delivered', 'handed_over')) as came,
            count(*) filter (event = 'cancelled') > 0 as is_cancelled
        from promises left join deliveries using (promise_id)
        group by all
    """)
    connection.execute("""
        create table orders as
        select
            order_id,
            min(due_at::date) as due,
            max(came)::date as came,
            max(came) as came_at,
            min(recorded_at::timestamp) as bought,
            bool_or(is_cancelled) as is_cancelled,
            min(source_status) as status
        from kept where promised_to = 'customer' group by order_id
    """)
    return connection


@pytest.mark.parametrize(
    ("query", "figure"),
    [
        (
            "select list((status, n) order by n desc) from (select status, count(*) as n from orders group by status)",
            [
                ("delivered", 96478),
                ("shipped", 1107),
                ("canceled", 625),
                ("unavailable", 609),
                ("invoiced", 314),
                ("processing", 301),
                ("created", 5),
                ("approved", 2),
            ],
        ),
        (
            "select count(*) filter (came > due), count(came), count(*) filter (came_at > due) from orders where status = 'delivered'",
            (6534, 96470, 7826),
        ),
        ("select count(*) filter (came > due_at::timestamp), count(came) from kept where step = 'seller_handover'", (10423, 111456)),
        (
            """select count(*) filter (is_late), count(*) from (
                select bool_or(came > due_at::timestamp) as is_late from kept
                where step = 'seller_handover' and came is not null group by order_id, partner_id)""",
            (8913, 99000),
        ),
        (
            """select count(*) filter (merchants > 1), count(*) from (
                select count(distinct partner_id) as merchants from promises where step = 'customer_delivery' group by order_id)""",
            (1278, 98666),
        ),
        (
            """select round(avg(rating::int) filter (came <= due), 4), round(avg(rating::int) filter (came > due), 4)
               from contacts join orders using (order_id) where status = 'delivered'""",
            (4.29, 2.271),
        ),
        (
            """select
                round(100 * avg((came > due)::int) filter (is_late), 2),
                round(100 * avg((came > due)::int) filter (not is_late), 2)
               from orders join (
                select order_id, bool_or(kept.came > due_at::timestamp) as is_late from kept
                where step = 'seller_handover' and came is not null group by 1)
               using (order_id) where status = 'delivered'""",
            (20.8, 5.38),
        ),
        (
            """with lines as (
                select due_at::date as due, came, is_cancelled from kept where step = 'customer_delivery' and recorded_at < '2018-09-01')
               select
                count(*) filter (due < '2018-09-01'),
                count(*) filter (due < '2018-09-01' and came < '2018-09-01' and came::date <= due),
                count(*) filter (due < '2018-09-01' and came < '2018-09-01' and came::date > due),
                count(*) filter (due < '2018-09-01' and (came >= '2018-09-01') is not false and not is_cancelled),
                count(*) filter (due < '2018-09-01' and came is null and is_cancelled),
                count(*) filter (due >= '2018-09-01')
               from lines""",
            (110363, 100648, 7203, 1970, 542, 2286),
        ),
        (
            """select count(*) filter (due < '2018-09-01'), count(*) filter (due < '2018-09-01' and came < '2018-09-01' and came <= due),
                count(*) filter (due < '2018-09-01' and came < '2018-09-01' and came > due),
                count(*) filter (due < '2018-09-01' and (came >= '2018-09-01') is not false and not is_cancelled),
                count(*) filter (due < '2018-09-01' and came is null and is_cancelled), count(*) filter (due >= '2018-09-01')
               from orders where bought < '2018-09-01'""",
            (97377, 87943, 6476, 1792, 1166, 2044),
        ),
        ("select count(distinct promise_id) = count(*) from promises", True),
        ("select count(distinct delivery_id) = count(*) from deliveries", True),
        ("select count(distinct contact_id), count(started_at), count(customer_id) from contacts", (99224, 99224, 99224)),
        ("select count(*), count(distinct customer_id) from customers", (96096, 96096)),
        ("select count(*) from promises where seller_id not in (select seller_id from sellers) or step not in (select step from steps)", 0),
        ("select count(*) from promises where zone <> 'America/Sao_Paulo'", 0),
    ],
)
def test_olist_lands_with_its_reference_figures(olist, query, figure):
    actual = olist.execute(query).fetchone()
    assert (actual if isinstance(figure, tuple) else actual[0]) == figure


def test_the_incident_log_lands_one_contact_per_incident_and_per_reopening(tmp_path_factory):
    log = landed_from("incident_log", "incident_log", tmp_path_factory)
    figures = log.execute("""
        select
            count(*) filter (reason is distinct from 'complaint'),
            count(distinct contact_id) = count(*),
            count(*) filter (reason = 'complaint'),
            count(*) filter (outcome = 'redirected'),
            min(started_at),
            count(*) filter (ended_at < started_at),
            count(*) filter (columns(*)::varchar = '?')
        from contacts
    """).fetchone()
    assert figures[:6] == (24918, True, 331, 11369, "2016-02-29 01:16:00", 0)
    # `?` is nothing, wherever it stood
    assert not any(figures[6:])


def test_the_call_centre_workbook_lands_with_waits_and_ratings(tmp_path_factory):
    calls = landed_from("callcenter", "callcenter", tmp_path_factory)
    assert calls.execute("""
        select count(*), count(answered_at), count(rating), count(*) filter (outcome = 'abandoned'), count(*) filter (outcome = 'resolved'),
            min(started_at), max(started_at) from contacts
    """).fetchone() == (5000, 4054, 4054, 946, 3646, "2021-01-01 09:12:58", "2021-03-31 17:39:50")
    assert calls.execute("select answered_at, ended_at, wait_minutes from contacts where contact_id = 'ID0001'").fetchone() == (
        "2021-01-01 09:14:47",
        "2021-01-01 09:17:10",
        "1.82",
    )
