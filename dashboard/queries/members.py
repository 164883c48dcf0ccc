"""What the seller and partner pages ask beyond rates."""

from typing import Literal

import pandas as pd

from dashboard import warehouse
from dashboard.view import View

Kind = Literal["seller", "partner"]


def described(kind: Kind) -> pd.DataFrame:
    """Everyone of a kind: name, type, owner, and whether the feed knows them."""
    return warehouse.read(
        f"""
        select {kind}_id as member, name, type, owner, is_known
        from marts.dim_{kind}s
        order by lower(name), member
        """
    )


def recording_delay() -> pd.DataFrame:
    """How long after a delivery its record comes, per partner."""
    return warehouse.read(
        """
        select
            partner_id as member,
            count(recording_delay_hours) as measured_count,
            median(recording_delay_hours) as p50_hours,
            quantile_cont(recording_delay_hours, 0.9) as p90_hours
        from marts.fct_deliveries
        where not is_duplicate and partner_id is not null
        group by partner_id
        order by partner_id
        """
    )


def narrowed(view: View, kind: Kind, member: str) -> View:
    return view.replaced(**{kind: (member,)})
