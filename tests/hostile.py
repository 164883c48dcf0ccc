"""The sample world where every name and every free text has words in it that a page could take for orders."""

from pathlib import Path

from small_companies import MAPPING, rows_of, write

#: a formula, a picture, a link, an icon, code, HTML, colour, mathematics, an address that makes itself a link
WORDS = (
    "=1+1 ![i](https://evil.example/i.png) [x](http://evil.example) :smile: `c` <img src=//evil.example/t> :red[r] $m$ *s* www.evil.example"
)
#: feed → columns that a company fills with words of its own
FREE = {
    "promises": ("order_id", "product_group", "region", "preparation", "reason"),
    "deliveries": ("order_id",),
    "contacts": ("order_id", "note", "team", "agent", "redirected_to"),
    "sellers": ("name", "owner"),
    "partners": ("name", "owner"),
    "customers": ("name", "region"),
    "steps": ("name", "journey", "owner", "expectation", "playbook"),
}


def spoken(text: str) -> str:
    return f"{WORDS} {text}" if text else text


def hostile(world: Path, folder: Path) -> Path:
    """That world as files in `folder`, and the mapping of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for feed, columns in FREE.items():
        rows = rows_of(world, feed)
        write(folder, feed, list(rows[0]), [row | {column: spoken(row[column]) for column in columns} for row in rows])
    mapping = folder / "mapping.toml"
    mapping.write_text(
        MAPPING.read_text(encoding="utf-8").replace('"Sample world"', '"World of [x](http://evil.example)"'), encoding="utf-8"
    )
    return mapping
