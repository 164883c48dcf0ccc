select
    step,
    name,
    journey,
    position,
    owner,
    moment_of_truth as is_moment_of_truth,
    expectation,
    playbook,
    transit_days as transit_business_days,
    fulfilled_by
from {{ source('accepted', 'steps') }}
