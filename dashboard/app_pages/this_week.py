"""The weekly meeting: what changed, who has not been told, what has no date, what is about to break, which calls are due, what belongs
to nobody, whom to listen to. The same order every week; it prints on two pages."""

from dashboard.parts import week

week.show()
