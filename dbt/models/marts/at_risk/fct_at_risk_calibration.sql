-- Of the promises that were said to break with a probability of so many tenths,
-- how many did.
with settled as (
    select
        *,
        outcome = 'broken' as is_broken,
        least(cast(floor(10.0E0 * probability) as bigint), 9) as tenth
    from {{ ref('fct_at_risk_record') }}
    where outcome in ('kept', 'broken')
)

select
    step,
    tenth,
    count(*) as promises_count,
    {{ exact_avg('probability') }} as expected_rate,
    count(*) filter (where is_broken) as broken_count,
    1.0E0 * count(*) filter (where is_broken) / count(*) as broken_rate
from settled
group by step, tenth
order by step, tenth
