-- More series than that raise a false alarm in every meeting.
select
    count(distinct concat(signals.dimension, signals.member_id))
        as charted_count
from {{ ref('fct_signals') }} as signals
where signals.is_charted
having
    count(distinct concat(signals.dimension, signals.member_id))
    > (
        select thresholds.signal_most_charted
        from {{ ref('int_thresholds') }} as thresholds
    )
