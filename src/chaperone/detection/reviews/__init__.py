"""The weekly review: what was found, how much there was, and a sample of what was not."""
