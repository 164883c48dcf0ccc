with curves as (
    select * from {{ ref('int_quote_curves') }}
)

select
    case
        when level = '' then step
        else {{ curve_name() }}
    end as curve_id,
    step,
    times_unit,
    late_probability
from curves
order by curve_id, times_unit
