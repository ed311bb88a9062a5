"""What is done with policies. Each group of verbs has a file of its own."""
