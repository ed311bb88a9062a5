"""Who sees to a standard, what comes next, and what does not apply."""
