"""The rule table: every rule over rows, per feed, declared once. Great Expectations counts by it and the split is made by it."""

from checks.rule import Rule
from checks.rules import contacts, deliveries, every_feed, master_data, promises
from data.contract.feeds import Feed

#: a feed is judged after the feeds that its rules look things up in
ORDER = ("sellers", "partners", "customers", "steps", "promises", "deliveries", "contacts")

#: the rows that a feed's own rules see: its typed rows, and what they look up
CONTEXT: dict[str, str] = {
    **{name: master_data.context(name) for name in ("sellers", "partners", "customers", "steps")},
    "promises": promises.CONTEXT,
    "deliveries": deliveries.CONTEXT,
    "contacts": contacts.CONTEXT,
}
OWN: dict[str, tuple[Rule, ...]] = {
    **{name: master_data.rules(name) for name in ("sellers", "partners", "customers", "steps")},
    "promises": promises.RULES,
    "deliveries": deliveries.RULES,
    "contacts": contacts.RULES,
}


def rules_of(feed: Feed) -> tuple[Rule, ...]:
    """In the order in which a row's reasons are told: what cannot be read comes before what cannot be true."""
    return (*every_feed.rules(feed), *OWN[feed.name])
