-- The days for which what was about to break, and what could be kept, is worked
-- out anew: this one, and as many weeks back as the record goes.
with numbers as (
    {{ whole_numbers() }}
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
),

clock as (
    select * from {{ ref('int_clock') }}
)

select
    numbers.number as weeks_ago,
    {{ plus_days('-7 * cast(numbers.number as int)', 'clock.as_of', 'date') }}
        as list_date
from numbers
cross join clock
inner join thresholds on numbers.number <= thresholds.record_weeks
