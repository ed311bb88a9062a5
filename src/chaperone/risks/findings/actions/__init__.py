"""What is done to findings: each verb checks, changes and records in one transaction."""
