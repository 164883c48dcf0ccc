-- On which business day the clock of a promise starts: the day it was made,
-- or the next one where that day is closed or its cut-off has passed.
with days as (
    select
        zone,
        day,
        is_business_day,
        business_day_number,
        max(closes_at) as closes_at
    from {{ ref('int_working_intervals') }}
    where calendar = 'orders'
    group by zone, day, is_business_day, business_day_number
),

opened as (
    select
        *,
        is_business_day and closes_at is not null as is_open
    from days
)

select
    zone,
    day,
    case when is_open then closes_at end as cut_off_at,
    min(case when is_open then day end) over (
        partition by zone order by day
        rows between current row and unbounded following
    ) as from_date,
    min(case when is_open then business_day_number end) over (
        partition by zone order by day
        rows between current row and unbounded following
    ) as from_business_day_number,
    min(case when is_open then day end) over (
        partition by zone order by day
        rows between 1 following and unbounded following
    ) as next_date,
    min(case when is_open then business_day_number end) over (
        partition by zone order by day
        rows between 1 following and unbounded following
    ) as next_business_day_number
from opened
