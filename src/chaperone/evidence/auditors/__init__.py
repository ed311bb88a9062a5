"""Auditors from outside: an invitation whose access ends on a day."""
