"""What is done to the register: each verb checks, changes and records in one transaction."""
