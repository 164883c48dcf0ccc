{%- set thresholds = {
    'minimum_sample': 'double',
    'widest_interval': 'double',
    'notice_days': 'double',
    'stale_after_days': 'double',
    'recontact_hours': 'double',
    'recontact_soon_hours': 'double',
    'recontact_late_hours': 'double',
    'long_wait_minutes': 'double',
    'long_written_wait_minutes': 'double',
    'link_days_before_due': 'bigint',
    'link_days_after_close': 'bigint',
    'longest_hold_days': 'bigint',
    'interview_weeks': 'bigint',
    'interview_count': 'bigint',
    'attribution_tie_hours': 'double',
    'cost_days_before': 'bigint',
    'cost_days_after': 'bigint',
    'cost_kept_orders': 'double',
    'year_from_days': 'double',
    'repurchase_days': 'bigint',
    'follow_up_business_days': 'double',
    'recovery_contact_free_days': 'bigint',
    'good_rating': 'double',
    'many_contacts': 'double',
    'few_contacts': 'double',
    'lead_quantile': 'double',
    'lead_window_months': 'double',
    'lead_minimum_completed': 'double',
    'commitment_within_days': 'double',
    'rating_lowest': 'double',
    'rating_highest': 'double',
    'low_rating': 'double',
    'signal_baseline_weeks': 'bigint',
    'signal_fewest_weeks': 'bigint',
    'signal_watched_weeks': 'bigint',
    'signal_pooled_weeks': 'bigint',
    'signal_breaks_per_point': 'double',
    'signal_ratio': 'double',
    'signal_evidence': 'double',
    'signal_most_charted': 'bigint',
    'record_weeks': 'bigint',
    'speed_weeks': 'bigint',
    'speed_longest_days': 'bigint',
    'speed_classes': 'bigint',
    'speed_shrink_network': 'double',
    'speed_shrink_member': 'double',
    'risk_shrink': 'double',
    'risk_speed_fade': 'double',
    'risk_local_weight': 'double',
    'risk_unhanded_weight': 'double',
    'risk_days_factor': 'double',
    'risk_handed_over_share': 'double',
    'at_risk_probability': 'double',
    'at_risk_speed_difference': 'double',
    'stake_critical_factor': 'double',
    'stake_uninformed_factor': 'double',
} -%}

-- Every threshold in a column of its own: a model that misspells one does not
-- build, and a row that is missing fails a test. What dates are moved by is a
-- whole number.
select
{%- for name, type in thresholds.items() %}
    max(case
        when name = '{{ name }}' then cast(value as {{ type }})
    end) as {{ listed(name, loop) }}
{%- endfor %}
from {{ ref('thresholds') }}
