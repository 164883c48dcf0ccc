"""Every number the gate judges by, each with its reason. Change it here and nowhere else."""

# Above this share the rows are not dirty, the file is wrong: doubled, another date format, decimal commas.
HELD_BACK_SHARE = 0.20
# A hand-kept list of six partners with two typos must not stop the company's morning build.
HELD_BACK_FLOOR = 5

# Clocks of two systems disagree by minutes, not by hours.
CLOCK_SLACK_MINUTES = 5

# Partial and doubled receipts happen; half as much again as was promised is nearly always a typing slip.
QUANTITY_FACTOR = 1.5
# Somebody who waits six hours has hung up: such waits are seconds or milliseconds written as minutes.
WAIT_MINUTES = 6 * 60
# Stars and NPS both lie in 0 to 10.
RATING_FROM, RATING_TO = 0, 10
# 9999-12-31 and a mistyped year stand for "some day"; of Olist's 226,075 promises 4 lie this far ahead.
DUE_YEARS = 2
# A feed that has said nothing for a week has usually stopped, and every later promise would look overdue.
FRESH_DAYS = 7

# What is usual is the median of so many earlier batches of the same mapping: two months of weekly loads.
HISTORY_BATCHES = 8
# A campaign doubles a feed; five times as much is the whole history sent again, a fifth is one branch only.
VOLUME_FACTOR = 5
# A feed that usually has fewer rows than this has no usual volume: two more desks are a factor of five.
VOLUME_FLOOR = 100
# A share of empty values (or of linked contacts) that moves this far is a changed export, not a changed business.
SHARE_POINTS = 0.20
