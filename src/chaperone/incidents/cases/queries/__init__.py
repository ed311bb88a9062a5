"""What pages show of a case."""
