select
    policy_id,
    partner_id,
    partner_type,
    step,
    product_group,
    valid_from,
    grace_days,
    grace_minutes,
    early_tolerance_days,
    early_tolerance_minutes,
    target_kept_rate,
    transit_business_days,
    comment
from {{ ref('promise_policies') }}
order by policy_id
