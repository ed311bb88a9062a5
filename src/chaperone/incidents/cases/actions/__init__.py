"""What is done in a case: each verb checks, changes and records in one transaction."""
