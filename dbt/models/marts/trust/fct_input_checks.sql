select
    feed,
    check_name,
    severity,
    column_name,
    status,
    rows_checked,
    rows_failed,
    sentence,
    example
from {{ source('accepted', 'verdicts') }}
order by feed, check_name, column_name nulls last
