"""The commands: start and stop everything, look, text, verify."""
