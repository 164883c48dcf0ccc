-- The newest week that is settled: a week after its end nearly all of it is on
-- record.
select
    cast({{ dbt.date_trunc('week', plus_days(
        '-7 - cast(thresholds.longest_hold_days as int)',
        'clock.as_of',
        'date'
    )) }} as date) as newest_week
from {{ ref('int_clock') }} as clock
cross join {{ ref('int_thresholds') }} as thresholds
