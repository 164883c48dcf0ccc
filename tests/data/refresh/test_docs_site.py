"""The documentation site holds what dbt read and what the build made, and a browser shows it."""

import json

import pytest
from homes import open_current

from data.refresh import dbt, docs_site


def test_the_catalog_has_every_model_and_the_columns_that_were_built(built_home, monkeypatch):
    monkeypatch.setenv("HOLDT_HOME", str(built_home))
    manifest = dbt.manifest()
    nodes = docs_site.catalog(manifest)["nodes"]
    assert set(nodes) == {name for name, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    promises = nodes["model.holdt.fct_promises"]
    assert promises["metadata"] == {
        "type": "BASE TABLE",
        "schema": "marts",
        "name": "fct_promises",
        "database": "publishing",
        "comment": None,
        "owner": None,
    }
    with open_current(built_home) as marts:
        described = marts.execute("describe marts.fct_promises").fetchall()
    assert [(column["name"], column["type"]) for column in promises["columns"].values()] == [row[:2] for row in described]
    assert [column["index"] for column in promises["columns"].values()] == list(range(1, len(described) + 1))
    assert nodes["model.holdt.stg_promises"]["metadata"]["type"] == "VIEW"


def test_the_page_holds_both_in_place_of_what_dbt_left_open(built_home):
    page = (built_home / "warehouse" / "docs" / "index.html").read_text(encoding="utf-8")
    assert docs_site.MANIFEST not in page and docs_site.CATALOG not in page
    begin = page.index('{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/catalog/v1.json"')
    catalog, _ = json.JSONDecoder().raw_decode(page[begin:])
    assert "model.holdt.fct_orders" in catalog["nodes"]


@pytest.mark.browser
def test_a_browser_shows_a_model_with_its_words_and_the_types_of_its_columns(built_home):
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"])
        tab = browser.new_page()
        tab.goto(f"file://{built_home}/warehouse/docs/index.html#!/model/model.holdt.fct_promises")
        expect(tab.get_by_text("Each promise and its outcome").first).to_be_visible(timeout=30_000)
        expect(tab.get_by_role("row", name="due_date").first).to_contain_text("DATE", ignore_case=True)
        browser.close()
