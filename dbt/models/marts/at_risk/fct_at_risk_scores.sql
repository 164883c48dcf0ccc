-- How good the lists of the weeks before were.
with settled as (
    select
        *,
        case when outcome = 'broken' then 1.0E0 else 0.0E0 end as broken
    from {{ ref('fct_at_risk_record') }}
    where outcome in ('kept', 'broken')
),

rates as (
    select
        step,
        {{ exact_avg('broken') }} as broken_rate
    from settled
    group by step
),

scored as (
    select
        settled.step,
        count(distinct settled.list_date) as lists_count,
        count(*) as scored_count,
        count(*) filter (where settled.broken = 1) as broken_count,
        {{ exact_avg(
            '(settled.probability - settled.broken)'
            ~ ' * (settled.probability - settled.broken)'
        ) }} as brier_score,
        {{ exact_avg(
            '(rates.broken_rate - settled.broken)'
            ~ ' * (rates.broken_rate - settled.broken)'
        ) }} as constant_brier_score,
        count(*) filter (where settled.is_at_risk) as named_count,
        count(*) filter (where settled.is_at_risk and settled.broken = 1)
            as named_broken_count,
        {{ exact_sum(
            'case when settled.is_at_risk then settled.probability end'
        ) }} as expected_broken_count
    from settled
    inner join rates on settled.step = rates.step
    group by settled.step
),

deviations as (
    select
        step,
        {{ exact_sum('promises_count * abs(expected_rate - broken_rate)') }}
        / sum(promises_count) as calibration_error
    from {{ ref('fct_at_risk_calibration') }}
    group by step
),

-- of each that broke, the first list that named it
warned as (
    select
        step,
        promise_id,
        max(case when is_at_risk then days_left end) as warning_days
    from settled
    where broken = 1
    group by step, promise_id
),

placed as (
    select
        *,
        row_number() over (partition by step order by warning_days) as place,
        count(*) over (partition by step) as warned_count
    from warned
    where warning_days is not null
),

medians as (
    select
        step,
        max(warned_count) as warned_count,
        {{ exact_avg('warning_days') }} as median_warning_days
    from placed
    -- the middle one, or the two in the middle
    where 2 * place between warned_count and warned_count + 2
    group by step
)

select
    scored.step,
    scored.lists_count,
    scored.scored_count,
    scored.broken_count,
    scored.brier_score,
    scored.constant_brier_score,
    deviations.calibration_error,
    scored.named_count,
    scored.named_broken_count,
    1.0E0 * scored.named_broken_count / nullif(scored.named_count, 0)
        as precision_rate,
    coalesce(scored.expected_broken_count, 0.0E0) as expected_broken_count,
    coalesce(medians.warned_count, 0) as warned_promises_count,
    medians.median_warning_days
from scored
inner join deviations on scored.step = deviations.step
left join medians on scored.step = medians.step
order by scored.step
