with steps as (
    select * from {{ ref('dim_steps') }}
),

promises as (
    select * from {{ ref('fct_promises') }}
),

counted as (
    select
        step,
        count(*) as promises_count,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_kept) as kept_count,
        count(*) filter (where due_date is null) as dateless_count
    from promises
    group by step
)

select
    steps.step,
    steps.name,
    steps.journey,
    steps.position,
    steps.owner,
    steps.is_moment_of_truth,
    steps.expectation,
    steps.playbook,
    coalesce(counted.promises_count, 0) as promises_count,
    coalesce(counted.due_count, 0) as due_count,
    coalesce(counted.kept_count, 0) as kept_count,
    coalesce(counted.dateless_count, 0) as dateless_count,
    counted.kept_count * 1.0E0 / nullif(counted.due_count, 0) as kept_rate,
    coalesce(counted.promises_count, 0) > 0 as is_measured,
    case when measured.has_step_owners then steps.owner is not null end
        as is_owned,
    case
        when measured.has_step_owners
            then
                coalesce(counted.promises_count, 0) > 0
                and steps.owner is not null
    end as is_covered
from steps
cross join {{ ref('int_measured') }} as measured
left join counted on steps.step = counted.step
order by steps.step
