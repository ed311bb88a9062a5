"""What is done about copies that others make."""
