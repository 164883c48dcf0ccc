with delivery_events as (
    select * from {{ ref('int_delivery_events') }}
    where
        not is_duplicate
        and event in ('handed_over', 'delivered', 'returned')
)

select
    promise_id,
    min(case
        when documents_ok is not null
            then case when documents_ok then 1 else 0 end
    end) = 1 as is_documents_ok,
    min(case
        when has_condition
            then case when condition = 'ok' then 1 else 0 end
    end) = 1 as is_condition_ok
from delivery_events
group by promise_id
