"""What the seller and partner pages ask beyond rates."""

from typing import Literal

import pandas as pd

from dashboard import warehouse
from dashboard.view import View

Kind = Literal["seller", "partner"]


def described(kind: Kind, member: str) -> pd.Series | None:
    """One of a kind: name, type, owner, and whether the feed knows it."""
    rows = warehouse.read(
        f"""
        select name, type, owner, is_known
        from marts.dim_{kind}s
        where {kind}_id = $member
        """,
        {"member": member},
    )
    return None if rows.empty else rows.iloc[0]


def recording_delay() -> pd.DataFrame:
    """How long after a delivery its record comes, per partner: of deliveries old enough for a slow record to be here."""
    return warehouse.read(
        """
        select member_id as member, measured_count, matured_count, p50_hours, p95_hours, p50_days, p95_days
        from marts.fct_recording_delay
        where feed = 'deliveries' and dimension = 'partner' and member_id is not null
        order by member_id
        """
    )


def narrowed(view: View, kind: Kind, member: str) -> View:
    return view.replaced(**{kind: (member,)})
