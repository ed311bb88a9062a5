"""What is typed into the register. Choices come from the catalogue and the organization."""
