-- The lists of the weeks before, as they would have stood then, and what became
-- of what was on them.
with risks as (
    select * from {{ ref('int_risks') }}
    where weeks_ago > 0 and probability is not null
),

outcomes as (
    select * from {{ ref('int_outcomes') }}
    where basis = 'first'
),

thresholds as (
    select * from {{ ref('int_thresholds') }}
)

select
    risks.list_date,
    risks.promise_id,
    risks.step,
    risks.clock,
    risks.end_date,
    {{ days_between('risks.list_date', 'risks.end_date') }} as days_left,
    risks.probability,
    risks.probability >= thresholds.at_risk_probability as is_at_risk,
    case
        when outcomes.outcome in ('pending', 'excluded') then outcomes.outcome
        when outcomes.is_kept then 'kept'
        else 'broken'
    end as outcome
from risks
cross join thresholds
inner join outcomes on risks.promise_id = outcomes.promise_id
order by risks.list_date, risks.promise_id
