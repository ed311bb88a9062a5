"""What is done with reports: each verb checks, changes and records in one transaction."""
