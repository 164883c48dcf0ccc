"""What stands around every page: the period, the day that is judged from, how new each feed is."""

from seen.page import CONSTANT

FRAME = {
    "As of * #\n": "select as_of from marts.dim_build",
    "newest @: #": "select feed, last_at::date from marts.fct_feed_counts where last_at is not null order by last_at desc, feed",
    "# day(s) behind)": "select days_behind from marts.fct_feed_counts where is_stale order by feed",
    "90 % interval": CONSTANT,
}
#: of pages that show what fell due in a period
PERIOD = FRAME | {
    "Due # – #*\n": "select getvariable('first_day'), getvariable('end_day') - 1",
    "Filters (#)": "select getvariable('choices') as n where n > 0",
}
