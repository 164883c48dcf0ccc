"""Who promises what is kept, and whose promises break."""

from dashboard.parts import members

members.show("seller", "Sellers")
