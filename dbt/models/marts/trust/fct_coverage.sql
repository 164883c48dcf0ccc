select
    feed,
    column_name,
    position,
    is_mapped,
    rows_count,
    filled_count,
    unmeasured
from {{ source('accepted', 'coverage') }}
order by feed, position
