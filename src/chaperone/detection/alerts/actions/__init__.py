"""What people do with an alert. Each verb has a file of its own."""
