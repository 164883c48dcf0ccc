-- What comes later in a journey waits for what comes before it: a kitchen is
-- not fitted before it is there. For each promise that has to wait: the day on
-- which the last required line before it was in (or was given up, or, still
-- open, the as-of day).
with promises as (
    select * from {{ ref('int_promises') }}
    where
        promised_to = 'customer'
        and fulfilled_by = 'delivered'
        and order_id is not null
        and due_date is not null
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
    where basis = 'first'
),

fulfilments as (
    select * from {{ ref('int_fulfilments') }}
),

steps as (
    select * from {{ ref('stg_steps') }}
    where journey is not null and position is not null
),

clock as (
    select * from {{ ref('int_clock') }}
),

placed as (
    select
        promises.promise_id,
        promises.order_id,
        steps.journey,
        steps.position,
        case
            when promises.is_required and outcomes.outcome <> 'excluded'
                then coalesce(
                    fulfilments.full_date,
                    fulfilments.cancelled_date,
                    clock.as_of
                )
        end as ended_date
    from promises
    inner join outcomes on promises.promise_id = outcomes.promise_id
    inner join fulfilments on promises.promise_id = fulfilments.promise_id
    inner join steps on promises.step = steps.step
    cross join clock
),

stages as (
    select
        order_id,
        journey,
        position,
        max(ended_date) over (
            partition by order_id, journey
            order by position
            rows between unbounded preceding and 1 preceding
        ) as ready_date
    from (
        select
            order_id,
            journey,
            position,
            max(ended_date) as ended_date
        from placed
        group by order_id, journey, position
    ) as ends
)

select
    placed.promise_id,
    placed.order_id,
    placed.journey,
    placed.position,
    stages.ready_date
from placed
inner join stages
    on
        placed.order_id = stages.order_id
        and placed.journey = stages.journey
        and placed.position = stages.position
where stages.ready_date is not null
