"""Every number the gate judges by: rows of `dbt/seeds/thresholds.csv`, each with its reason there."""

from data.contract.thresholds import number, whole

HELD_BACK_SHARE = number("gate_held_back_share")
HELD_BACK_FLOOR = whole("gate_held_back_floor")
CLOCK_SLACK_MINUTES = whole("gate_clock_slack_minutes")
QUANTITY_FACTOR = number("gate_quantity_factor")
WAIT_MINUTES = whole("gate_wait_minutes")
RATING_FROM, RATING_TO = whole("gate_rating_from"), whole("gate_rating_to")
DUE_YEARS = whole("gate_due_years")
FRESH_DAYS = whole("stale_after_days")
HISTORY_BATCHES = whole("gate_history_batches")
VOLUME_FACTOR = whole("gate_volume_factor")
VOLUME_FLOOR = whole("gate_volume_floor")
SHARE_POINTS = number("gate_share_points")
