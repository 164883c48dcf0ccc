-- Nothing is ever dropped at the gate. Returns feeds whose rows do not add up.
select
    counts.feed,
    counts.rows_landed,
    counts.rows_accepted,
    counts.rows_quarantined,
    count(quarantined.feed) as rows_shown
from {{ ref('fct_feed_counts') }} as counts
left join {{ ref('fct_quarantined_rows') }} as quarantined
    on counts.feed = quarantined.feed
group by
    counts.feed,
    counts.rows_landed,
    counts.rows_accepted,
    counts.rows_quarantined
having
    counts.rows_landed <> counts.rows_accepted + counts.rows_quarantined
    or counts.rows_quarantined <> count(quarantined.feed)
