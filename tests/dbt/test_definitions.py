"""Every model and column is defined, and what the feeds promise is what the models read."""

from datetime import date

import pytest

from data.contract.feeds import BY_NAME, FEEDS


@pytest.fixture(scope="module")
def built(models, tmp_path_factory):
    """Every model, on a world with nothing in it."""
    wanted = [node["name"] for node in models.nodes.values() if node["resource_type"] == "model"]
    return models.run(tmp_path_factory.mktemp("empty"), {}, date(2022, 7, 1), wanted)


def columns_of(built, schema: str, table: str) -> list[str]:
    rows = built.execute(
        "select column_name from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position",
        [schema, table],
    ).fetchall()
    return [row[0] for row in rows]


def test_every_model_and_column_is_documented(models, built):
    undocumented = []
    for node in models.nodes.values():
        if node["resource_type"] != "model":
            continue
        if not node["description"].strip():
            undocumented.append(node["name"])
        described = {name for name, column in node["columns"].items() if column["description"].strip()}
        actual = columns_of(built, node["schema"], node["name"])
        assert actual, node["name"]
        undocumented += [f"{node['name']}.{column}" for column in actual if column not in described]
        undocumented += [f"{node['name']}.{column} is described but not there" for column in node["columns"] if column not in actual]
    assert undocumented == []


def test_every_mart_is_under_contract_and_says_its_grain(models):
    marts = [node for node in models.nodes.values() if node["resource_type"] == "model" and node["schema"] == "marts"]
    assert len(marts) > 15
    assert [node["name"] for node in marts if not node["config"]["contract"]["enforced"]] == []
    assert [node["name"] for node in marts if "One row" not in node["description"]] == []


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_staging_reads_every_column_of_the_feed(models, feed):
    sql = models.nodes[f"model.holdt.stg_{feed.name}"]["raw_code"]
    assert [column.name for column in feed.columns if column.name not in sql] == []


def test_a_world_with_nothing_in_it_is_not_measured_rather_than_perfect(built):
    assert built.execute("select count(*) from marts.fct_promises").fetchone() == (0,)
    assert built.execute("select count(*) from marts.fct_kept_rates").fetchone() == (0,)
    assert built.execute("select as_of from marts.dim_build").fetchone() == (date(2022, 7, 1),)


def test_the_contract_that_others_read(models):
    def columns(name):
        return set(models.nodes[f"model.holdt.{name}"]["columns"])

    assert {
        "promise_id", "order_id", "seller_id", "partner_id", "step", "due_date", "fulfilled_date", "outcome", "is_due", "is_kept",
        "deviation_days", "latest_due_date", "is_kept_latest",
    } <= columns("fct_promises")  # fmt: skip
    assert {"order_id", "due_date", "outcome", "is_due", "is_kept", "partners_count", "delivery_dates_count"} <= columns("fct_orders")
    assert columns("fct_input_checks")


@pytest.mark.parametrize("column", ["reason", "outcome"])
def test_the_words_that_figures_are_read_from_are_those_of_the_contract(built, column: str):
    listed = {word for (word,) in built.execute(f"select {column} from seeds.contact_{column}s").fetchall()}
    (named,) = (set(each.name_of) for each in BY_NAME["contacts"].columns if each.name == column)
    assert len(listed) > 5 and listed == named
