-- Which promises to the customer the goods of a hand-over come by: those of its
-- order line. A hand-over of the whole order comes by all of its lines, and one
-- of a line by the order where the customer was promised only that.
with promises as (
    select
        promises.*,
        steps.journey,
        steps.position
    from {{ ref('int_promises') }} as promises
    left join {{ ref('stg_steps') }} as steps on promises.step = steps.step
    where promises.order_id is not null
),

-- the first step of the journey that brings the line takes over what was
-- handed over; promises for the order as a whole only where there is one
lines as (
    select
        promise_id,
        order_id,
        line,
        journey,
        position,
        row_number() over (
            partition by order_id, coalesce(line, '')
            order by position nulls last, promised_at, promise_id
        ) as place,
        count(*) over (
            partition by order_id, coalesce(line, '')
        ) as promises_count,
        count(line) over (partition by order_id) > 0 as has_lines
    from promises
    where promised_to = 'customer' and fulfilled_by = 'delivered'
),

bringing as (
    select * from lines
    where place = 1 and (line is not null or promises_count = 1)
),

handovers as (
    select * from promises
    where fulfilled_by = 'handed_over'
),

paired as (
    select
        handovers.promise_id as handover_promise_id,
        bringing.promise_id,
        coalesce(handovers.line, '') = coalesce(bringing.line, '')
            as is_same_line,
        handovers.line is null as is_of_whole_order,
        bringing.line is null as is_by_whole_order,
        bringing.has_lines
    from handovers
    inner join bringing on handovers.order_id = bringing.order_id
    where
        -- what comes later in the journey does not bring the goods: a
        -- customer's return that we hand over to the supplier
        not coalesce(
            handovers.position > bringing.position
            and coalesce(handovers.journey, '')
            = coalesce(bringing.journey, ''),
            false
        )
),

matched as (
    select
        *,
        max(case when is_same_line then 1 else 0 end) over (
            partition by handover_promise_id
        ) = 1 as has_same_line
    from paired
)

select
    handover_promise_id,
    promise_id,
    is_same_line,
    case
        when is_of_whole_order then not is_by_whole_order or not has_lines
        when has_same_line then is_same_line
        else is_by_whole_order
    end as is_brought
from matched
where
    is_same_line
    or is_of_whole_order
    or (is_by_whole_order and not has_same_line)
