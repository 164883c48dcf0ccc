select
    band,
    from_days,
    to_days,
    comment
from {{ ref('lateness_bands') }}
order by from_days
