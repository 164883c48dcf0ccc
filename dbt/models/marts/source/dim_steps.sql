-- Every step that a promise names is here, also where the feed lacks it.
with known as (
    select * from {{ ref('stg_steps') }}
),

named as (
    select
        step,
        {{ only_value('promised_to') }} as promised_to
    from {{ ref('int_promise_versions') }}
    group by step
)

select
    coalesce(known.step, named.step) as step,
    coalesce(
        known.name,
        replace(coalesce(known.step, named.step), '_', ' ')
    ) as name,
    known.journey,
    known.position,
    known.owner,
    case
        when measured.has_moments_of_truth
            then coalesce(known.is_moment_of_truth, false)
    end as is_moment_of_truth,
    known.expectation,
    known.playbook,
    named.promised_to,
    named.step is not null as has_promises,
    known.step is not null as is_known
from known
full outer join named on known.step = named.step
cross join {{ ref('int_measured') }} as measured
order by coalesce(known.step, named.step)
