with deliveries as (
    select * from {{ ref('stg_deliveries') }}
),

linked as (
    select distinct delivery_id from {{ ref('int_delivery_events') }}
),

clock as (
    select * from {{ ref('int_clock') }}
),

placed as (
    select
        deliveries.*,
        {{ moment(
            'occurred_at', 'clock.default_zone', 'deliveries', 'happened'
        ) }},
        {{ moment(
            'recorded_at', 'clock.default_zone', 'deliveries', 'learned'
        ) }}
    from deliveries
    cross join clock
),

orphans as (
    select placed.*
    from placed
    cross join clock
    left join linked on placed.delivery_id = linked.delivery_id
    where
        linked.delivery_id is null
        and placed.learned_local_at < cast(clock.as_of as timestamp)
),

held_back as (
    select * from {{ ref('fct_quarantined_rows') }}
    where feed = 'promises'
),

-- why: from what the source says of the promise or order that it names
matches as (
    select
        orphans.delivery_id,
        'accepted_promise' as match_kind
    from orphans
    inner join {{ ref('stg_promises') }} as promises
        on orphans.promise_id = promises.promise_id

    union

    select
        orphans.delivery_id,
        'held_back_promise' as match_kind
    from orphans
    inner join held_back on orphans.promise_id = held_back.promise_id

    union

    select
        orphans.delivery_id,
        'judged_order' as match_kind
    from orphans
    inner join {{ ref('int_promises') }} as promises
        on orphans.order_id = promises.order_id
    where orphans.promise_id is null

    union

    select
        orphans.delivery_id,
        'accepted_promise' as match_kind
    from orphans
    inner join {{ ref('stg_promises') }} as promises
        on orphans.order_id = promises.order_id
    where orphans.promise_id is null

    union

    select
        orphans.delivery_id,
        'held_back_promise' as match_kind
    from orphans
    inner join held_back on orphans.order_id = held_back.order_id
    where orphans.promise_id is null
),

matched as (
    select
        delivery_id,
        count(*) filter (where match_kind = 'judged_order')
        > 0 as is_order_judged,
        count(*) filter (where match_kind = 'accepted_promise')
        > 0 as is_accepted,
        count(*) filter (where match_kind = 'held_back_promise')
        > 0 as is_held_back
    from matches
    group by delivery_id
)

select
    orphans.delivery_id,
    orphans.promise_id,
    orphans.order_id,
    orphans.line,
    orphans.event,
    orphans.happened_at as occurred_at,
    orphans.happened_date as occurred_date,
    orphans.partner_id,
    orphans.quantity,
    case
        when orphans.promise_id is null and orphans.order_id is null
            then 'names_nothing'
        when matched.is_order_judged then 'no_line_it_serves'
        when matched.is_accepted then 'promise_recorded_later'
        when matched.is_held_back then 'promise_held_back'
        when orphans.promise_id is not null then 'unknown_promise'
        else 'unknown_order'
    end as reason,
    orphans.source_file,
    orphans.source_row
from orphans
left join matched on orphans.delivery_id = matched.delivery_id
order by orphans.delivery_id
