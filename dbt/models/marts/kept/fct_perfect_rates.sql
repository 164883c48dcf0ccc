{%- set members = promise_members() -%}

-- What perfect is made of, and the date that the customer asked for, each over
-- the promises where it was measured.
with promises as (
    select * from {{ ref('fct_promises') }}
    where is_due
),

counted as (
    {% call counted_by(
        'promises', members, ['month'], 'due_date', ['promised_to']
    ) %}
        count(*) as due_count,
        count(is_otif) as otif_due_count,
        count(*) filter (where is_otif) as otif_count,
        count(is_documents_ok) as documents_measured_count,
        count(*) filter (where is_documents_ok) as documents_ok_count,
        count(is_condition_ok) as condition_measured_count,
        count(*) filter (where is_condition_ok) as condition_ok_count,
        count(*) filter (
            where is_otif
            and is_documents_ok is not null
            and is_condition_ok is not null
        ) as observed_count,
        count(*) filter (
            where is_otif and is_documents_ok and is_condition_ok
        ) as perfect_count,
        count(requested_date) as requested_count,
        count(*) filter (where fulfilled_date <= requested_date)
            as requested_kept_count,
        count(*) filter (where is_kept and requested_date is not null)
            as requested_promise_kept_count
    {% endcall %}
)

select
    dimension,
    member_id,
    promised_to,
    period,
    period_start,
    due_count,
    otif_due_count,
    otif_count,
    documents_measured_count,
    documents_ok_count,
    condition_measured_count,
    condition_ok_count,
    observed_count,
    perfect_count,
    requested_count,
    requested_kept_count,
    requested_promise_kept_count,
    otif_count * 1.0E0 / nullif(otif_due_count, 0) as otif_rate,
    documents_ok_count * 1.0E0 / nullif(documents_measured_count, 0)
        as documents_ok_rate,
    condition_ok_count * 1.0E0 / nullif(condition_measured_count, 0)
        as condition_ok_rate,
    -- what was not in time and in full is known not to be perfect, also where
    -- nobody looked: only of the rest is it asked what somebody saw
    otif_count * 1.0E0 / nullif(otif_due_count, 0)
    * perfect_count / nullif(observed_count, 0) as perfect_rate,
    requested_kept_count * 1.0E0 / nullif(requested_count, 0)
        as requested_kept_rate
from counted
order by dimension, member_id nulls last, promised_to, period, period_start
