"""What a company calls its orders, sellers, partners and customers: read from the mapping, kept with the build, or refused in a sentence."""

import json

import pytest

from checks.batch import landed
from data.contract.refusal import Refused
from data.intake import check_mapping, land, mapping_file

HEAD = """\
name = "Mine"
as_of = 2022-07-18

[nouns]
"""
FEEDS = """
[sources.orders]
rows = [{no = "a", made = "2022-01-01", due = "2022-02-01"}]

[[feeds.promises]]
from = "orders"
[feeds.promises.columns]
promise_id = "no"
recorded_at = "made"
seller_id = "'s'"
step = "'pickup'"
due_at = "due"
"""


def mapped(tmp_path, nouns: str):
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + nouns + FEEDS)
    return path


def test_nouns_are_read_in_one_order_and_tidied(tmp_path):
    path = mapped(tmp_path, 'customer = ["patient", "patients"]\norder = [" follow  up case", "l\'ordre"]')
    read = mapping_file.read(path).nouns
    assert list(read.items()) == [("order", ("follow up case", "l'ordre")), ("customer", ("patient", "patients"))]


def test_a_mapping_without_nouns_names_none(tmp_path):
    assert mapping_file.read(mapped(tmp_path, "")).nouns == {}


def test_words_of_any_script_are_nouns(tmp_path):
    read = mapping_file.read(mapped(tmp_path, 'order = ["मामला", "मामले"]\nseller = ["Ärztin", "Ärzte"]')).nouns
    assert read == {"order": ("मामला", "मामले"), "seller": ("Ärztin", "Ärzte")}


def test_nouns_are_landed_and_kept_with_the_batch(tmp_path, monkeypatch):
    monkeypatch.setenv("HOLDT_HOME", str(tmp_path / "home"))
    land.land(mapped(tmp_path, 'order = ["case", "cases"]'))
    assert landed().nouns == {"order": ["case", "cases"]}
    assert json.loads((tmp_path / "home" / "landing" / "manifest.json").read_text())["nouns"] == {"order": ["case", "cases"]}


def test_check_mapping_says_the_nouns(tmp_path, capsys):
    check_mapping.show(mapped(tmp_path, 'order = ["case", "cases"]\npartner = ["department", "departments"]'), None, None)
    assert "  nouns   order: case, cases; partner: department, departments\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("nouns", "sentence"),
    [
        ('ordre = ["case", "cases"]', "mine.toml, line 5: [nouns] cannot have `ordre`; nearest: `order`."),
        ('zyx = ["case", "cases"]', "[nouns] cannot have `zyx`; it can have order, seller, partner, customer."),
        ('order = "case"', "mine.toml, line 5: `order` needs two words in quotes, for one and for many"),
        ('order = ["case"]', "`order` needs two words in quotes, for one and for many"),
        ('order = ["case", 3]', "`order` needs two words in quotes, for one and for many"),
        ('order = ["case", " "]', "`order` cannot be called so: a word is empty."),
        (f'order = ["{"c" * 31}", "cases"]', "is longer than 30 letters."),
        ('order = ["<b>case", "cases"]', "`<b>case` does not begin with a letter."),
        ('order = ["case", "c*ses"]', "`*` in it is no letter, digit, space, hyphen or apostrophe."),
        ('order = ["case", "{cases}"]', "`{cases}` does not begin with a letter."),
        ('order = ["case", "cases\\u202e"]', "in it is no letter, digit, space, hyphen or apostrophe."),
        ('order = ["delivery", "deliveries"]', "`delivery` is what the pages call something else."),
        ('order = ["case", "cases"]\nseller = ["Case", "Cases"]', "`order` and `seller` cannot both be called `Case`."),
        ('seller = ["partner", "partners"]', "mine.toml, line 5: `seller` and `partner` cannot both be called `partner`."),
    ],
)
def test_what_cannot_be_a_noun_is_refused_with_its_line(tmp_path, nouns, sentence):
    with pytest.raises(Refused) as refused:
        mapping_file.read(mapped(tmp_path, nouns))
    assert len(refused.value.sentences) == 1 and sentence in refused.value.sentences[0], refused.value.sentences


def test_nouns_must_be_a_table(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('name = "Mine"\nnouns = "cases"\n' + FEEDS)
    with pytest.raises(Refused, match=r"mine.toml, line 2: `nouns` must be a table"):
        mapping_file.read(path)
