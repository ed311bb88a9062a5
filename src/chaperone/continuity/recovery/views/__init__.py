"""What people are shown about recovery, and what they send."""
