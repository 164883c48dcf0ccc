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

from dashboard.words import calls
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


def test_the_title_says_what_is_new_who_was_not_told_and_what_is_about_to_break(marts):
    new, standings = one(
        marts,
        """
        select
            count(*) filter (where is_new and (is_signal or is_better)),
            (select count(*) from marts.fct_standings
             where standing in ('act', 'watch') and since_date >= date '2022-07-11' and not is_since_oldest_look)
        from (
            select is_new, is_signal, is_better from marts.fct_signals where is_charted and evidence is not null
            qualify row_number() over (partition by dimension, member_id order by week desc) = 1
        )
        """,
    )
    (not_told,) = one(marts, f"select count(distinct coalesce(customer_id, order_id, promise_id)) {NOT_TOLD}")
    at_risk, last = one(marts, "select count(*), max(end_date) from marts.fct_at_risk where is_at_risk")
    assert not_told and at_risk
    what = f"{new + standings} new change{'s' if new + standings > 1 else ''}" if new + standings else "nothing new"
    assert looked_at("this_week").title[0].value == (
        f"This week: {what}, {not_told} customers have not been told, {at_risk} promises will probably break by {last.day} {last:%B %Y}"
    )


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
    assert re.search(rf"{calls} promised calls were not made: [^;]+; {due} (is|are) due this week: ", text)
    assert f"{steps} steps have no owner" in text and f"; {deliveries} deliver" in text
    assert re.search(rf"\[\*\*{steps}\*\* without an owner\]", text), "steps alone: no sum of unlike things"
    newest = tables(app)["What belongs to nobody"].set_index(sentences.WHAT()).loc["[Deliveries without a promise](trust?)", "Which"]
    assert newest == "2 in the last seven days"
    assert f"{drawn} customers to ring and listen to" in text
    assert (f"{old} more deliveries overdue for over 90 days and not told" in text) == (old > 1)
    assert (f"{calls_old} more calls overdue for over 90 days" in text) == (calls_old > 1)
    assert (f"{dateless_old} more ha" in text) == (dateless_old > 0)


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
    assert f"**Role:** {owner} (Delivery). **Do:** {playbook}. **Expected:** {expectation}." in words(looked_at("this_week"))


def test_each_change_leads_to_what_was_broken_of_it(marts):
    links = {cell: urlparse(re.fullmatch(r"\[.*\]\((.*)\)", cell)[1]) for cell in tables(looked_at("this_week"))["What changed"].iloc[:, 0]}
    to_us = dict(marts.execute("select coalesce(name, step), step from marts.dim_steps where promised_to = 'company'").fetchall())
    assert len(links) > 1
    for cell, link in links.items():
        name = re.match(r"\[(.*)\]\(", cell)[1]
        assert link.path == ("partners" if name in to_us else "broken_promises")
        assert ("step" in parse_qs(link.query)) == (name != "All orders" and not name.startswith("Orders"))


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no {CHROMIUM}: `apt-get install chromium` brings it")
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
        expect(tab.get_by_role("heading", level=2, name=re.compile("will probably break by"))).to_be_in_viewport()

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
    before = in_time + short + day_before
    assert f"of {100 * before / measured:.0f} in 100 broken promises ({before} of {measured} in {month:%B %Y}): " in text
    assert f"{in_time} with 2 business days or more to go" in text
    assert f"{day_before} the day before. " in text and f"{too_late} later or never." in text
    assert measured == in_time + short + day_before + on_the_day + too_late, "the parts add up"
    assert (f"{short} with less" in text) == (short > 0) and (f"{on_the_day} on the day itself" in text) == (on_the_day > 0)
    assert f"Of {changes} changes to the promises due in {month:%B %Y}, {dateless} gave no new date" in text
    assert "gave no new date" not in words(opened("this_week", region="Oslo")), "a month of the whole company"


def test_the_customers_not_told_are_counted_by_step_and_all_can_be_seen(marts):
    (deliveries,) = one(marts, f"select count(*) {NOT_TOLD}")
    by_step = marts.execute(
        f"""
        select coalesce(name, step), count(*) as n from (select step {NOT_TOLD}) left join marts.dim_steps using (step)
        group by all order by n desc
        """
    ).fetchall()
    text = words(looked_at("this_week"))
    steps_named = re.search(r"Overdue of theirs: ([^.]+)\.", text)[1]
    assert by_step and all(f"{name} {number}" in steps_named for name, number in by_step[:4])
    link = urlparse(re.search(rf"\[See all {deliveries} deliveries\]\(([^)]+)\)", text)[1])
    page = opened(link.path, **{name: values[0] for name, values in parse_qs(link.query).items()})
    assert f"## {deliveries} broken promises" in words(page)


def test_all_the_calls_can_be_seen(marts):
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


def test_the_calls_of_the_next_days_are_listed_by_day(marts):
    rows = marts.execute(
        """
        select due_date, coalesce(name, step), count(*), min(order_id)
        from marts.fct_promises left join marts.dim_steps using (step) cross join marts.dim_build
        where fct_promises.promised_to = 'customer' and fulfilled_by = 'contact' and outcome = 'pending' and due_date < as_of + 7
        group by all
        """
    ).fetchall()
    lines = [line for line in words(opened("this_week")).splitlines() if re.match(r"- \*\*\w+day ", line)]
    assert len(lines) == len(rows) > 0
    for day, what, number, _ in rows:
        (line,) = [line for line in lines if line.startswith(f"- **{day:%A} {day.day} {day:%B}**, {what}: ")]
        shown = line.count("](order?")
        assert shown == min(number, calls.OF_A_DAY) and (f" and {number - shown} more" in line) == (number > shown)


def test_last_weeks_sheet_is_asked_for(home: Path):
    assert "go through last week's sheet first" in words(looked_at("this_week"))


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
    both = sum(outcome == "overdue_open" and last < week_ago for last, _, outcome in rows)
    text = words(looked_at("this_week"))
    assert f"{now} deliveries are overdue, {before} a week ago: the backlog " in text
    assert f"{now - both} came in the seven days, {before - both} were settled." in text
    (calls,) = one(marts, f"select count(*) {CALLS}")
    assert f"Apart from them, {calls} promised calls are overdue, " in text


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
    assert "Whether promised calls are made is not measured" in text and calls.NEED() in text
    assert "– not told" in text.replace("*", "")
