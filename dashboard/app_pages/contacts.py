"""Why do customers contact us, are they sent from desk to desk, and what does a broken promise cost?"""

from dashboard.parts import contacts

contacts.show()
