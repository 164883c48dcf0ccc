"""Which partner keeps what was promised, to the customer and to us."""

from dashboard import members_page

members_page.show("partner", "Partners")
