"""What there is to choose from, and the words for it."""

import pandas as pd

from dashboard import warehouse
from dashboard.view import MEMBERS


def build() -> pd.Series:
    return warehouse.read("select as_of, mapping_name, default_zone, nouns from marts.dim_build").iloc[0]


def freshness() -> pd.DataFrame:
    return warehouse.read(
        "select feed, is_present, last_at, days_behind, is_stale from marts.fct_feed_counts order by last_at desc nulls last, feed"
    )


@warehouse.once_per_build
def members() -> dict[str, dict[str, str]]:
    """Per filter: id → label, of everything that a promise names. Two of one name are distinguished by their ids."""
    rows = warehouse.read(
        """
        with named as (
            select distinct 'step' as kind, step as id from marts.fct_promises
            union select distinct 'partner', partner_id from marts.fct_promises
            union select distinct 'seller', seller_id from marts.fct_promises
            union select distinct 'customer_type', customer_type from marts.fct_promises
            union select distinct 'product_group', product_group from marts.fct_promises
            union select distinct 'region', region from marts.fct_promises
        )
        select
            named.kind,
            named.id,
            coalesce(dim_steps.name, dim_partners.name, dim_sellers.name, replace(named.id, '_', ' ')) as label
        from named
        left join marts.dim_steps on named.kind = 'step' and named.id = dim_steps.step
        left join marts.dim_partners on named.kind = 'partner' and named.id = dim_partners.partner_id
        left join marts.dim_sellers on named.kind = 'seller' and named.id = dim_sellers.seller_id
        where named.id is not null
        order by named.kind, dim_steps.journey nulls last, dim_steps.position nulls last, lower(label), named.id
        """
    )
    is_shared = rows.duplicated(["kind", "label"], keep=False)
    rows["label"] = rows["label"].where(~is_shared, rows["label"] + " (" + rows["id"] + ")")
    labels: dict[str, dict[str, str]] = {kind: {} for kind in MEMBERS}
    for row in rows.itertuples():
        labels[row.kind][row.id] = row.label
    return labels
