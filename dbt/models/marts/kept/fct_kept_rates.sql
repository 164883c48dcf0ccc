{%- set members = promise_members() -%}

-- What a member lacks (no partner, no customer type) is counted under null,
-- so that the due promises of every dimension add up to the same number.
with promises as (
    select * from {{ ref('fct_promises') }}
    where due_date is not null
),

counted as (
    {% call counted_by(
        'promises',
        members,
        ['day', 'week', 'month'],
        'due_date',
        ['promised_to']
    ) %}
        count(*) as promises_count,
        {{ outcome_counts() }},
        count(partner_outcome) as committed_count,
        count(*) filter (where is_partner_due) as partner_due_count,
        count(*) filter (where is_partner_kept) as partner_kept_count
    {% endcall %}
)

select
    dimension,
    member_id,
    promised_to,
    period,
    period_start,
    promises_count,
    due_count,
    kept_count,
    early_count,
    on_time_count,
    case when measured.has_attempt_reasons then kept_attempted_count end
        as kept_attempted_count,
    late_count,
    overdue_open_count,
    cancelled_broken_count,
    pending_count,
    excluded_count,
    not_measured_count,
    {%- for part in ['kept_later', 'moved_ahead', 'broken_both'] %}
    -- without a second date on record, nobody can tell
    case when measured.has_new_dates then {{ part }}_count end
        as {{ part }}_count,
    {%- endfor %}
    committed_count,
    partner_due_count,
    partner_kept_count,
    -- nothing due is "not measured", not 0 or 100 %
    {{ rate('kept_count', 'due_count') }} as kept_rate,
    case
        when measured.has_new_dates
            then {{ rate('(kept_count + kept_later_count)', 'due_count') }}
    end as kept_latest_rate,
    case
        when measured.has_new_dates
            then {{ rate('kept_later_count', 'due_count') }}
    end as masking_gap_rate,
    {{ rate('partner_kept_count', 'partner_due_count') }}
        as partner_kept_rate
from counted
cross join {{ ref('int_measured') }} as measured
order by dimension, member_id nulls last, promised_to, period, period_start
