"""Pages about policies. Each group has a file of its own."""
