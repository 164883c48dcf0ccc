select
    step,
    name,
    journey,
    position,
    owner,
    moment_of_truth as is_moment_of_truth,
    expectation,
    playbook,
    fulfilled_by
from {{ source('accepted', 'steps') }}
