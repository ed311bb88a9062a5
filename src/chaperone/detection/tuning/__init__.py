"""What an organization changes about a rule, for a time and a reason."""
