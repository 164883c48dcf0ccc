select
    feed,
    source_file,
    source_row,
    check_name,
    reason,
    raw,
    promise_id,
    order_id
from {{ source('accepted', 'quarantined') }}
order by feed, source_file, source_row, check_name
