"""What a check is: a rule over rows, or an expectation of a whole feed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: `critical` refuses the batch, `error` holds the row back, `warning` is recorded
SEVERITIES = ("critical", "error", "warning")


@dataclass(frozen=True)
class Rule:
    """A rule over single rows: Great Expectations counts by its condition, and the same condition splits accepted from held back."""

    name: str
    severity: str
    #: the SQL condition that a bad row meets, over the context of its feed
    bad: str
    says: str
    #: the columns it reads; where one of them is not mapped there is nothing to judge
    columns: tuple[str, ...]
    #: feeds that must be there for the rule to mean anything
    needs: tuple[str, ...] = ()
    #: SQL text that tells more than the values of the columns do
    detail: str = ""

    @property
    def flag(self) -> str:
        return f"bad__{self.name}"


@dataclass(frozen=True)
class Expectation:
    """A standard expectation of a whole feed, by its name in Great Expectations."""

    feed: str
    name: str
    severity: str
    says: str
    kind: str
    arguments: dict[str, Any]
    #: `judged` (all rows), `accepted` or `quarantined`
    table: str = "judged"
    column: str | None = None
    #: what was found, told only when it fails: a passing verdict reads the same whatever came before
    finding: Callable[[Any], str] = lambda observed: f"Found {observed}."
    #: an SQL query for one text that shows where, when it fails
    where: str = ""
    #: whether what is observed is the number of bad rows
    observes_bad_rows: bool = False
    #: whether there is anything to judge: without earlier batches nothing is unusual, and in no rows nothing is wrong
    judges: bool = True
