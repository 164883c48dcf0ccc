select
    policy_id,
    step,
    partner_id,
    product_group,
    valid_from,
    grace_days,
    early_tolerance_days,
    target_kept_rate,
    transit_business_days,
    comment
from {{ ref('promise_policies') }}
order by policy_id
