"""Point in time for a PostgreSQL of one's own, by pgBackRest: set, run, and not believed unread."""
