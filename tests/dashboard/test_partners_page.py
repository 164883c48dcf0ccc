"""Partners: who to act on; of one, whether it is bad, unlucky, or blamed for what was promised without it. Every figure is the mart's."""

import re
from pathlib import Path

import pandas as pd
import pytest
from homes import open_current
from pages import LAST_26_WEEKS, looked_at, one, opened, words

from dashboard.parts import partners as partners_part
from dashboard.words import blame, formats, standings

MEMBER = "hvitlager"
IN_VIEW = f"promised_to = 'customer' and partner_id = '{MEMBER}' and {LAST_26_WEEKS}"


@pytest.fixture
def shown(home: Path) -> str:
    return words(opened("partners", member=MEMBER))


def table(app, column: str) -> pd.DataFrame:
    return next(each.value for each in app.dataframe if column in each.value)


def percent(part: int, whole: int) -> str:
    return formats.percent(part / whole)


# ---------- the list


def test_the_table_has_what_each_kept_by_both_dates_and_its_days(home: Path):
    app = looked_at("partners")
    rows = table(app, "Its days late").set_index("Partner")
    assert len(rows.columns) <= 6, "at most seven columns"
    with open_current(home) as marts:
        wanted = marts.execute(
            f"""
            select
                name, type,
                count(*) filter (where promised_to = 'customer' and is_due) as due,
                count(*) filter (where promised_to = 'customer' and is_kept) as kept,
                count(*) filter (where promised_to = 'customer' and is_partner_due) as own_due,
                count(*) filter (where promised_to = 'customer' and is_partner_due and is_partner_kept) as own_kept,
                (
                    select sum(days) from marts.fct_delay_parts as parts inner join marts.fct_promises as late using (promise_id)
                    where parts.partner_id = dim_partners.partner_id and late.{LAST_26_WEEKS.replace(" and ", " and late.")}
                ) as days
            from marts.fct_promises inner join marts.dim_partners using (partner_id)
            where {LAST_26_WEEKS}
            group by all having due > 0
            """
        ).fetchall()
    assert len(wanted) == len(rows) > 10
    for name, kind, due, kept, own_due, own_kept, days in wanted:
        row = rows.loc[name]
        assert (row["What it does"], row["Due"]) == (kind.replace("_", " "), due)
        assert row["Kept for the customer"] == pytest.approx(100 * kept / due)
        assert row["Its days late"] == pytest.approx(days or 0, abs=0.5)
        if own_due:
            assert row["By its own date"] == pytest.approx(100 * own_kept / own_due)
        else:
            assert pd.isna(row["By its own date"])


def test_who_stands_out_is_first_and_who_is_little_known_last(home: Path):
    app = looked_at("partners")
    standing = list(table(app, "Standing")["Standing"])
    order = ["Act", "Watch", "As its peers", "No peers", "Too little data", "No date of its own"]
    assert standing == sorted(standing, key=order.index)
    with open_current(home) as marts:
        out = marts.execute(
            "select name, excess_broken_count, reason from marts.fct_standings inner join marts.dim_partners on member_id = partner_id"
            " where kind = 'partner' and standing in ('act', 'watch') order by standing, excess_broken_count desc"
        ).fetchall()
    links = [link for link in words(app).splitlines() if " more than its peers would have. " in link]
    assert len(links) == min(len(out), 6)
    for link, (name, excess, reason) in zip(links, out, strict=False):
        assert link.startswith(f"**{name}** broke {round(excess)} more than its peers would have.") and reason in link


def test_who_has_too_little_data_is_shown_and_never_ranked(home: Path):
    with open_current(home) as marts:
        thin = {
            name
            for (name,) in marts.execute(
                f"""
                select name from marts.fct_promises inner join marts.dim_partners using (partner_id)
                where is_due and promised_to = 'customer' and {LAST_26_WEEKS} group by 1
                having count(*) < (select value from marts.dim_thresholds where name = 'minimum_sample')
                """
            ).fetchall()
        }
        judged = {
            name
            for (name,) in marts.execute(
                "select name from marts.fct_standings inner join marts.dim_partners on member_id = partner_id"
                " where kind = 'partner' and standing in ('act', 'watch', 'none')"
            ).fetchall()
        }
    assert thin, "the small world has someone of whom little is known"
    app = looked_at("partners")
    rows = table(app, "Standing")
    assert thin <= set(rows["Partner"])
    last = list(rows[~rows["Partner"].isin(judged)]["Partner"])
    assert last == list(rows["Partner"])[-len(last) :]
    sentence = re.search(r"Too little data on (\d+) partner", words(app))
    assert sentence and int(sentence.group(1)) >= len(thin), "an interval may be too wide, too"


def test_a_part_that_is_opened_is_in_the_address(home: Path):
    assert "with the 90 % interval" not in words(looked_at("partners"))
    assert "with the 90 % interval" in words(opened("partners", sure="true"))


# ---------- one partner


def test_it_is_shown_by_its_own_date_and_by_the_customers(home: Path, shown: str):
    counts = one(
        home,
        f"""
        select
            count(*) filter (where is_due), count(*) filter (where is_kept),
            count(*) filter (where is_partner_due), count(*) filter (where is_partner_due and is_partner_kept),
            count(*) filter (where is_due and is_partner_due),
            count(*) filter (where is_due and is_partner_due and is_partner_kept and not is_kept),
            count(*) filter (where is_due and is_partner_due and is_kept and not is_partner_kept)
        from marts.fct_promises where {IN_VIEW}
        """,
    )
    due, kept, own_due, own_kept, both, only_own, only_customer = counts
    assert own_kept < own_due and only_own + only_customer > 0
    app = opened("partners", member=MEMBER)
    assert [(each.label, each.value) for each in app.metric] == [
        (f"By its own date (OTD): {own_kept} of {own_due}", percent(own_kept, own_due)),
        (f"By the customer's date: {kept} of {due}", percent(kept, due)),
    ]
    assert f"Of {both} promises due by both dates, {only_own} kept its own date and broke the customer's" in shown
    assert f"{only_customer} missed its own date and kept the customer's" in shown
    parts = re.search(r"Due: (\d+) by both dates(.+?)\.", shown)
    counted = {what: int(count) for count, what in re.findall(r"(\d+) (by the customer's only|by its own only|without)", parts.group(2))}
    by_own_only = counted.pop("by its own only", 0)
    assert int(parts.group(1)) == both and both + sum(counted.values()) == due and both + by_own_only == own_due


def test_what_was_promised_without_it_is_counted_apart(home: Path, shown: str):
    before, committed = one(
        home,
        f"""
        select count(*) filter (where is_before_commitment), count(is_before_commitment)
        from marts.fct_promise_leads where promise_id in (select promise_id from marts.fct_promises where is_due and {IN_VIEW})
        """,
    )
    assert committed and before
    lost, late = one(
        home,
        f"""
        select sum(over_promise_days), sum(delay_days)
        from marts.fct_delay_attribution where promise_id in (select promise_id from marts.fct_promises where {IN_VIEW})
        """,
    )
    heading = f"Our sellers promised {before} of {committed} sooner than Hvitlager appliances had agreed"
    heading += f": {round(lost):,} of {late:,} days late" if round(lost) else ""
    assert heading in shown
    (sellers,) = [line for line in shown.splitlines() if re.match(r".+ \(\d+ promises?, \d+ days? late\)", line)]
    assert sum(int(count) for count in re.findall(r"\((\d+) promise", sellers)) == before
    assert sum(int(days) for days in re.findall(r", (\d+) days? late", sellers)) == round(lost)
    (first,) = one(
        home,
        f"""
        select dim_sellers.name
        from marts.fct_delay_parts as parts
        inner join marts.fct_promises as promises using (promise_id)
        inner join marts.dim_sellers on promises.seller_id = dim_sellers.seller_id
        where parts.cause = 'over_promise' and promises.partner_id = '{MEMBER}' and promises.promised_to = 'customer'
            and promises.{LAST_26_WEEKS.replace(" and ", " and promises.")}
        group by all order by sum(days) desc, promises.seller_id limit 1
        """.replace("group by all", "group by dim_sellers.name, promises.seller_id"),
    )
    assert sellers.startswith(f"{first} (")


def test_the_title_has_the_verdict_and_the_page_its_target(home: Path, shown: str):
    with open_current(home) as marts:
        rows = marts.execute(f"select standing from marts.fct_standings where kind = 'partner' and member_id = '{MEMBER}'").fetchall()
    worst = next(text() for standing, text in standings.TITLES.items() if (standing,) in rows)
    assert opened("partners", member=MEMBER).title[0].value.replace("\\", "") == f"Hvitlager appliances: {worst}"
    target, policy = one(
        home,
        f"""
        select min(promises.target_kept_rate), min(policies.partner_id)
        from marts.fct_promises as promises inner join marts.dim_policies as policies using (policy_id)
        where is_due and promises.partner_id = '{MEMBER}' and {LAST_26_WEEKS}
        """,
    )
    assert policy == "*" and f"No rate of its own is agreed: the house target of {formats.percent(target, 0)} stands." in shown


def test_the_days_add_up_to_the_delay_and_are_those_of_the_marts(home: Path, shown: str):
    in_view = f"promise_id in (select promise_id from marts.fct_promises where {IN_VIEW})"
    late, days = one(home, f"select count(*), sum(delay_days) from marts.fct_delay_attribution where {in_view}")
    with open_current(home) as marts:
        parts = marts.execute(
            "select cause, partner_id, dim_partners.name as partner_name, sum(days) as days"
            f" from marts.fct_delay_parts left join marts.dim_partners using (partner_id) where {in_view} group by all order by days desc"
        ).df()
    parts = parts.assign(share=parts["days"] / parts["days"].sum())
    assert late > 0 and parts["days"].sum() == pytest.approx(days)
    own = round(parts[parts["partner_id"] == MEMBER]["days"].sum())
    assert f"{own} of {days:,} days late were its own" in shown
    came, still_open, cancelled = one(
        home,
        f"""
        select
            count(*) filter (where outcome = 'late'), count(*) filter (where outcome = 'overdue_open'),
            count(*) filter (where outcome = 'cancelled_broken')
        from marts.fct_delay_attribution where {in_view}
        """,
    )
    assert came + still_open + cancelled == late
    for count, what in ((still_open, "still open (their days so far)"), (cancelled, "cancelled after the day")):
        assert (f"{count} {what}" in shown) == bool(count)
    assert ("Ours: none." in shown) == (one(home, f"select sum(internal_days) from marts.fct_delay_attribution where {in_view}")[0] == 0)
    bars = blame.bars(parts, "partner", MEMBER)
    assert bars["share"].sum() == pytest.approx(1) and bars["is_own"].sum() == 1
    whole = [int(re.sub(r"\D", "", words)) if words != "under 1" else 0 for words in bars["days_words"]]
    assert sum(whole) == days


def test_one_order_shows_how_days_are_counted(home: Path, shown: str):
    assert "So the " not in shown
    opened_up = words(opened("partners", member=MEMBER, example="true"))
    (order,) = re.findall(r"Order \*\*(.+)\*\*", opened_up)
    with open_current(home) as marts:
        delays = marts.execute(
            f"select promise_id, delay_days from marts.fct_delay_attribution where order_id = '{order}' and partner_id = '{MEMBER}'"
        ).fetchall()
    (total,) = {days for _, days in delays if f"So the {days} day" in opened_up}
    parts = re.search(r"So the \d+ days?: (.+)\.", opened_up).group(1).split(" + ")
    assert sum(float(part.split(" ")[0]) for part in parts) == pytest.approx(total, abs=0.1)


def test_the_funnel_of_the_list_begins_with_the_step_of_whoever_stands_first():
    """Not with the step that has most partners: the picture beside the list would be of others than whom it names first."""
    rows = [(step, f"{step} {place}", place) for step, peers in (("Delivery", 4), ("Installation", 3)) for place in range(peers)]
    judged = pd.DataFrame(rows, columns=["step_name", "name", "place"])
    judged = judged.assign(
        member=judged["name"], step=judged["step_name"], standing="none", reason="x", since_date=None, is_since_oldest_look=None,
        due_count=100 + 10 * judged["place"], broken_count=10, excess_broken_count=1.0, peer_ratio=1.0,
        funnel_low_95=0.5, funnel_high_95=1.5, funnel_low_998=0.3, funnel_high_998=2.0,
    )  # fmt: skip
    judged.loc[judged["name"] == "Installation 1", ["standing", "excess_broken_count"]] = ["act", 50.0]
    first = judged.sort_values("excess_broken_count", ascending=False, kind="stable")
    assert partners_part.funnel_steps(first) == ["Installation", "Delivery"]
    assert partners_part.funnel_steps(first[first["step_name"] == "Delivery"]) == ["Delivery"]
    lonely = first[(first["step_name"] == "Delivery") | (first["standing"] == "act")]
    assert partners_part.funnel_steps(lonely) == ["Delivery"], "one alone has no peers to be drawn beside"


def test_each_step_has_its_target_and_its_standing(home: Path):
    rows = table(opened("partners", member=MEMBER), "Promised to").set_index("Step")
    due, kept = one(
        home,
        "select count(*), count(*) filter (where is_kept) from marts.fct_promises"
        f" where is_due and partner_id = '{MEMBER}' and step = 'supplier_handover' and {LAST_26_WEEKS}",
    )
    row = rows.loc["The supplier hands over"]
    assert (row["Promised to"], row["Due"], row["Target"]) == ("us", due, 95)
    assert row["Kept"] == pytest.approx(100 * kept / due)


def test_a_contact_centre_is_a_partner_too_and_has_no_days(home: Path):
    with open_current(home) as marts:
        steps = marts.execute(
            f"""
            select member, name, step, count(*) filter (where partner_id = member), count(*) filter (where partner_id = member and is_kept)
            from marts.fct_promises
            inner join marts.dim_steps using (step)
            cross join (select min(partner_id) as member from marts.dim_partners where type = 'contact_centre')
            where is_due and fulfilled_by = 'contact' and {LAST_26_WEEKS} group by member, name, step
            """
        ).fetchall()
    app = opened("partners", member=steps[0][0])
    shown = words(app)
    due, kept = sum(row[3] for row in steps), sum(row[4] for row in steps)
    assert 0 < due < 20 and app.title[0].value.replace("\\", "") == "Dialogen: too little data to judge it by"
    assert [each.value for each in app.metric] == [percent(kept, due)]
    assert "Contact centre" in shown and "Svarhuset" in shown and "gave the customer" in shown
    for _, name, _, due, kept in steps:
        assert not due or f"**{name}**: kept {kept} of {due} ({percent(kept, due)})" in shown
    no_call_has = (blame.NONE_LATE(), "late were its own", "goods", "papers", "product group", "on record after")
    assert [words for words in no_call_has if words in shown.replace("95 of 100 deliveries are on record after", "")] == []


def test_a_partner_that_is_not_there_is_said_so(home: Path):
    app = looked_at("partners", member="nobody")
    assert app.title[0].value == "No such partner" and "nobody" in app.info[0].value


def test_with_promises_and_deliveries_alone_the_page_says_what_is_missing(alone: Path):
    app = looked_at("partners")
    assert "Map the column `partner_id` of the promises feed" in app.info[0].value
