select
    feed,
    source_file,
    source_row,
    check_name,
    reason,
    raw
from {{ source('accepted', 'quarantined') }}
order by feed, source_file, source_row, check_name
