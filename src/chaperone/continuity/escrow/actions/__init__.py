"""What is done at a ceremony: each verb checks, changes and records in one transaction."""
