"""What of the adapter the SQL asks for (see .sqlfluff)."""

from collections.abc import Callable


def dispatch(name: str) -> Callable[..., str]:
    return lambda *arguments: f"{name}({', '.join(arguments)})"


def get_columns_in_relation(relation: object) -> list:
    return []
