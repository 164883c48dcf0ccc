-- The masking gap is between two verdicts on the same promises, those due by
-- their first date: kept by it, kept by a later one only, moved ahead, and
-- broken by both are all of them. Returns rows of the rates where they are not.
-- Where no promise has a second date, the parts are null and nothing is said.
{%- for mart in ['fct_kept_rates', 'fct_order_rates'] %}
select
    '{{ mart }}' as mart,
    dimension,
    member_id,
    period,
    period_start
from {{ ref(mart) }}
where
    kept_count + kept_later_count + moved_ahead_count + broken_both_count
    <> due_count
    or abs(
        masking_gap_rate - kept_later_count * 1.0E0 / nullif(due_count, 0)
    ) > 1.0E-9
{{ 'union all' if not loop.last }}
{%- endfor %}
