"""Every picture. Titles stand above the charts as text, where they wrap on a phone; each chart carries its words for screen readers as
`description`. No Streamlit, no SQL."""

from dashboard.charts.customer import history
from dashboard.charts.honest_date import lead_times
from dashboard.charts.lost_days import lost_days
from dashboard.charts.members import blame, boldness
from dashboard.charts.order import timeline
from dashboard.charts.outcomes import outcomes
from dashboard.charts.rates import intervals, kept_by_member, kept_by_period
from dashboard.charts.standings import funnel
from dashboard.charts.trust import ladder

__all__ = [
    "blame",
    "boldness",
    "funnel",
    "history",
    "intervals",
    "kept_by_member",
    "kept_by_period",
    "ladder",
    "lead_times",
    "lost_days",
    "outcomes",
    "timeline",
]
