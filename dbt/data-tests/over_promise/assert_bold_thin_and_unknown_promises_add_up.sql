-- Every dated promise is measured or says why it is not, and every dimension
-- and period counts the same ones. Returns rows that lose or double a promise.
with leads as (
    select
        count(*) as promises_count,
        count(*) filter (where is_over_promised) as over_promised_count,
        count(*) filter (where p90_status = 'not_reached') as not_reached_count
    from {{ ref('fct_promise_leads') }}
),

counted as (
    select
        dimension,
        period,
        sum(promises_count) as promises_count,
        sum(scored_count + too_thin_count + no_lead_count) as parts_count,
        sum(over_promised_count) as over_promised_count,
        sum(not_reached_count) as not_reached_count,
        max(over_promised_count + unknown_count - scored_count) as excess_count
    from {{ ref('fct_over_promise_rates') }}
    group by dimension, period
)

select counted.*
from counted
cross join leads
where
    counted.promises_count <> leads.promises_count
    or counted.parts_count <> leads.promises_count
    or counted.over_promised_count <> leads.over_promised_count
    or counted.not_reached_count > leads.not_reached_count
    or counted.excess_count > 0
