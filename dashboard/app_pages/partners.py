"""Which partner keeps what was promised, to the customer and to us."""

from dashboard.parts import members

members.show("partner", "Partners")
