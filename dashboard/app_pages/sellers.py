"""Who promises what is kept, and whose promises break."""

from dashboard import members_page

members_page.show("seller", "Sellers")
