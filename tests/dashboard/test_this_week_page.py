"""The weekly meeting: every number of the page is that of the marts, in the same order every week, and it prints."""

import re
import shutil
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import duckdb
import pandas as pd
import pytest
from browsing import ARGUMENTS, CHROMIUM, served, settled
from homes import open_current
from pages import looked_at, opened, words
from playwright.sync_api import expect, sync_playwright

from dashboard.words import not_told as not_told_words
from dashboard.words import this_week as sentences

#: broken deliveries that nobody told the customer of, and that somebody still waits for
NOT_TOLD = """
    from marts.fct_broken_stakes as stakes inner join marts.fct_promises using (promise_id)
    where stakes.is_open and fulfilled_by = 'delivered' and not stakes.is_customer_informed and not stakes.is_long_overdue
"""
CALLS = """
    from marts.fct_broken_stakes as stakes inner join marts.fct_promises using (promise_id)
    where stakes.is_open and fulfilled_by = 'contact'
"""


#: what a week brings that the small world has behind it: late deliveries and calls are still open, and some have no date
BUSY = """
    create temp table again as
        select promise_id, due_date, fulfilled_by, row_number() over (partition by fulfilled_by order by due_date desc, promise_id) as number
        from marts.fct_promises
        where promised_to = 'customer' and outcome = 'late' and fulfilled_by in ('delivered', 'contact')
        qualify number <= 24;
    update marts.fct_promises set
        outcome = 'overdue_open', fulfilled_date = null, overdue_days = (select as_of from marts.dim_build) - due_date
        where promise_id in (select promise_id from again);
    update marts.fct_broken_stakes set
        is_open = true,
        is_long_overdue = again.number > 18,
        is_customer_informed = case when again.fulfilled_by = 'delivered' then again.number % 3 = 0 end
        from again where again.promise_id = fct_broken_stakes.promise_id;
    update marts.fct_notices set is_still_waiting = true
        where promise_id in (select promise_id from again where number % 4 = 0);
    insert into marts.fct_orphan_deliveries (delivery_id, event, occurred_date, reason)
        select 'lost-' || range, 'delivered', as_of - cast(range as int), 'unknown_order' from marts.dim_build, range(2, 12, 3);
    update marts.fct_at_risk set is_at_risk = true where stake_rank <= 7 and probability is not null;
"""


@pytest.fixture(scope="module")
def busy_home(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    busy = tmp_path_factory.mktemp("busy")
    (busy / "warehouse").mkdir()
    path = busy / "warehouse" / "current.duckdb"
    shutil.copy((built_home / "warehouse" / "current.duckdb").resolve(), path)
    with duckdb.connect(str(path)) as marts:
        marts.execute(BUSY)
    return busy


@pytest.fixture
def marts(busy_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOLDT_HOME", str(busy_home))
    with open_current(busy_home) as connection:
        yield connection


def one(marts, sql: str) -> tuple:
    return marts.execute(sql).fetchone()


def tables(app) -> dict[str, pd.DataFrame]:
    return {table.proto.alt: table.value for table in app.table}


def orders(table: pd.DataFrame) -> list[str]:
    """The orders whose stories the first column leads to."""
    links = [re.fullmatch(r"\[.*\]\((.*)\)", cell)[1] for cell in table.iloc[:, 0]]
    assert all(urlparse(link).path == "order" for link in links)
    return [parse_qs(urlparse(link).query)["order"][0] for link in links]


def test_the_title_says_what_changed_who_was_not_told_and_what_is_about_to_break(marts):
    (changed,) = one(
        marts,
        """
        select count(*) filter (where is_signal or is_better) from (
            select is_signal, is_better from marts.fct_signals where is_charted and evidence is not null
            qualify row_number() over (partition by dimension, member_id order by week desc) = 1
        )
        """,
    )
    (not_told,) = one(marts, f"select count(distinct coalesce(customer_id, order_id, promise_id)) {NOT_TOLD}")
    (at_risk,) = one(marts, "select count(*) filter (where is_at_risk) from marts.fct_at_risk")
    assert not_told and at_risk
    title = looked_at("this_week").title[0].value
    assert title == sentences.title({"changed": changed, "not-told": not_told, "about-to-break": at_risk}, not_told)
    assert f"{not_told} customers have not been told, {at_risk} promise" in title


def test_the_points_of_the_agenda_come_in_their_order_and_each_number_leads_to_its_point():
    opened_links = re.findall(r"\]\(#([\w-]+)\)", sentences.strip(dict.fromkeys(sentences.POINTS, 1)))
    assert opened_links == list(sentences.POINTS)


def test_each_point_of_the_strip_is_a_heading_of_the_page(home: Path):
    app = looked_at("this_week")
    assert [heading.proto.anchor for heading in app.header] == list(sentences.POINTS)


def test_each_heading_has_the_number_of_the_marts(marts):
    dateless, dateless_old = one(
        marts,
        """
        select
            count(*) filter (where not coalesce(stakes.is_long_overdue, false)), count(*) filter (where stakes.is_long_overdue)
        from marts.fct_promises as promises
        left join marts.fct_broken_stakes as stakes using (promise_id)
        left join marts.fct_notices as notices using (promise_id)
        where
            promises.promised_to = 'customer' and promises.outcome in ('pending', 'overdue_open')
            and (notices.is_still_waiting or promises.due_date is null)
        """,
    )
    calls, calls_old = one(marts, f"select count(*) filter (where not is_long_overdue), count(*) filter (where is_long_overdue) {CALLS}")
    (due,) = one(
        marts,
        """
        select count(*) from marts.fct_promises cross join marts.dim_build
        where promised_to = 'customer' and fulfilled_by = 'contact' and outcome = 'pending' and due_date < as_of + 7
        """,
    )
    (old,) = one(marts, f"select count(*) {NOT_TOLD.replace('not stakes.is_long_overdue', 'stakes.is_long_overdue')}")
    steps, deliveries, drawn = (
        one(marts, sql)[0]
        for sql in (
            "select count(*) from marts.fct_journey_steps where not is_owned",
            "select count(*) from marts.fct_orphan_deliveries",
            "select count(*) from marts.fct_interview_sample",
        )
    )
    assert dateless and calls and due and steps and deliveries and drawn
    app = looked_at("this_week")
    text = words(app)
    assert f"{sentences.w.number_of('open_promise', dateless)} ha" in text
    assert f"{calls} promised calls were not made; {due} " in text
    assert f"{steps} steps, " in text and f" and {deliveries} deliver" in text
    newest = tables(app)["What belongs to nobody"].set_index(sentences.WHAT()).loc["[Deliveries without a promise](trust?)", "Which"]
    assert newest == "2 in the last seven days"
    assert f"{drawn} customers to ring and listen to" in text
    assert (f"{old} more deliveries overdue for over 90 days and not told" in text) == (old > 1)
    assert (f"{calls_old} more calls overdue for over 90 days" in text) == (calls_old > 1)
    assert (f"{dateless_old} more without a date" in text) == (dateless_old > 0)


def test_what_is_at_stake_comes_first_and_each_row_leads_to_its_order(marts):
    first = marts.execute(f"select order_id {NOT_TOLD} group by order_id order by min(stake_rank) limit 5").fetchall()
    risky = marts.execute("select order_id from marts.fct_at_risk where is_at_risk order by stake_rank limit 5").fetchall()
    shown = tables(looked_at("this_week"))
    assert orders(shown["Orders whose customers have not been told"]) == [order_id for (order_id,) in first]
    assert orders(shown["Promises that are about to break"]) == [order_id for (order_id,) in risky]


def test_calls_at_moments_of_truth_come_first_then_the_newest(marts):
    first = marts.execute(
        f"""
        select order_id, due_date {CALLS} and not is_long_overdue
        order by (select is_moment_of_truth from marts.dim_steps where dim_steps.step = fct_promises.step) desc, due_date desc, promise_id
        limit 5
        """
    ).fetchall()
    assert orders(tables(looked_at("this_week"))["Promised calls that were not made"]) == [order_id for order_id, _ in first]


def test_every_table_has_room_for_who_and_by_when(marts):
    shown = tables(looked_at("this_week"))
    assert len(shown) >= 5
    for table in shown.values():
        assert list(table.columns[-2:]) == [sentences.WHO(), sentences.WHEN()] and len(table.columns) <= 7 and len(table) <= 5
        assert set(table[sentences.WHO()]) | set(table[sentences.WHEN()]) == {""}


def test_what_to_do_is_the_playbook_of_the_step(marts):
    owner, playbook, expectation = one(
        marts, "select owner, playbook, expectation from marts.fct_journey_steps where step = 'customer_delivery'"
    )
    assert f"**Delivery**, owned by {owner}. What to do: {playbook}. The customer expects: {expectation}." in words(looked_at("this_week"))


def test_a_step_without_owner_or_playbook_says_so():
    steps = pd.DataFrame(
        [("a", "First", None, "Ring.", None), ("b", "Second", "Sales", None, "A date"), ("c", "Third", None, None, None)],
        columns=["step", "name", "owner", "playbook", "expectation"],
    )
    assert sentences.what_to_do(steps, {"a", "b", "c"}).split("  \n") == [
        "**First**, owned by nobody. What to do: Ring.",
        "**Second**, owned by Sales. What to do: no playbook says. The customer expects: A date.",
    ]


def test_each_change_leads_to_what_was_broken_of_it(marts):
    links = {cell: urlparse(re.fullmatch(r"\[.*\]\((.*)\)", cell)[1]) for cell in tables(looked_at("this_week"))["What changed"].iloc[:, 0]}
    to_us = dict(marts.execute("select coalesce(name, step), step from marts.dim_steps where promised_to = 'company'").fetchall())
    assert len(links) > 1
    for cell, link in links.items():
        name = re.match(r"\[(.*)\]\(", cell)[1]
        assert link.path == ("partners" if name in to_us else "broken_promises")
        assert ("step" in parse_qs(link.query)) == (name != "All orders" and not name.startswith("Orders"))


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no {CHROMIUM}: `apt-get install chromium` brings it")
@pytest.mark.slow
def test_the_agenda_prints_on_two_pages_with_room_to_write(busy_home: Path, tmp_path: Path):
    with served(busy_home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        tab = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
        tab.goto(f"{address}/this_week")
        settled(tab)
        who = tab.get_by_role("columnheader", name=sentences.WHO(), include_hidden=True).first
        expect(who).to_be_hidden()
        tab.emulate_media(media="print")
        expect(who).to_be_visible()
        expect(tab.get_by_text("Meeting on Monday 18 July 2022. Decided last week")).to_be_visible()
        for widget in (tab.get_by_test_id("stTopNavLink").first, tab.get_by_role("button", name="Filters"), tab.get_by_text("Export")):
            expect(widget).to_be_hidden()
        # every table fits the paper, and its words are black on it
        wide = tab.get_by_role("table").evaluate_all("tables => tables.map(table => table.scrollWidth - table.parentElement.clientWidth)")
        assert len(wide) >= 5 and max(wide) <= 1
        assert tab.get_by_role("heading", level=1).evaluate("title => getComputedStyle(title).color") == "rgb(0, 0, 0)"
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", tab.pdf(prefer_css_page_size=True))) == 2

        # the strip leads to its points
        tab.emulate_media(media="screen")
        tab.locator(".st-key-agenda_strip").get_by_role("link", name="about to break").click()
        expect(tab.get_by_role("heading", name=re.compile("still open (is|are) about to break"))).to_be_in_viewport()

        # and a row leads to the story of its order, beside the agenda
        link = tab.get_by_role("table", name="Promises that are about to break").get_by_role("link").first
        with tab.context.expect_page() as story:
            link.click()
        expect(story.value.get_by_text(f"Order number {link.inner_text()}")).to_be_visible(timeout=30_000)
        browser.close()


def test_how_it_went_in_the_newest_whole_month_stands_beside_the_list(marts):
    month, measured, in_time, short, day_before, on_the_day, too_late, changes, dateless = one(
        marts,
        """
        select
            period_start, measured_count, in_time_count, short_count, day_before_count, on_the_day_count, after_count + never_count,
            changes_count, dateless_changes_count
        from marts.fct_notice_rates where dimension = 'company' and period = 'month' and period_start = date '2022-06-01'
        """,
    )
    text = words(looked_at("this_week"))
    assert f"Of {measured} promises broken in {month:%B %Y}, {in_time} were announced 2 business days ahead or sooner" in text
    assert f"{day_before} the day before, " in text and f", {too_late} too late or never" in text
    assert measured == in_time + short + day_before + on_the_day + too_late, "the parts add up"
    assert (f"{short} later than that" in text) == (short > 0) and (f"{on_the_day} on the day itself" in text) == (on_the_day > 0)
    assert f"Of {changes} changes to the promises due in {month:%B %Y}, {dateless} gave no new date" in text
    assert "gave no new date" not in words(opened("this_week", region="Oslo")), "a month of the whole company"


def test_of_the_overdue_deliveries_those_not_announced_add_up_and_all_can_be_seen(marts):
    deliveries, orders_count = one(marts, f"select count(*), count(distinct coalesce(order_id, promise_id)) {NOT_TOLD}")
    (old,) = one(marts, f"select count(*) {NOT_TOLD.replace('not stakes.is_long_overdue', 'stakes.is_long_overdue')}")
    text = words(looked_at("this_week"))
    assert f"Of them {deliveries + old} have not been announced to the customer: {deliveries} in {orders_count} orders here" in text
    link = urlparse(re.search(rf"\[See all {deliveries} deliveries\]\(([^)]+)\)", text)[1])
    page = opened(link.path, **{name: values[0] for name, values in parse_qs(link.query).items()})
    assert f"## {deliveries} broken promises" in words(page)


def test_all_the_calls_can_be_seen(marts):
    counts = pd.Series({"has_callbacks": True, "call_count": 30})
    assert sentences.calls_note(counts, 5, "there").startswith("First 5 of 30 calls. [See all 30 calls](there). ")
    assert "See all" not in sentences.calls_note(counts, 30, "there")
    (calls,) = one(marts, f"select count(*) {CALLS} and not is_long_overdue")
    steps = [step for (step,) in marts.execute(f"select distinct step {CALLS} and not is_long_overdue").fetchall()]
    assert f"## {calls} broken promises" in words(opened("broken_promises", period="all", outcome="overdue_open", step=steps))


def test_the_case_with_most_at_stake_is_named_first_with_its_customer_and_owner(marts):
    order_id, customer, owner = one(
        marts,
        f"""
        select order_id, coalesce(dim_customers.name, customer_id), dim_steps.owner from (
            select order_id, customer_id, step, stake_rank {NOT_TOLD}
        ) left join marts.dim_customers using (customer_id) left join marts.dim_steps using (step)
        order by stake_rank limit 1
        """,
    )
    text = words(looked_at("this_week"))
    assert f"**First:** inform {customer} about [{order_id}](order?" in text and f"{owner} owns the step." in text
    assert sentences.first(pd.DataFrame(), []) == ""


def test_open_promises_without_a_date_are_deliveries_and_calls():
    def heading(number: int, calls: int) -> str:
        return sentences.dateless(pd.Series({"has_dateless": True, "dateless_count": number, "dateless_call_count": calls}))

    assert heading(9, 2) == "9 open promises have no date, the customer waits for one: 7 deliveries and 2 promised calls"
    assert heading(1, 1) == "1 open promise has no date, the customer waits for one: 1 promised call"


def test_last_weeks_decisions_have_their_place_on_screen(home: Path):
    assert f"## {sentences.DECIDED()}" in words(looked_at("this_week")) and sentences.DECIDED_NOTE() in words(looked_at("this_week"))


def test_the_backlog_is_compared_with_that_of_a_week_ago(marts):
    as_of, rows = (
        marts.execute(sql).fetchall()
        for sql in (
            "select cast(as_of as date) from marts.dim_build",
            """
            select due_date + cast(grace_days as int), least(fulfilled_date, cancelled_date), outcome from marts.fct_promises
            where promised_to = 'customer' and fulfilled_by <> 'contact' and is_due
            """,
        )
    )
    week_ago = as_of[0][0] - timedelta(days=7)
    broken = [(last, end) for last, end, outcome in rows if outcome in ("overdue_open", "late", "cancelled_broken")]
    before = sum(last < week_ago and (end is None or end >= week_ago) for last, end in broken)
    now = sum(outcome == "overdue_open" for _, _, outcome in rows)
    assert now > 10 and before > 10
    assert f"In all {now} deliveries are overdue, {before} a week ago: the backlog " in words(looked_at("this_week"))


def test_a_filter_narrows_the_agenda_but_not_the_signals(marts):
    (not_told,) = one(marts, f"select count(distinct customer_id) {NOT_TOLD} and region = 'Oslo'")
    app = opened("this_week", region="Oslo")
    counts = {"has_deliveries": True, "has_notices": True, "not_told_count": not_told, "overdue_orders_count": 1}
    assert not_told_words.not_told(pd.Series(counts)) in words(app)
    assert sentences.OF_ALL() in words(app)
    assert app.title[0].value != looked_at("this_week").title[0].value


def test_with_promises_and_deliveries_alone_the_page_says_what_would_show_the_rest(alone: Path):
    app = looked_at("this_week")
    text = words(app)
    assert app.title[0].value == "This week: 1 order is overdue"
    assert sentences.VALUE() not in tables(app)["Orders whose customers have not been told"], "a column without a word"
    assert "overdue; whether customers are told is not measured" in text and not_told_words.NOTICES_NEED() in text
    assert "Which customers wait for a new date is not measured" in text and sentences.DATES_NEED() in text
    assert "Whether promised calls are made is not measured" in text and sentences.CALLS_NEED() in text
    assert "– not told" in text.replace("*", "")


def test_many_changes_are_counted_and_few_are_named():
    board = pd.DataFrame(
        {
            "name": list("abcdefg"),
            "dimension": "region",
            "is_signal": [True] * 4 + [False] * 3,
            "is_better": [False] * 4 + [True] + [False] * 2,
        }
    )
    assert sentences.changed(board) == "5 of 7 series changed by more than chance: 4 worse, 1 better"
    assert sentences.changed(board.iloc[2:]) == "c and d got worse; e got better by more than chance; nothing else did"
    assert sentences.changed_note(board, 5, 6, True).startswith("First 5 of 6 changes. 7 series are watched")
    assert sentences.changed_note(board.head(0), 0, 0, True) == ""


def test_a_backlog_grows_or_shrinks_or_stays():
    def said_of(now: int, before: int) -> str:
        return not_told_words.backlog(pd.Series({"overdue_count": now, "week_ago_overdue_count": before}))

    assert said_of(3, 1) == "In all 3 deliveries are overdue, 1 a week ago: the backlog grows."
    assert said_of(1, 2) == "In all 1 delivery is overdue, 2 a week ago: the backlog shrinks."
    assert said_of(2, 2).endswith("the backlog stays as it is.") and said_of(0, 0) == ""


def test_a_quiet_week_is_said_so():
    quiet = {"changed": 0, "not-told": 0, "about-to-break": 0}
    assert (
        sentences.title(quiet, 2)
        == "This week: nothing changed by more than chance, every customer has been told, nothing is about to break"
    )
    assert sentences.title(quiet, 0).endswith("no delivery is overdue, nothing is about to break")
    assert sentences.title({"changed": 1, "not-told": 1, "about-to-break": 1}, 1) == (
        "This week: 1 thing changed, 1 customer has not been told, 1 promise is about to break"
    )
    calls = pd.Series({"has_callbacks": True, "call_count": 0, "call_due_count": 1})
    assert sentences.calls(calls) == "No promised call is overdue; 1 is due this week"
    nobody = pd.DataFrame([("delivery", "x", 1, "")], columns=["kind", sentences.WHAT(), "number", sentences.WHICH()])
    owned = pd.Series({"has_step_owners": True})
    assert sentences.no_owner(nobody, owned) == "1 delivery belongs to nobody"
    assert sentences.no_owner(nobody.head(0), owned) == "Everything has an owner"
    assert sentences.few(list("abcdef")) == "a, b, c, d and 2 more"
