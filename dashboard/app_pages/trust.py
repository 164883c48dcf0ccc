"""Can the figures be trusted: the verdict, what was held back, what is not measured, what a figure means and why it was decided so."""

from dashboard.parts import trust

trust.verdict()
trust.held_back()
trust.passed_checks()
trust.measured()
trust.rules()
trust.meaning()
