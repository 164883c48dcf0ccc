select
    name,
    value,
    unit,
    comment
from {{ ref('thresholds') }}
order by name
